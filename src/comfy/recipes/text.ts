import { ASPECT_RATIO_NAMES, sizeOf } from '../aspect-ratio.ts';
import type { OptionTable, ParamsOf } from '../option.ts';
import { defineRecipe } from '../recipe.ts';
import { RANDOM_SEED } from '../seed.ts';
import { textToImage } from '../text-to-image.ts';

export const SAMPLERS = ['euler', 'euler_ancestral', 'dpmpp_2m', 'dpmpp_sde'] as const;
export const SCHEDULERS = ['normal', 'karras', 'sgm_uniform'] as const;

/**
 * Ranges and defaults are those of the worker's contract. The largest seed is the largest whole number
 * that JavaScript holds exactly.
 */
export const TEXT_OPTIONS = {
  prompt: { kind: 'text', min: 1, max: 1500 },
  negativePrompt: {
    kind: 'text',
    min: 0,
    max: 1500,
    default: 'ugly, blurry, low quality, deformed',
  },
  aspectRatio: {
    kind: 'choice',
    names: ASPECT_RATIO_NAMES,
    default: '1:1',
    label: (name) => `${name} (${pixels(name)})`,
    shown: (name) => name,
  },
  steps: {
    kind: 'whole',
    min: 15,
    max: 50,
    default: 20,
    shown: (steps) => ({ steps }),
  },
  cfg: {
    kind: 'number',
    min: 1,
    max: 15,
    default: 8,
    shown: (cfg) => `cfg ${cfg}`,
  },
  sampler: {
    kind: 'choice',
    names: SAMPLERS,
    default: 'euler',
    shown: (name) => name,
  },
  scheduler: {
    kind: 'choice',
    names: SCHEDULERS,
    default: 'normal',
    shown: (name) => name,
  },
  denoise: {
    kind: 'number',
    min: 0,
    max: 1,
    default: 1,
    shown: (denoise) => `denoise ${denoise}`,
  },
  seed: {
    kind: 'whole',
    min: RANDOM_SEED,
    max: Number.MAX_SAFE_INTEGER,
    default: RANDOM_SEED,
  },
} as const satisfies OptionTable;

export type TextParams = ParamsOf<typeof TEXT_OPTIONS>;

/** A picture from words alone. */
export const text = defineRecipe({
  name: 'text',
  options: TEXT_OPTIONS,
  models: ['checkpoint'],
  work: workOf,
  graph: (settings, { models: { checkpoint } }) => textToImage({ settings, checkpoint }),
});

/** Steps times pixels. */
export function workOf({ steps, aspectRatio }: TextParams): number {
  const { width, height } = sizeOf(aspectRatio);
  return steps * width * height;
}

function pixels(aspectRatio: string): string {
  const { width, height } = sizeOf(aspectRatio);
  return `${width}×${height}`;
}
