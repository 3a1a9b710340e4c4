import { sizeOf } from '../src/comfy/aspect-ratio.ts';

/** What the plain loop's command is asked with. */
export interface PlainRequest {
  readonly prompt: string;
  readonly steps: number;
  readonly aspectRatio: string;
  readonly seed: number;
}

/** The graph of the worker's contract for a picture from words, as its own example has it. */
export function plainGraph({ prompt, steps, aspectRatio, seed }: PlainRequest) {
  const clip = ['1', 1];
  return {
    '1': {
      class_type: 'CheckpointLoaderSimple',
      inputs: { ckpt_name: 'lustifySDXLNSFW_ggwpV7.safetensors' },
    },
    '7': { class_type: 'CLIPTextEncode', inputs: { text: prompt, clip } },
    '8': {
      class_type: 'CLIPTextEncode',
      inputs: { text: 'ugly, blurry, low quality, deformed', clip },
    },
    '13': { class_type: 'EmptyLatentImage', inputs: { ...sizeOf(aspectRatio), batch_size: 1 } },
    '10': {
      class_type: 'KSampler',
      inputs: {
        model: ['1', 0],
        positive: ['7', 0],
        negative: ['8', 0],
        latent_image: ['13', 0],
        seed,
        steps,
        cfg: 8,
        sampler_name: 'euler',
        scheduler: 'normal',
        denoise: 1,
      },
    },
    '11': { class_type: 'VAEDecode', inputs: { samples: ['10', 0], vae: ['1', 2] } },
    '12': { class_type: 'SaveImage', inputs: { images: ['11', 0], filename_prefix: 'ComfyUI' } },
  };
}
