import { contractFaceNeeds } from './contract-face-needs.ts';
import type { Graph } from './graph.ts';
import { loadedFrom } from './model-folders.ts';
import { isLink, readNode, type PlainNode } from './plain-graph.ts';
import { stringsWithin } from './strings-within.ts';

/** A model file that has to be there. */
export interface NeededModel {
  /** Of ComfyUI's `models/`. */
  readonly folder: string;
  /** One of these is enough; mostly there is but one. */
  readonly files: readonly string[];
}

/** What a worker must have, sorted, each once. */
export interface Needs {
  /** Node classes. */
  readonly nodes: readonly string[];
  readonly models: readonly NeededModel[];
}

/** `pixel_space` and `None` stand in the same lists as files, but every file's name has an ending. */
const FILE = /\.\w+$/;

/** What a graph needs of the worker that is given it, as far as it is known which inputs name model files. */
export function needsOf(graph: Graph<string>): Needs {
  const nodes = new Map<string, PlainNode>();
  for (const [id, value] of Object.entries(graph)) {
    const node = readNode(value);
    if (node) nodes.set(id, node);
  }
  const { needs, answered } = contractFaceNeeds(nodes);
  const others = [...nodes].filter(([id]) => !answered.has(id)).map(([, node]) => nodeNeeds(node));
  return allNeeds([needs, ...others]);
}

/** What several need together. */
export function allNeeds(needs: Iterable<Needs>): Needs {
  const all = [...needs];
  const models = all.flatMap((one) => one.models);
  const keyOf = ({ folder, files }: NeededModel) => JSON.stringify([folder, ...files]);
  const byKey = new Map(models.map((model) => [keyOf(model), model]));
  return {
    nodes: [...new Set(all.flatMap((one) => one.nodes))].sort(),
    models: [...byKey].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, model]) => model),
  };
}

function nodeNeeds({ class_type: name, inputs }: PlainNode): Needs {
  const models = Object.entries(inputs).flatMap(([input, value]) => {
    const folder = loadedFrom(name, input);
    if (folder === undefined || isLink(value)) return [];
    const files = stringsWithin(value).filter((text) => FILE.test(text));
    return files.map((file) => ({ folder, files: [file] }));
  });
  return { nodes: [name], models };
}
