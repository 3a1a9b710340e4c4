import { sizeOf } from './aspect-ratio.ts';
import type { Graph, NodeOf } from './graph.ts';
import type { TextParams } from './recipes/text.ts';

/** What the plain graph is made from. `checkpoint` is a file's name in the worker. */
export interface TextToImageRequest {
  readonly settings: TextParams;
  readonly checkpoint: string;
}

/** The plain graph. Its node ids are the contract's, and other graphs build on them. */
export interface TextToImageGraph extends Graph {
  readonly '1': NodeOf<'CheckpointLoaderSimple'>;
  readonly '7': NodeOf<'CLIPTextEncode'>;
  readonly '8': NodeOf<'CLIPTextEncode'>;
  readonly '13': NodeOf<'EmptyLatentImage'>;
  readonly '10': NodeOf<'KSampler'>;
  readonly '11': NodeOf<'VAEDecode'>;
  readonly '12': NodeOf<'SaveImage'>;
}

/** The graph that makes one picture from words alone. */
export function textToImage({ settings, checkpoint }: TextToImageRequest): TextToImageGraph {
  return {
    '1': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: checkpoint } },
    '7': { class_type: 'CLIPTextEncode', inputs: { text: settings.prompt, clip: ['1', 1] } },
    '8': {
      class_type: 'CLIPTextEncode',
      inputs: { text: settings.negativePrompt, clip: ['1', 1] },
    },
    '13': {
      class_type: 'EmptyLatentImage',
      inputs: { ...sizeOf(settings.aspectRatio), batch_size: 1 },
    },
    '10': {
      class_type: 'KSampler',
      inputs: {
        model: ['1', 0],
        positive: ['7', 0],
        negative: ['8', 0],
        latent_image: ['13', 0],
        seed: settings.seed,
        steps: settings.steps,
        cfg: settings.cfg,
        sampler_name: settings.sampler,
        scheduler: settings.scheduler,
        denoise: settings.denoise,
      },
    },
    '11': { class_type: 'VAEDecode', inputs: { samples: ['10', 0], vae: ['1', 2] } },
    '12': { class_type: 'SaveImage', inputs: { images: ['11', 0], filename_prefix: 'ComfyUI' } },
  };
}
