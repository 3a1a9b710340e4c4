import { z } from 'zod';
import type { JobEnding } from './job.ts';

const record = z.record(z.string(), z.unknown());

/** What the SDK keeps for itself. */
const TAKEN_OUT: readonly string[] = ['error', 'refresh_worker'];

/** Whether a handler's result asks for a fresh worker in this one's place. */
export function asksForFreshWorker(result: unknown): boolean {
  return Boolean(record.safeParse(result).data?.refresh_worker);
}

/**
 * What RunPod's SDK makes of a handler's result: an `error` in it fails the job and moves to the
 * top, and everything else but `refresh_worker` stays in `output`.
 */
export function handlerEnding(result: unknown): JobEnding {
  const parsed = record.safeParse(result);
  if (!parsed.success) return { status: 'COMPLETED', output: result };
  const { error } = parsed.data;
  const rest = Object.entries(parsed.data).filter(([name]) => !TAKEN_OUT.includes(name));
  return {
    status: error ? 'FAILED' : 'COMPLETED',
    ...(rest.length > 0 && { output: Object.fromEntries(rest) }),
    ...(error ? { error } : {}),
  };
}
