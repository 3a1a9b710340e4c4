import type { ErrorCode, ErrorFacts } from '../errors/errors.ts';
import type { JobLog } from './job-log.ts';
import type { Job } from './job.ts';

/** What is to be done about a job after a step of it. */
export type Next =
  /** The row asks for another step: it is read again at once. */
  | { readonly kind: 'again' }
  /** The same after so many milliseconds, or as soon as others change the job. */
  | { readonly kind: 'after'; readonly ms: number }
  /** Nothing, until others bring it back. */
  | { readonly kind: 'done' };

export const AGAIN: Next = Object.freeze({ kind: 'again' });

export const DONE: Next = Object.freeze({ kind: 'done' });

/** `ms`: how long there is nothing to do; zero or less is `again`. */
export function after(ms: number): Next {
  return ms > 0 ? { kind: 'after', ms } : AGAIN;
}

/** Ends a job as failed, unless others were faster. */
export async function fail(
  { id }: Pick<Job, 'id'>,
  { log }: { readonly log: Pick<JobLog, 'move'> },
  code: ErrorCode,
  facts: ErrorFacts = {},
): Promise<Next> {
  await log.move(id, 'failed', code, { error: { code, facts } });
  return AGAIN;
}

/** A time in whole minutes, at least one. */
export function wholeMinutes(ms: number): number {
  return Math.max(1, Math.round(ms / 60_000));
}
