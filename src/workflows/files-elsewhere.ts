import { loadedFrom, MODEL_FILE } from '../comfy/model-folders.ts';
import { stringsWithin } from '../comfy/graph.ts';
import type { ApiGraph } from './api-graph.ts';
import type { Manifest } from './manifest.ts';
import { madeOf } from './output-nodes.ts';

/**
 * The files of models that nodes of a drafted workflow name, each with its node's class, where it is not known here
 * which folder they lie in.
 */
export function filesElsewhere(graph: ApiGraph, manifest: Manifest): readonly string[] {
  const sent = madeOf(graph, manifest.outputs ?? Object.keys(graph));
  const files = Object.entries(graph).flatMap(([id, { class_type: className, inputs }]) =>
    sent.has(id)
      ? Object.entries(inputs)
          .filter(([input]) => loadedFrom(className, input) === undefined)
          .flatMap(([, value]) => stringsWithin(value))
          .filter((text) => MODEL_FILE.test(text))
          .map((file) => `${file} (${className})`)
      : [],
  );
  return [...new Set(files)].sort();
}
