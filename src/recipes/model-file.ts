import { z } from 'zod';

/** The name of a model file in the worker; it may be in a folder. */
export const modelFile = z
  .string()
  .min(1, { error: 'must be a file name' })
  .max(255, { error: 'must have at most 255 characters' })
  .regex(/^[^\p{Cc}]+$/u, { error: 'must be a file name' })
  .refine((name) => !name.split(/[\\/]/).includes('..'), { error: 'must not leave its folder' });
