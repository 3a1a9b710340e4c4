import type { Link } from '../comfy/graph.ts';
import type { OptionTable, ParamsOf } from './option.ts';
import { defineRecipe, RANDOM_SEED } from './recipe.ts';

/** Width and height in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The aspect ratios on offer, in display order. */
export const ASPECT_RATIO_NAMES = ['1:1', '16:9', '9:16', '4:3', '3:4', '4:5'] as const;

export type AspectRatio = (typeof ASPECT_RATIO_NAMES)[number];

/**
 * Pixels of each aspect ratio, from the worker's contract: SDXL's training sizes. SDXL has none for 4:5, so
 * that one uses 3:4's.
 */
export const ASPECT_RATIOS: Readonly<Record<AspectRatio, Size>> = {
  '1:1': { width: 1024, height: 1024 },
  '16:9': { width: 1344, height: 768 },
  '9:16': { width: 768, height: 1344 },
  '4:3': { width: 1152, height: 896 },
  '3:4': { width: 896, height: 1152 },
  '4:5': { width: 896, height: 1152 },
};

/** The pixels of an aspect ratio. Square for one that is no longer offered. */
export function sizeOf(name: string): Size {
  const known = ASPECT_RATIO_NAMES.find((one) => one === name) ?? '1:1';
  return ASPECT_RATIOS[known];
}

export const SAMPLERS = ['euler', 'euler_ancestral', 'dpmpp_2m', 'dpmpp_sde'] as const;
export const SCHEDULERS = ['normal', 'karras', 'sgm_uniform'] as const;

/**
 * Ranges and defaults are those of the worker's contract. The largest seed is the largest safe integer in
 * JavaScript.
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
  count: {
    kind: 'whole',
    min: 1,
    max: 4,
    default: 1,
  },
  steps: {
    kind: 'whole',
    min: 15,
    max: 50,
    default: 20,
    shown: (steps) => `steps ${steps}`,
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

/** Pictures from a prompt alone. */
export const text = defineRecipe({
  name: 'text',
  options: TEXT_OPTIONS,
  models: ['checkpoint'],
  work: workOf,
  longestSide,
  graph: (settings, { models: { checkpoint } }) => textToImage({ settings, checkpoint }),
});

/** Steps times pixels. */
export function workOf({ steps, aspectRatio, count }: TextParams): number {
  const { width, height } = sizeOf(aspectRatio);
  return steps * width * height * count;
}

/** In pixels. */
export function longestSide({ aspectRatio }: Pick<TextParams, 'aspectRatio'>): number {
  const { width, height } = sizeOf(aspectRatio);
  return Math.max(width, height);
}

function pixels(aspectRatio: string): string {
  const { width, height } = sizeOf(aspectRatio);
  return `${width}×${height}`;
}

/** Inputs of the plain graph. */
export interface TextToImageRequest extends SampledRequest {
  readonly settings: TextParams;
}

/**
 * The graph that makes pictures from a prompt alone: a batch of `count`. Its node ids are the contract's, and other
 * graphs build on them.
 */
export function textToImage(request: TextToImageRequest) {
  const { aspectRatio, count } = request.settings;
  const size = sizeOf(aspectRatio);
  return {
    ...sampled(request, ['13', 0]),
    '13': { class_type: 'EmptyLatentImage', inputs: { ...size, batch_size: count } },
  };
}

/** Sampler settings. */
export interface Sampling {
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly steps: number;
  readonly cfg: number;
  readonly sampler: string;
  readonly scheduler: string;
  readonly denoise: number;
  readonly seed: number;
}

/** Inputs of the sampling nodes. `checkpoint` is a file name on the worker. */
export interface SampledRequest {
  readonly settings: Sampling;
  readonly checkpoint: string;
}

/**
 * The nodes that turn a latent into pictures, guided by both prompts. Their ids are the contract's; that of the
 * node `latent` must be another.
 */
export function sampled({ settings, checkpoint }: SampledRequest, latent: Link) {
  return {
    '1': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: checkpoint } },
    '7': { class_type: 'CLIPTextEncode', inputs: { text: settings.prompt, clip: ['1', 1] } },
    '8': {
      class_type: 'CLIPTextEncode',
      inputs: { text: settings.negativePrompt, clip: ['1', 1] },
    },
    '10': {
      class_type: 'KSampler',
      inputs: {
        model: ['1', 0],
        positive: ['7', 0],
        negative: ['8', 0],
        latent_image: latent,
        seed: settings.seed,
        steps: settings.steps,
        cfg: settings.cfg,
        sampler_name: settings.sampler,
        scheduler: settings.scheduler,
        denoise: plainDenoise(settings.denoise),
      },
    },
    '11': { class_type: 'VAEDecode', inputs: { samples: ['10', 0], vae: ['1', 2] } },
    '12': { class_type: 'SaveImage', inputs: { images: ['11', 0], filename_prefix: 'ComfyUI' } },
  };
}

/**
 * The denoise strength rounded to hundredths, as in ComfyUI's UI. Below 1, ComfyUI plans steps / denoise
 * steps and runs the last of them (`set_steps` in comfy/samplers.py). A billionth would keep the worker busy
 * until it runs out of memory.
 */
export function plainDenoise(denoise: number): number {
  return Math.round(denoise * 100) / 100;
}
