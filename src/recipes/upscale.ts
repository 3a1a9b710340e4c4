import { fromPicture } from './image.ts';
import type { OptionTable, ParamsOf } from './option.ts';
import { defineRecipe } from './recipe.ts';
import { TEXT_OPTIONS } from './text.ts';

/** At the largest factor the result has 4 megapixels, which a 16 GB GPU should hold. */
const SIDE = 1024;
const MAX_PIXELS = SIDE * SIDE;

const FACTORS = ['1.5', '2'] as const;
const LARGEST_FACTOR = '2';

const { prompt, negativePrompt, steps, cfg, sampler, scheduler, seed } = TEXT_OPTIONS;

export const UPSCALE_OPTIONS = {
  image: {
    kind: 'picture',
    person: true,
    required: true,
    use: 'image',
    maxSide: 2048,
    maxPixels: MAX_PIXELS,
  },
  factor: {
    kind: 'choice',
    names: FACTORS,
    default: LARGEST_FACTOR,
    label: (factor) => `${factor} ×`,
    shown: (factor) => `${factor} ×`,
  },
  prompt: { ...prompt, min: 0, default: '' },
  negativePrompt,
  // At higher strengths, a picture this large repeats its content.
  denoise: {
    kind: 'number',
    min: 0.1,
    max: 0.6,
    default: 0.3,
    shown: (denoise) => `denoise ${denoise}`,
  },
  steps,
  cfg,
  sampler,
  scheduler,
  seed,
} as const satisfies OptionTable;

/** Enlarges a picture and refines it at that size. */
export const upscale = defineRecipe({
  name: 'upscale',
  command: 'upscale',
  options: UPSCALE_OPTIONS,
  models: ['checkpoint'],
  work: workOf,
  longestSide: ({ factor }) => SIDE * scaleOf(factor),
  graph: ({ factor, ...settings }, { models: { checkpoint }, pictures }) =>
    fromPicture({ settings, checkpoint, picture: pictures.image ?? '' }, (picture) => ({
      class_type: 'ImageScaleBy',
      inputs: { image: picture, upscale_method: 'lanczos', scale_by: scaleOf(factor) },
    })),
});

/** Steps times pixels, for the largest accepted picture. */
function workOf({ steps, factor }: ParamsOf<typeof UPSCALE_OPTIONS>): number {
  return steps * MAX_PIXELS * scaleOf(factor) ** 2;
}

/** A stored request may name a factor that is no longer offered. */
function scaleOf(factor: string): number {
  return Number(FACTORS.find((one) => one === factor) ?? LARGEST_FACTOR);
}
