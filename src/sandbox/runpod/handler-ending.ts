import { z } from 'zod';
import type { JobEnding } from './job.ts';

const record = z.record(z.string(), z.unknown());

/**
 * What RunPod's SDK makes of a handler's result: an `error` in it fails the job and moves to the
 * top, and what else there was stays in `output`.
 */
export function handlerEnding(result: unknown): JobEnding {
  const parsed = record.safeParse(result);
  if (!parsed.success) return { status: 'COMPLETED', output: result };
  const { error, ...rest } = parsed.data;
  return {
    status: error ? 'FAILED' : 'COMPLETED',
    ...(Object.keys(rest).length > 0 && { output: rest }),
    ...(error ? { error } : {}),
  };
}
