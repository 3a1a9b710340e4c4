import type { Logger } from '../logger/logger.ts';
import type { JobLog } from '../record/job/job-log.ts';
import { isTerminal, type Job } from '../record/job/job.ts';
import type { UnreadableRow } from '../record/job/job-rows.ts';
import { fail } from './fail.ts';

export interface GiveUpContext {
  readonly log: Pick<JobLog, 'move' | 'note' | 'setAside'>;
  readonly logger: Logger;
}

/**
 * A job that cannot go on for a reason that nobody foresaw ends, and says so where it can.
 *
 * @throws where the log does not take that.
 */
export async function giveUp(job: Job, { log }: Pick<GiveUpContext, 'log'>): Promise<void> {
  if (isTerminal(job.state)) await log.note.remoteClosed(job.id);
  else if (job.state === 'awaiting_consent') {
    await log.move(job.id, 'expired', 'unexpected', { error: { code: 'unexpected' } });
  } else await fail(job, { log }, 'unexpected');
}

/**
 * Ends a job whose row cannot be read. If RunPod has it, it is cancelled there afterwards like any
 * other.
 *
 * @throws where the log does not take that.
 */
export async function setAside(
  error: UnreadableRow,
  { log, logger }: Pick<GiveUpContext, 'log' | 'logger'>,
): Promise<void> {
  const ended = await log.setAside(error.jobId);
  if (!ended) return;
  logger.error({ job: ended.id, err: error }, 'the row of this job cannot be read, so it is ended');
}
