import type { Logger } from '../logger/logger.ts';
import type { JobLog } from '../record/job/job-log.ts';
import { isTerminal, type Job } from '../record/job/job.ts';
import type { RunPodClient } from '../runpod/client.ts';
import { fail } from './fail.ts';

export interface GiveUpContext {
  readonly log: Pick<JobLog, 'move' | 'note' | 'setAside'>;
  readonly runpod: Pick<RunPodClient, 'cancel'>;
  readonly logger: Logger;
  readonly halt: AbortSignal;
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
 * Ends a job whose row cannot be read, here and, if it takes at once, at RunPod. `onEnded` is called
 * between the two.
 *
 * @throws where the log does not take that, and RunPodError.
 */
export async function setAside(
  id: string,
  { log, logger, runpod, halt }: GiveUpContext,
  onEnded: () => void,
): Promise<void> {
  const aside = await log.setAside(id);
  if (!aside) return;
  logger.error({ job: id }, 'the row of this job cannot be read, so it is ended');
  onEnded();
  const { remote } = aside;
  if (remote) await runpod.cancel(remote.endpointId, remote.runpodId, halt);
}
