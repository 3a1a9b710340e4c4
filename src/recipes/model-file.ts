import { z } from 'zod';

/** The name of a model file on the worker, possibly in a subfolder. */
export const modelFile = z
  .string()
  .min(1, { error: 'must be a file name' })
  .max(255, { error: 'must have at most 255 characters' })
  .regex(/^[^\p{Cc}]+$/u, { error: 'must be a file name' })
  .refine((name) => !name.split(/[\\/]/).includes('..'), { error: 'must not leave its folder' });

/** Model files for photos of a face, by name on the worker. */
export interface FaceFiles {
  readonly ipAdapterFile: string;
  readonly clipVisionName: string;
}

/** The configured model files, by name on the worker. */
export interface WorkerModels extends FaceFiles {
  readonly checkpoint: string;
}
