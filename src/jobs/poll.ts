import type { ErrorCode } from '../errors/errors.ts';
import { RunPodError } from '../runpod/errors.ts';
import { Place } from '../runpod/place.ts';
import type { JobStatusAnswer } from '../runpod/schema.ts';
import { finish } from './finish.ts';
import { isTerminal, type Job } from '../record/job/job.ts';
import { observeQueue, observeRun, observeSilence } from './observe.ts';
import { fail, minutes, type StepContext } from './steps.ts';
import { watchForEnd } from './watch-for-end.ts';

/** How long after it took a job RunPod may still answer that it knows of none. */
const KNOWN_AFTER_MS = 15_000;

/** How often in a row RunPod has to say that it knows of no such job. */
const BELIEVED_AFTER = 3;

/** How long RunPod keeps a result, from its documentation. */
const RESULT_KEPT_MS = 30 * 60_000;

/** Every try fetches all of a job's pictures again, so a bucket that fails is asked less often. */
const BUCKET_PAUSE_MS = 30_000;

/** Why a job is late, by the status that it has at RunPod then. */
const LATE: Readonly<Record<string, ErrorCode>> = {
  IN_QUEUE: 'no_gpu_in_time',
  COMPLETED: 'pictures_unreachable',
};

/** What is remembered of a job between two polls. */
export interface PollMemory {
  /** It was taken up at start, and RunPod has not said since where it stands. */
  adopted: boolean;
  /** How often in a row RunPod did not know of it. */
  unknown: number;
  /** Whether the log has it that this job's progress is too large to be read. */
  saidCut: boolean;
}

export const NOTHING_REMEMBERED: Readonly<PollMemory> = Object.freeze({
  adopted: false,
  unknown: 0,
  saidCut: false,
});

/**
 * `queued` and `running`: asks RunPod once and follows its answer; the deadline is looked at only
 * after that, so that what was finished during a downtime is still fetched. Where no answer comes
 * after one, the deadline waits, at most until RunPod must have forgotten the job.
 */
export async function poll(job: Job, context: StepContext, memory: PollMemory): Promise<number> {
  const place = new Place();
  try {
    return await look(job, context, memory, place);
  } finally {
    // Only now nothing of a large answer is in memory any more.
    place.release();
  }
}

async function look(
  job: Job,
  context: StepContext,
  memory: PollMemory,
  place: Place,
): Promise<number> {
  const { runpodId, runpodEndpointId, submittedAt } = job;
  if (runpodId === undefined || runpodEndpointId === undefined || submittedAt === undefined) {
    throw new TypeError(`job ${job.id} is ${job.state} without a RunPod id`);
  }
  const patience = memory.adopted ? RESULT_KEPT_MS : 0;
  if (context.access.refusedFor('GET')) {
    const left = submittedAt + context.jobTimeoutMs + patience - context.clock.now();
    return left > 0 ? left : expire(job, context, 'key_refused');
  }
  let answer: JobStatusAnswer | undefined;
  let failure: RunPodError | undefined;
  let inBucket = false;
  const watch = watchForEnd(job, context);
  try {
    answer = await context.runpod.status(runpodEndpointId, runpodId, watch.signal, place);
  } catch (error) {
    // What a job that is over here has to say is of no use, and others wait for its place.
    if (watch.signal.aborted) return 0;
    if (!(error instanceof RunPodError)) throw error;
    failure = error;
    context.logger.warn({ job: job.id, err: error }, 'no status from RunPod');
    if (error.isTooMuch) return await fail(job, context, 'result_unreadable');
  } finally {
    watch.unwatch();
  }
  // Whoever cancelled it meanwhile has the last word.
  const now = await context.log.find(job.id);
  if (!now || isTerminal(now.state)) return 0;

  const overdue = context.clock.now() - submittedAt - context.jobTimeoutMs;
  if (failure) {
    // What was finished during a downtime is kept there for a while, and worth asking for again.
    if (overdue >= patience) {
      return expire(job, context, failure.isKeyRefused ? 'key_refused' : 'service_unreachable');
    }
    observeSilence(job, context);
  } else if (!answer) {
    memory.unknown += 1;
    // Not every server of RunPod's may know it at any time.
    const young = context.clock.now() - submittedAt < KNOWN_AFTER_MS;
    if (young || memory.unknown < BELIEVED_AFTER) {
      observeSilence(job, context);
      return context.pollIntervalMs;
    }
    const afterDowntime = memory.adopted;
    Object.assign(memory, NOTHING_REMEMBERED);
    return gone(job, context, afterDowntime);
  } else {
    Object.assign(memory, { adopted: false, unknown: 0 });
    sayCut(job, context, answer, memory);
    const followed = await follow(job, context, answer, overdue < 0);
    if (followed === 'over') return 0;
    inBucket = followed === 'in a bucket';
    if (overdue >= 0) {
      return expire(job, context, LATE[answer.status] ?? 'took_too_long');
    }
  }
  const interval = context.pollIntervalMs * (0.9 + context.random() * 0.2);
  const pause = Math.max(interval, failure?.retryAfterMs ?? 0, inBucket ? BUCKET_PAUSE_MS : 0);
  return overdue < 0 ? Math.min(pause, -overdue) : interval;
}

/** A job whose progress is too large goes on without showing any, which is said once. */
function sayCut(
  job: Job,
  { logger }: StepContext,
  { status, cutBytes }: JobStatusAnswer,
  memory: PollMemory,
): void {
  if (cutBytes === undefined || memory.saidCut) return;
  memory.saidCut = true;
  logger.warn({ job: job.id, status, bytes: cutBytes }, 'progress that is too large is not read');
}

async function expire(job: Job, { log, jobTimeoutMs }: StepContext, code: ErrorCode) {
  await log.move(job.id, 'expired', `deadline passed: ${code}`, {
    error: { code, facts: { minutes: minutes(jobTimeoutMs) } },
  });
  return 0;
}

type Followed = 'over' | 'under way' | 'in a bucket';

/** Does what a status asks for. Whether the job has come to its end, or its pictures wait in a bucket. */
async function follow(
  job: Job,
  context: StepContext,
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

/**
 * RunPod no longer knows the job. What expired there while the bot was down is made once more; any
 * other ends here, and is told to end there too, should RunPod be wrong.
 */
async function gone(job: Job, context: StepContext, afterDowntime: boolean): Promise<number> {
  const { log } = context;
  if (job.wanted.person) {
    await log.move(job.id, 'failed', 'gone at RunPod', { error: { code: 'photo_needed_again' } });
  } else if (afterDowntime && job.attempt < 2) {
    await log.move(job.id, 'ready', 'expired at RunPod during a downtime', {
      remoteOpen: false,
      runpodId: null,
      startedAt: null,
    });
  } else {
    await log.move(job.id, 'failed', 'gone at RunPod', { error: { code: 'result_lost' } });
  }
  return 0;
}
