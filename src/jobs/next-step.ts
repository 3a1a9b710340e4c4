import type { UntilNextRun } from '../engines/tasks.ts';
import type { ErrorCode, ErrorFacts } from '../errors/errors.ts';
import type { JobLog } from './job-log.ts';
import type { Job } from './job.ts';

/** What follows a step of a job: another one, after a pause or as soon as others change the job, or none. */
export type Next = UntilNextRun;

/** The row asks for another step. */
export const AGAIN = 0;

/** Nothing, until others bring the job back. */
export const DONE = undefined;

/** `ms`: how long there is nothing to do; less than zero is {@link AGAIN}. */
export function after(ms: number): number {
  return Math.max(ms, AGAIN);
}

/** Ends a job as failed, unless others were faster. */
export async function fail(
  { id }: Pick<Job, 'id'>,
  { log }: { readonly log: Pick<JobLog, 'move'> },
  code: ErrorCode,
  facts: ErrorFacts = {},
): Promise<number> {
  await log.move(id, 'failed', code, { error: { code, facts } });
  return AGAIN;
}

/** A time in whole minutes, at least one. */
export function wholeMinutes(ms: number): number {
  return Math.max(1, Math.round(ms / 60_000));
}
