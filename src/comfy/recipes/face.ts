import { FACE_WORKFLOWS } from '../face-workflow.ts';
import type { OptionTable, ParamsOf } from '../option.ts';
import { defineRecipe } from '../recipe.ts';
import { TEXT_OPTIONS, workOf } from './text.ts';

const { seed, ...beforeSeed } = TEXT_OPTIONS;

/** Those of a picture from words, the photo, and how far the picture resembles it. */
export const FACE_OPTIONS = {
  ...beforeSeed,
  face: {
    kind: 'picture',
    person: true,
    required: true,
    use: 'face',
    maxSide: 1024,
  },
  faceWeight: {
    kind: 'number',
    min: 0,
    max: 2,
    default: 1,
    shown: (weight) => `face ${weight}`,
  },
  faceidWeight: {
    kind: 'number',
    min: 0,
    max: 2,
    default: 1,
  },
  seed,
} as const satisfies OptionTable;

export type FaceParams = ParamsOf<typeof FACE_OPTIONS>;

/** A picture of the person in a photo. */
export const face = defineRecipe({
  name: 'face',
  options: FACE_OPTIONS,
  models: ['checkpoint', 'ipAdapterFile', 'clipVisionName'],
  work: workOf,
  graph: (settings, { models, faceWorkflow, pictures }) =>
    FACE_WORKFLOWS[faceWorkflow].graph({ settings, ...models, face: pictures.face ?? '' }),
});
