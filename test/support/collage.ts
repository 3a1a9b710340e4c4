import type { OptionTable } from '../../src/recipes/option.ts';
import { defineRecipe } from '../../src/recipes/recipe.ts';

export const COLLAGE_OPTIONS = {
  prompt: { kind: 'text', min: 1, max: 200 },
  portrait: {
    kind: 'picture',
    person: true,
    required: true,
    use: 'image',
    maxSide: 2048,
    maxPixels: 1_000_000,
  },
  mask: { kind: 'picture', person: false, required: false, use: 'mask', maxSide: 512 },
  friend: { kind: 'picture', person: true, required: false, use: 'face', maxSide: 1024 },
} as const satisfies OptionTable;

const LOADERS = { portrait: '2', mask: '3', friend: '4' } as const;

/** A recipe that only tests have. It takes up to three pictures, two of them of people. */
export const collage = defineRecipe({
  name: 'collage',
  options: COLLAGE_OPTIONS,
  models: ['checkpoint'],
  work: () => 1,
  graph: ({ prompt }, { models, pictures }) => ({
    '1': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: models.checkpoint } },
    ...Object.fromEntries(
      Object.entries(LOADERS).flatMap(([option, id]) => {
        const image = pictures[option];
        return image === undefined ? [] : [[id, { class_type: 'LoadImage', inputs: { image } }]];
      }),
    ),
    '5': { class_type: 'Collage', inputs: { prompt, model: ['1', 0] } },
  }),
});
