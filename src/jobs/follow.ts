import type { Worker } from '../comfy/worker.ts';
import type { Job } from '../record/job/job.ts';
import type { JobLog } from '../record/job/job-log.ts';
import type { JobStatusAnswer } from '../runpod/schema.ts';
import { finish, type FinishContext } from './finish.ts';
import { observeQueue, observeRun, observeSilence, type ObserveContext } from './observe.ts';

export interface FollowContext extends ObserveContext, FinishContext {
  readonly log: JobLog;
  readonly worker: Worker;
}

export type Followed = 'over' | 'under way' | 'in a bucket';

/** Does what a status asks for. Whether the job has come to its end, or its pictures wait in a bucket. */
export async function follow(
  job: Job,
  context: FollowContext,
  answer: JobStatusAnswer,
  patient: boolean,
): Promise<Followed> {
  const { log, logger } = context;
  const spent = { delayMs: answer.delayTime, executionMs: answer.executionTime };
  switch (answer.status) {
    case 'IN_QUEUE':
      if (job.state === 'running')
        await log.move(job.id, 'queued', 'back in the queue', { startedAt: null });
      await observeQueue(job, context);
      return 'under way';
    case 'IN_PROGRESS':
    case 'RUNNING':
      await observeRun(job, context, answer.output);
      return 'under way';
    case 'COMPLETED':
    case 'FAILED':
      return (await finish(job, context, {
        spent,
        result: await context.worker.result({ ...answer, status: answer.status }),
        patient,
      }))
        ? 'over'
        : 'in a bucket';
    case 'CANCELLED':
      await log.move(job.id, 'cancelled', 'CANCELLED at RunPod', {
        ...spent,
        cancelledBy: 'runpod',
        remoteOpen: false,
      });
      return 'over';
    case 'TIMED_OUT':
      await log.move(job.id, 'expired', 'TIMED_OUT at RunPod', {
        ...spent,
        remoteOpen: false,
        error: { code: 'service_gave_up' },
      });
      return 'over';
    default:
      logger.warn({ job: job.id, status: answer.status }, 'unknown status, taken as still running');
      observeSilence(job, context);
      return 'under way';
  }
}
