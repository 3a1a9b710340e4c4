import { modelFolder } from '../comfy/model-folders.ts';
import { adultWordIn } from '../safety/checkpoint.ts';
import type { Manifest } from './manifest.ts';
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
    for (const { option, name } of inputs) {
      if (option.kind !== 'picture' || !option.person) continue;
      reading.problems.push({
        file: MANIFEST_FILE,
        input: name,
        says: 'takes pictures that may show people, which adult-rated models never see: write "rating": "general" if its models are that, or "person": false if it never shows anybody',
      });
    }
    return;
  }
  for (const [id, { class_type: className, inputs: values }] of Object.entries(reading.graph)) {
    for (const [input, value] of Object.entries(values)) {
      if (typeof value !== 'string') continue;
      if (modelFolder(className, input) === undefined && !MODEL_FILE.test(value)) continue;
      const word = adultWordIn(value);
      if (word === undefined) continue;
      reading.target(
        { node: id, input, className },
        `names ${value}, which calls itself adult-rated ("${word}"), and the rating is general`,
      );
    }
  }
  for (const { option, name } of inputs) {
    if (option.kind !== 'choice') continue;
    for (const value of option.names) {
      const word = MODEL_FILE.test(value) ? adultWordIn(value) : undefined;
      if (word === undefined) continue;
      const says = `offers ${value}, which calls itself adult-rated ("${word}"), and the rating is general`;
      reading.problems.push({ file: MANIFEST_FILE, input: name, says });
    }
  }
}
