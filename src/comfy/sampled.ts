import type { Graph, Link, NodeOf } from './graph.ts';
import { plainDenoise } from './plain-denoise.ts';

/** How noise becomes a picture. */
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

/** What nodes that sample are made from. `checkpoint` is a file's name in the worker. */
export interface SampledRequest {
  readonly settings: Sampling;
  readonly checkpoint: string;
}

/** The nodes that make pictures of a latent, in the words of both prompts. Their ids are the contract's. */
export interface Sampled extends Graph {
  readonly '1': NodeOf<'CheckpointLoaderSimple'>;
  readonly '7': NodeOf<'CLIPTextEncode'>;
  readonly '8': NodeOf<'CLIPTextEncode'>;
  readonly '10': NodeOf<'KSampler'>;
  readonly '11': NodeOf<'VAEDecode'>;
  readonly '12': NodeOf<'SaveImage'>;
}

/** Makes pictures of what comes from `latent`, which is a node of another id than these. */
export function sampled({ settings, checkpoint }: SampledRequest, latent: Link): Sampled {
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
