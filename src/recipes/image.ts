import type { Graph, Link, PlainNode } from '../comfy/graph.ts';
import type { OptionTable, ParamsOf } from './option.ts';
import { defineRecipe } from './recipe.ts';
import { sampled, type SampledRequest, TEXT_OPTIONS } from './text.ts';

/** SDXL's training resolution, in any shape. */
const SIDE = 1024;
const PIXELS = SIDE * SIDE;

const { prompt, negativePrompt, count, steps, cfg, sampler, scheduler, seed } = TEXT_OPTIONS;

export const IMAGE_OPTIONS = {
  image: {
    kind: 'picture',
    person: true,
    required: true,
    use: 'image',
    maxSide: 2048,
    maxPixels: PIXELS,
  },
  prompt,
  negativePrompt,
  denoise: {
    kind: 'number',
    min: 0.1,
    max: 1,
    default: 0.6,
    shown: (denoise) => `denoise ${denoise}`,
  },
  count,
  steps,
  cfg,
  sampler,
  scheduler,
  seed,
} as const satisfies OptionTable;

/** Pictures with the shape of another one, more or less similar to it. */
export const image = defineRecipe({
  name: 'image',
  command: 'image',
  options: IMAGE_OPTIONS,
  models: ['checkpoint'],
  work: workOf,
  longestSide: () => SIDE,
  graph: ({ count, ...settings }, { models: { checkpoint }, pictures }) =>
    fromPicture({ settings, checkpoint, picture: pictures.image ?? '', count }, (picture) => ({
      class_type: 'ImageScaleToTotalPixels',
      inputs: { image: picture, upscale_method: 'lanczos', megapixels: 1, resolution_steps: 8 },
    })),
});

/** Steps times pixels. All steps run, whatever the denoise strength. */
function workOf({ steps, count }: ParamsOf<typeof IMAGE_OPTIONS>): number {
  return steps * count * PIXELS;
}

/** Inputs of a graph that starts from a picture. */
export interface FromPictureRequest extends SampledRequest {
  /** As LoadImage receives it. */
  readonly picture: string;
  /** Batch size. Default: one. */
  readonly count?: number;
}

/** Scales the picture to the working size. */
type Scaling = (picture: Link) => PlainNode;

/**
 * A graph that makes pictures from another one, resized by `scaling`. ComfyUI encodes blocks of 8 × 8 pixels
 * and crops the remainder at the edges.
 */
export function fromPicture(
  { picture, count = 1, ...request }: FromPictureRequest,
  scaling: Scaling,
): Graph {
  return {
    ...sampled(request, ['16', 0]),
    '6': { class_type: 'LoadImage', inputs: { image: picture } },
    '14': scaling(['6', 0]),
    '15': { class_type: 'VAEEncode', inputs: { pixels: ['14', 0], vae: ['1', 2] } },
    '16': { class_type: 'RepeatLatentBatch', inputs: { samples: ['15', 0], amount: count } },
  };
}
