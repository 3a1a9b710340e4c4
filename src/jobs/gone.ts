import type { JobLog } from '../record/job/job-log.ts';
import type { Destinations } from './destinations.ts';
import type { Job } from '../record/job/job.ts';
import { AGAIN, type Next } from './next.ts';

export interface GoneContext {
  readonly log: Pick<JobLog, 'move'>;
  readonly destinations: Pick<Destinations, 'find'>;
}

/**
 * RunPod no longer knows the job. What expired there while the bot was down is made once more; any
 * other ends here, and is told to end there too, should RunPod be wrong.
 */
export async function gone(
  job: Job,
  { log, destinations }: GoneContext,
  afterDowntime: boolean,
): Promise<Next> {
  const { lane = job.lane } = destinations.find(job.wanted.recipe) ?? {};
  if (job.wanted.picture) {
    await log.move(job.id, 'failed', 'gone at RunPod', { error: { code: 'photo_needed_again' } });
  } else if (afterDowntime && job.attempt < 2) {
    await log.move(job.id, 'ready', 'expired at RunPod during a downtime', {
      remoteOpen: false,
      runpodId: null,
      startedAt: null,
      lane,
    });
  } else {
    await log.move(job.id, 'failed', 'gone at RunPod', { error: { code: 'result_lost' } });
  }
  return AGAIN;
}
