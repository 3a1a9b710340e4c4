import { z } from 'zod';

/** The name of a model file in the worker; it may be in a folder. */
export const modelFile = z
  .string()
  .min(1, { error: 'must be a file name' })
  .max(255, { error: 'must have at most 255 characters' })
  .regex(/^[^\p{Cc}]+$/u, { error: 'must be a file name' })
  .refine((name) => !name.split(/[\\/]/).includes('..'), { error: 'must not leave its folder' });

/** The model files for photos of a face, by their names in the worker. */
export interface FaceFiles {
  readonly ipAdapterFile: string;
  readonly clipVisionName: string;
}

/** The model files to use, by their names in the worker. */
export interface WorkerModels extends FaceFiles {
  readonly checkpoint: string;
}
