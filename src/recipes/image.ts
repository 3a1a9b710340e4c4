import type { Graph, Link, NodeOf } from '../comfy/graph.ts';
import type { OptionTable, ParamsOf } from './option.ts';
import { defineRecipe } from './recipe.ts';
import { sampled, type SampledRequest, TEXT_OPTIONS } from './text.ts';

/** What SDXL was trained on, in any shape. */
const PIXELS = 1024 * 1024;

const { prompt, negativePrompt, steps, cfg, sampler, scheduler, seed } = TEXT_OPTIONS;

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
  count: {
    kind: 'whole',
    min: 1,
    max: 4,
    default: 1,
  },
  steps,
  cfg,
  sampler,
  scheduler,
  seed,
} as const satisfies OptionTable;

/** Pictures in the shape of another one, and more or less like it. */
export const image = defineRecipe({
  name: 'image',
  command: 'image',
  options: IMAGE_OPTIONS,
  models: ['checkpoint'],
  work: workOf,
  graph: ({ count, ...settings }, { models: { checkpoint }, pictures }) =>
    fromPicture({ settings, checkpoint, picture: pictures.image ?? '', count }, (picture) => ({
      class_type: 'ImageScaleToTotalPixels',
      inputs: { image: picture, upscale_method: 'lanczos', megapixels: 1, resolution_steps: 8 },
    })),
});

/** Steps times pixels. All steps are taken, however little changes. */
function workOf({ steps, count }: ParamsOf<typeof IMAGE_OPTIONS>): number {
  return steps * count * PIXELS;
}

/** What a graph that starts from a picture is made from. */
export interface FromPictureRequest extends SampledRequest {
  /** As LoadImage is given it. */
  readonly picture: string;
  /** How many pictures come of it. One where it is left out. */
  readonly count?: number;
}

/** Gives the picture the size that it is worked on with. */
type Scaling = (picture: Link) => NodeOf<'ImageScaleToTotalPixels'> | NodeOf<'ImageScaleBy'>;

/**
 * A graph that makes pictures of another one, which `scaling` gives its size. ComfyUI encodes whole
 * pieces of 8 × 8 pixels, and cuts off what is left over at the edges.
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
