import type { ErrorCode, ErrorFacts } from '../errors/errors.ts';
import type { JobLog } from '../record/job/job-log.ts';
import type { Job } from '../record/job/job.ts';
import { AGAIN, type Next } from './next.ts';

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
