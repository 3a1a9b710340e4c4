import { sizeOf } from './aspect-ratio.ts';
import type { NodeOf } from './graph.ts';
import type { TextParams } from './recipes/text.ts';
import { sampled, type Sampled, type SampledRequest } from './sampled.ts';

/** What the plain graph is made from. */
export interface TextToImageRequest extends SampledRequest {
  readonly settings: TextParams;
}

/** The plain graph. Its node ids are the contract's, and other graphs build on them. */
export interface TextToImageGraph extends Sampled {
  readonly '13': NodeOf<'EmptyLatentImage'>;
}

/** The graph that makes one picture from words alone. */
export function textToImage(request: TextToImageRequest): TextToImageGraph {
  const size = sizeOf(request.settings.aspectRatio);
  return {
    ...sampled(request, ['13', 0]),
    '13': { class_type: 'EmptyLatentImage', inputs: { ...size, batch_size: 1 } },
  };
}
