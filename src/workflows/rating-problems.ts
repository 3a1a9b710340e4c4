import { modelFolder } from '../comfy/model-folders.ts';
import { adultWordIn } from '../safety/checkpoint.ts';
import { snakeCase } from '../comfy/option-names.ts';
import { GRAPH_FILE, nodeName } from './api-graph.ts';
import type { Manifest } from './manifest.ts';
import type { Problem } from './problem.ts';
import { MANIFEST_FILE, type Reading } from './reading.ts';
import type { WorkflowInput } from './workflow-input.ts';

/** What files of models are called, where the node table does not say which inputs take one. */
const MODEL_FILE = /\.(?:safetensors|sft|ckpt|pt|pth|bin|gguf|onnx)$/i;

/** Finds what a workflow's rating does not go with. */
export function checkRating(
  reading: Reading,
  { rating }: Pick<Manifest, 'rating'>,
  inputs: readonly WorkflowInput[],
): void {
  if (rating === 'adult') {
    const pictures = inputs.flatMap(({ option, name }) =>
      option.kind === 'picture' && option.person ? [snakeCase(name)] : [],
    );
    if (pictures.length > 0) {
      reading.manifest(
        `takes pictures that may show people (${pictures.join(', ')}), which adult-rated models never see: write "rating": "general" if its models are that, or "person": false at a picture that never shows anybody`,
      );
    }
    return;
  }
  const adult = [...namedInGraph(reading), ...offered(inputs)];
  // A file that the graph names is often among the choices as well.
  const byFile = new Map(adult.toReversed().map((one) => [one.file, one]));
  for (const { file, problem } of [...byFile.values()].toReversed()) {
    const word = adultWordIn(file) ?? '';
    reading.problems.push({
      ...problem,
      says: `names ${file}, which calls itself adult-rated ("${word}"), and the rating is general: take another file, or leave the rating out`,
    });
  }
}

/** A file that calls itself adult-rated, and where it is named. */
interface AdultFile {
  readonly file: string;
  readonly problem: Omit<Problem, 'says'>;
}

function namedInGraph({ graph }: Reading): readonly AdultFile[] {
  return Object.entries(graph).flatMap(([id, { class_type: className, inputs }]) =>
    Object.entries(inputs).flatMap(([input, value]) => {
      if (typeof value !== 'string' || adultWordIn(value) === undefined) return [];
      if (modelFolder(className, input) === undefined && !MODEL_FILE.test(value)) return [];
      return [{ file: value, problem: { file: GRAPH_FILE, node: nodeName(graph, id), input } }];
    }),
  );
}

function offered(inputs: readonly WorkflowInput[]): readonly AdultFile[] {
  return inputs.flatMap(({ option, name }) => {
    if (option.kind !== 'choice') return [];
    return option.names
      .filter((value) => MODEL_FILE.test(value) && adultWordIn(value) !== undefined)
      .map((file) => ({ file, problem: { file: MANIFEST_FILE, input: snakeCase(name) } }));
  });
}
