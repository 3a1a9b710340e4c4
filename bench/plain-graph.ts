import { textToImage } from '../src/recipes/text.ts';

/** What the plain loop's command is asked with. */
export interface PlainRequest {
  readonly prompt: string;
  readonly steps: number;
  readonly aspectRatio: string;
  readonly seed: number;
}

/** The graph of the worker's contract for a picture from words, with its defaults. */
export function plainGraph(request: PlainRequest) {
  return textToImage({
    settings: {
      negativePrompt: 'ugly, blurry, low quality, deformed',
      cfg: 8,
      sampler: 'euler',
      scheduler: 'normal',
      denoise: 1,
      count: 1,
      ...request,
    },
    checkpoint: 'lustifySDXLNSFW_ggwpV7.safetensors',
  });
}
