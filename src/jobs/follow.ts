import type { Job } from '../record/job/job.ts';
import type { JobLog } from '../record/job/job-log.ts';
import type { JobStatusAnswer } from '../runpod/schema.ts';
import { finish, type FinishContext, type Finished } from './finish.ts';
import type { PollMemory } from './remembered.ts';
import { runSeen } from './run-seen.ts';
import { observeQueue, observeRun, observeSilence, type ObserveContext } from './observe.ts';

export interface FollowContext extends ObserveContext, FinishContext {
  readonly log: JobLog;
}

/** A status of a job, and what is remembered of it, which is to be changed in place. */
export interface Told {
  readonly answer: JobStatusAnswer;
  readonly memory: PollMemory;
  /** Whether pictures that cannot be reached are waited for. */
  readonly patient: boolean;
}

export type Followed = Finished | 'under way' | 'unknown';

/**
 * Does what a status asks for. Returns whether the job has ended here, is still under way, has pictures
 * that wait in a bucket or cannot be stored, or has an unknown status.
 */
export async function follow(
  job: Job,
  context: FollowContext,
  { answer, memory, patient }: Told,
): Promise<Followed> {
  const { log, logger, clock } = context;
  const spent = { delayMs: answer.delayTime, executionMs: answer.executionTime };
  switch (answer.status) {
    case 'IN_QUEUE':
      Object.assign(memory, { queuedAt: clock.now(), run: undefined });
      if (job.state === 'running')
        await log.move(job.id, 'queued', 'back in the queue', { startedAt: null });
      await observeQueue(job, context);
      return 'under way';
    case 'IN_PROGRESS':
    case 'RUNNING':
      memory.run ??= runSeen(job, {
        now: clock.now(),
        queuedAt: memory.queuedAt,
        delayMs: answer.delayTime,
      });
      memory.looks += 1;
      memory.reported ||= context.destinations.workerFor(job).progress(answer.output) !== undefined;
      await observeRun(job, context, {
        output: answer.output,
        run: memory.run,
        times: memory.times,
      });
      return 'under way';
    case 'COMPLETED':
    case 'FAILED':
      return finish(job, context, {
        spent,
        result: await context.destinations
          .workerFor(job)
          .result({ ...answer, status: answer.status }),
        patient,
      });
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
      return 'unknown';
  }
}
