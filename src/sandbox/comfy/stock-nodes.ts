import type { NodeTable } from './node-table.ts';
import { SAMPLERS, SCHEDULERS } from './samplers.ts';

/** The stock classes that a simple SDXL graph needs, as ComfyUI 0.3.64 describes them. */
export const stockNodes = {
  CLIPTextEncode: {
    inputs: { text: { type: 'STRING' }, clip: { type: 'CLIP' } },
    outputs: ['CONDITIONING'],
  },
  EmptyLatentImage: {
    inputs: {
      width: { type: 'INT', min: 16, max: 16384 },
      height: { type: 'INT', min: 16, max: 16384 },
      batch_size: { type: 'INT', min: 1, max: 4096 },
    },
    outputs: ['LATENT'],
  },
  KSampler: {
    inputs: {
      model: { type: 'MODEL' },
      seed: { type: 'INT', min: 0, max: 2 ** 64 },
      steps: { type: 'INT', min: 1, max: 10000 },
      cfg: { type: 'FLOAT', min: 0, max: 100 },
      sampler_name: { type: 'COMBO', options: SAMPLERS },
      scheduler: { type: 'COMBO', options: SCHEDULERS },
      positive: { type: 'CONDITIONING' },
      negative: { type: 'CONDITIONING' },
      latent_image: { type: 'LATENT' },
      denoise: { type: 'FLOAT', min: 0, max: 1 },
    },
    outputs: ['LATENT'],
  },
  VAEDecode: {
    inputs: { samples: { type: 'LATENT' }, vae: { type: 'VAE' } },
    outputs: ['IMAGE'],
  },
  SaveImage: {
    inputs: { images: { type: 'IMAGE' }, filename_prefix: { type: 'STRING' } },
    outputs: [],
    outputNode: true,
  },
} as const satisfies NodeTable;
