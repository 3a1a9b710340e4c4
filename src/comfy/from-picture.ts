import type { Graph, Link, NodeOf } from './graph.ts';
import { sampled, type SampledRequest } from './sampled.ts';

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
