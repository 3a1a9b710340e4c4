import type { Picture, WorkerResult } from '../comfy/worker.ts';
import { BotError } from '../errors.ts';
import { RunPodError } from '../runpod/errors.ts';
import type { JobStatusAnswer } from '../runpod/schema.ts';
import { expectedRunMs } from './estimate.ts';
import type { Job } from './job.ts';
import { fail, minutes, type StepContext } from './steps.ts';
import { TTL_MARGIN_MS } from './submit.ts';

/** How many past runs an estimate is made from. */
const PAST_RUNS = 20;

/**
 * `queued` and `running`: asks RunPod once and follows its answer; the deadline is looked at only
 * after that, so that what was finished during a downtime is still fetched. Where no answer comes
 * after one, the deadline waits, at most until RunPod must have forgotten the job.
 *
 * @param adopted the jobs taken up at start of which RunPod has said nothing since.
 */
export async function poll(job: Job, context: StepContext, adopted: Set<string>): Promise<number> {
  const { runpodId, runpodEndpointId, submittedAt } = job;
  if (runpodId === undefined || runpodEndpointId === undefined || submittedAt === undefined) {
    throw new TypeError(`job ${job.id} is ${job.state} without a RunPod id`);
  }
  let answer: JobStatusAnswer | undefined;
  try {
    answer = await context.runpod.status(runpodEndpointId, runpodId, context.halt);
    const afterDowntime = adopted.delete(job.id);
    if (!answer) return await gone(job, context, afterDowntime);
  } catch (error) {
    if (!(error instanceof RunPodError)) throw error;
    context.logger.warn({ job: job.id, err: error }, 'no status from RunPod');
    // Such as an answer that is too large: asking again would bring the same.
    if (!error.isPassing && !error.isKeyRefused) return fail(job, context, 'result_unreadable');
  }
  if (answer && (await follow(job, context, answer))) return 0;

  const left = submittedAt + context.jobTimeoutMs - context.clock.now();
  if (left <= (adopted.has(job.id) ? -TTL_MARGIN_MS : 0)) {
    await context.log.move(job.id, 'expired', 'deadline passed', {
      error: { code: 'took_too_long', facts: { minutes: minutes(context.jobTimeoutMs) } },
    });
    return 0;
  }
  const interval = context.pollIntervalMs * (0.9 + context.random() * 0.2);
  return left > 0 ? Math.min(interval, left) : interval;
}

/** Does what a status asks for. Whether the job has come to its end. */
async function follow(job: Job, context: StepContext, answer: JobStatusAnswer): Promise<boolean> {
  const { log, logger } = context;
  const spent = { delayMs: answer.delayTime, executionMs: answer.executionTime };
  switch (answer.status) {
    case 'IN_QUEUE':
      if (job.state === 'running') await log.move(job.id, 'queued', 'back in the queue');
      await observeQueue(job, context);
      return false;
    case 'IN_PROGRESS':
    case 'RUNNING':
      await observeRun(job, context, answer.output);
      return false;
    case 'COMPLETED':
    case 'FAILED':
      await finish(
        job,
        context,
        spent,
        context.worker.result({ ...answer, status: answer.status }),
      );
      return true;
    case 'CANCELLED':
      await log.move(job.id, 'cancelled', 'CANCELLED at RunPod', {
        ...spent,
        cancelledBy: 'runpod',
        remoteOpen: false,
      });
      return true;
    case 'TIMED_OUT':
      await log.move(job.id, 'expired', 'TIMED_OUT at RunPod', {
        ...spent,
        remoteOpen: false,
        error: { code: 'service_gave_up' },
      });
      return true;
    default:
      logger.warn({ job: job.id, status: answer.status }, 'unknown status, taken as still running');
      return false;
  }
}

async function observeQueue(job: Job, { log, observations, health }: StepContext): Promise<void> {
  const workers = health.lastSeen()?.workers;
  const { idle = 0, running = 0, ready = 0 } = workers ?? {};
  observations.note(job.id, {
    ahead: await log.countAhead(job),
    ...(workers ? { coldStart: idle + running + ready === 0 } : {}),
  });
}

async function observeRun(job: Job, context: StepContext, output: unknown): Promise<void> {
  const { log, clock, observations, worker } = context;
  if (job.state === 'queued') {
    await log.move(job.id, 'running', 'IN_PROGRESS at RunPod', { startedAt: clock.now() });
  }
  const progress = worker.progress(output);
  const expectedMs =
    observations.of(job.id).expectedMs ??
    expectedRunMs(job.settings, await log.pastRuns(job.usesFace, PAST_RUNS));
  observations.note(job.id, {
    ...(progress === undefined ? {} : { progress }),
    ...(expectedMs === undefined ? {} : { expectedMs }),
  });
}

async function finish(
  job: Job,
  context: StepContext,
  spent: { delayMs: number | undefined; executionMs: number | undefined },
  result: WorkerResult,
): Promise<void> {
  const { log, logger, pictures } = context;
  const over = { ...spent, remoteOpen: false };
  if (result.kind === 'error') {
    const { code, text } = result.error;
    logger.warn({ job: job.id, code, worker: text }, 'the worker reported an error');
    await log.move(job.id, 'failed', code, { ...over, error: { code } });
    return;
  }
  try {
    const stored = await pictures.save(job.id, await cleaned(job, context, result.pictures));
    const completed = await log.move(job.id, 'completed', 'COMPLETED at RunPod', {
      ...over,
      pictures: stored,
    });
    if (!completed) await pictures.remove(stored);
  } catch (error) {
    logger.error({ job: job.id, err: error }, 'the pictures could not be stored');
    const code = error instanceof BotError ? error.code : 'storage_failed';
    await log.move(job.id, 'failed', code, { ...over, error: { code } });
  }
}

/** ComfyUI writes the whole graph into its pictures, and with it the photo that was sent. */
async function cleaned(
  job: Job,
  { stripMetadata }: StepContext,
  pictures: readonly Picture[],
): Promise<readonly Picture[]> {
  if (!job.usesFace) return pictures;
  const clean: Picture[] = [];
  for (const { bytes, format } of pictures)
    clean.push({ bytes: await stripMetadata(bytes), format });
  return clean;
}

/** RunPod no longer knows the job. What expired there while the bot was down is made once more. */
async function gone(job: Job, context: StepContext, afterDowntime: boolean): Promise<number> {
  const { log } = context;
  if (job.usesFace) {
    await log.move(job.id, 'failed', 'gone at RunPod', {
      remoteOpen: false,
      error: { code: 'photo_needed_again' },
    });
  } else if (afterDowntime && job.attempt < 2) {
    await log.move(job.id, 'ready', 'expired at RunPod during a downtime', {
      remoteOpen: false,
      runpodId: null,
    });
  } else {
    await log.move(job.id, 'failed', 'gone at RunPod', {
      remoteOpen: false,
      error: { code: 'result_lost' },
    });
  }
  return 0;
}
