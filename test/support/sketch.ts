import type { OptionTable } from '../../src/recipes/option.ts';
import { defineRecipe } from '../../src/recipes/recipe.ts';

export const SKETCH_OPTIONS = {
  prompt: { kind: 'text', description: 'What the sketch becomes', min: 1, max: 200 },
  start: {
    kind: 'picture',
    description: 'A sketch to begin with',
    person: false,
    required: false,
    use: 'image',
    maxSide: 2048,
  },
  inkStyle: {
    kind: 'choice',
    description: 'How it is inked',
    names: ['brush', 'pen'],
    default: 'pen',
    shown: (name) => name,
  },
  strength: {
    kind: 'number',
    description: 'How much of the sketch is left',
    min: 0,
    max: 1,
    default: 0.5,
    absent: 1,
    shown: (strength) => `strength ${strength}`,
  },
  steps: { kind: 'whole', min: 1, max: 9, default: 4, shown: (steps) => `steps ${steps}` },
  seed: { kind: 'whole', min: -1, max: 99, default: -1, shown: (seed) => `seed ${seed}` },
} as const satisfies OptionTable;

/** A recipe that only tests have. Its picture shows nobody. */
export const sketch = defineRecipe({
  name: 'sketch',
  options: SKETCH_OPTIONS,
  models: ['checkpoint'],
  // In its first version the style was a number, and what is strength was called weight.
  upgrades: [
    ({ weight, ...same }) => ({ ...same, strength: weight }),
    ({ inkStyle, ...same }) => ({ ...same, inkStyle: inkStyle === 1 ? 'brush' : 'pen' }),
  ],
  work: ({ steps }) => steps * 100,
  graph: ({ prompt, inkStyle, strength, steps, seed }, { models, pictures }) => ({
    '1': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: models.checkpoint } },
    '2': { class_type: 'LoadImage', inputs: { image: pictures.start ?? '' } },
    '3': {
      class_type: 'InkSketch',
      inputs: { image: ['2', 0], model: ['1', 0], prompt, inkStyle, strength, steps, seed },
    },
  }),
});
