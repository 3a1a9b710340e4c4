import { faceReference } from './face-reference.ts';
import type { Graph } from './graph.ts';
import { readResult } from './output.ts';
import { readProgress } from './progress.ts';
import { textToImage } from './text-to-image.ts';
import type { Worker } from './worker.ts';

/** The worker of this project's contract, in `worker/`: its input is the graph itself. */
export const contractWorker: Worker = {
  faceFiles: {
    ipAdapterFile: 'ip-adapter-faceid_sdxl.bin',
    clipVisionName: 'CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors',
  },
  input: ({ settings, models, face }): Graph =>
    face === undefined
      ? textToImage({ settings, checkpoint: models.checkpoint })
      : faceReference({ settings, ...models, face }),
  result: readResult,
  progress: readProgress,
};
