import type { ErrorCode } from '../errors/errors.ts';
import { Place } from '../runpod/exchange.ts';
import { RunPodError } from '../runpod/errors.ts';
import type { JobStatusAnswer } from '../runpod/schema.ts';
import { finish, type Finished, type Unstored, withEarlierParts } from './finish.ts';
import { holdResult, loseResult, RESULT_KEPT_MS, retryHeldResult } from './held-result.ts';
import { isTaken, type Job, type TakenJob } from './job.ts';
import { after, AGAIN, fail, type Next, type StepContext, wholeMinutes } from './step-context.ts';
import { observeQueue, observeRun, observeSilence, runSeen } from './observations.ts';
import { EMPTY_MEMORY, type PollMemory } from './poll-memory.ts';
import { hasWebhookFor, learnTimes, mayBeDone, pauseBeforePoll } from './poll-schedule.ts';

/** How long after accepting a job RunPod may still answer that it does not know it. */
const KNOWN_AFTER_MS = 15_000;

/** How many times in a row RunPod has to answer that. */
const CONCLUSIVE_FAILURES = 3;

/** Every try downloads all of a job's pictures again, so a failing bucket is retried less often. */
const BUCKET_PAUSE_MS = 30_000;

/** Error codes of a job that is too late, by its status at RunPod. */
const LATE: ReadonlyMap<string, ErrorCode> = new Map([
  ['IN_QUEUE', 'no_gpu_in_time'],
  ['COMPLETED', 'pictures_unreachable'],
]);

/**
 * Step of `queued` and `running`: polls RunPod once and handles the response. The deadline is
 * checked only after that, so that results finished during downtime are still fetched. Without a
 * response after downtime, the deadline waits, at most until RunPod must have forgotten the job.
 */
export async function poll(job: Job, context: StepContext, memory: PollMemory): Promise<Next> {
  const held = memory.held && (await retryHeldResult(job, context, memory.held));
  if (held !== undefined) return held;
  if (memory.remainingPauseMs > 0) return restBeforePoll(job, context, memory);
  const place = new Place();
  try {
    return await look(job, context, memory, place);
  } finally {
    // A large response is no longer in memory only now.
    place.release();
  }
}

async function look(
  job: Job,
  context: StepContext,
  memory: PollMemory,
  place: Place,
): Promise<Next> {
  if (!isTaken(job)) throw new TypeError(`job ${job.id} is ${job.state} without a RunPod id`);
  const { clock, jobTimeoutMs, destinations } = context;
  const overdueMs = () => clock.now() - job.submittedAt - jobTimeoutMs;
  // RunPod keeps results finished during downtime for a while, so retrying is worth it.
  const patience = memory.held
    ? memory.held.until - job.submittedAt - jobTimeoutMs
    : memory.resumed
      ? RESULT_KEPT_MS
      : 0;
  if (destinations.at(job.runpodEndpointId)?.access.refusedFor('GET')) {
    const left = patience - overdueMs();
    return left > 0 ? after(left) : expire(job, context, 'key_refused');
  }
  const answer = await askStatus(job, context, { memory, place });
  const overdue = overdueMs();
  if (answer === 'ended') return AGAIN;
  if (answer === 'unknown') return afterUnknown(job, context, memory);
  if (answer instanceof RunPodError) {
    return afterFailure(job, context, memory, { failure: answer, overdue, patience });
  }
  return afterAnswer(job, context, memory, { answer, overdue });
}

/** Handles a poll without a status. `overdue`: time since the deadline, negative before it; ms. */
async function afterFailure(
  job: Job,
  context: StepContext,
  memory: PollMemory,
  {
    failure,
    overdue,
    patience,
  }: { readonly failure: RunPodError; readonly overdue: number; readonly patience: number },
): Promise<Next> {
  if (failure.isTooMuch) return fail(job, context, 'result_unreadable');
  if (overdue >= patience) {
    if (memory.held) return loseResult(job, context, memory.held);
    return expire(job, context, failure.isKeyRefused ? 'key_refused' : 'service_unreachable');
  }
  observeSilence(job, context);
  if (overdue >= 0) return after(context.pollIntervalMs);
  memory.remainingPauseMs = Math.min(Math.max(context.pollIntervalMs, failure.pauseMs), -overdue);
  return rest(context, memory);
}

/** Handles the response that RunPod does not know the job. */
async function afterUnknown(
  job: TakenJob,
  context: StepContext,
  memory: PollMemory,
): Promise<Next> {
  observeSilence(job, context);
  // Not all of RunPod's servers may know it yet.
  const young = context.clock.now() - job.submittedAt < KNOWN_AFTER_MS;
  if (young) return after(pauseBeforePoll(job, context, memory));
  memory.unknown += 1;
  if (memory.unknown < CONCLUSIVE_FAILURES) return after(context.pollIntervalMs);
  if (memory.held) return loseResult(job, context, memory.held);
  const afterDowntime = memory.resumed;
  Object.assign(memory, EMPTY_MEMORY);
  return gone(job, context, afterDowntime);
}

/** Handles a status, and only then checks the deadline. */
async function afterAnswer(
  job: TakenJob,
  context: StepContext,
  memory: PollMemory,
  { answer, overdue }: { readonly answer: JobStatusAnswer; readonly overdue: number },
): Promise<Next> {
  const { resumed } = memory;
  Object.assign(memory, { resumed: false, unknown: 0 });
  logCutProgress(job, context, answer, memory);
  const followed = await follow(job, context, { answer, memory, patient: overdue < 0 });
  if (followed === 'over' || followed === 'next_part') {
    // A job that ended while the bot was down says nothing about webhooks.
    if (!resumed || hasWebhookFor(job, memory)) noteOver(job, context, answer, memory);
    if (followed === 'next_part') Object.assign(memory, EMPTY_MEMORY);
    return AGAIN;
  }
  if (typeof followed === 'object') return holdResult(job, context, memory, followed.unstored);
  memory.held = undefined;
  if (overdue >= 0) return expire(job, context, LATE.get(answer.status) ?? 'took_too_long');
  memory.remainingPauseMs = Math.min(pauseAfterFollowing(followed, job, context, memory), -overdue);
  return rest(context, memory);
}

/** The pause before the next poll of an unfinished job. */
function pauseAfterFollowing(
  followed: Exclude<Followed, 'over' | 'next_part' | Unstored>,
  job: Job,
  context: StepContext,
  memory: PollMemory,
): number {
  switch (followed) {
    case 'under way':
      return pauseBeforePoll(job, context, memory);
    case 'in a bucket':
      return Math.max(context.pollIntervalMs, BUCKET_PAUSE_MS);
    case 'unknown':
      return context.pollIntervalMs;
  }
}

/** The message shows elapsed time without another request. */
async function restBeforePoll(job: Job, context: StepContext, memory: PollMemory): Promise<Next> {
  const { run, times } = memory;
  if (run) await observeRun(job, context, { output: undefined, run, times });
  return rest(context, memory);
}

function rest({ pollIntervalMs }: StepContext, memory: PollMemory): Next {
  const ms = Math.min(memory.remainingPauseMs, pollIntervalMs);
  memory.remainingPauseMs -= ms;
  return after(ms);
}

/** Records whether RunPod sends webhooks, and whether the workers there report progress. */
function noteOver(
  job: Job,
  { destinations }: StepContext,
  { status }: JobStatusAnswer,
  memory: PollMemory,
): void {
  const webhooks = destinations.at(job.runpodEndpointId)?.webhooks;
  const isTold = hasWebhookFor(job, memory);
  if (isTold || status === 'COMPLETED' || status === 'FAILED') {
    webhooks?.noteEnd(job.id, { isTold });
  }
  webhooks?.noteRun(memory);
}

/** Logs once that a job's progress is too large, and is not shown. */
function logCutProgress(
  job: Job,
  { logger }: StepContext,
  { status, cutBytes }: JobStatusAnswer,
  memory: PollMemory,
): void {
  if (cutBytes === undefined || memory.cutLogged) return;
  memory.cutLogged = true;
  logger.warn({ job: job.id, status, bytes: cutBytes }, 'progress that is too large is ignored');
}

async function expire(job: Job, { log, jobTimeoutMs }: StepContext, code: ErrorCode) {
  await log.move(job.id, 'expired', `deadline passed: ${code}`, {
    error: { code, facts: { minutes: wholeMinutes(jobTimeoutMs) } },
  });
  return AGAIN;
}

/**
 * Polls a job's status, and loads run-time statistics into `memory`. `place`: memory for a large
 * response. `unknown`: RunPod does not know the job. `ended`: it ended here meanwhile, or the bot stops,
 * and the recorded end stands.
 *
 * @throws errors that RunPod did not cause.
 */
async function askStatus(
  job: TakenJob,
  context: StepContext,
  { memory, place }: { readonly memory: PollMemory; readonly place: Place },
): Promise<JobStatusAnswer | RunPodError | 'unknown' | 'ended'> {
  const { ends, runpod, clock, logger } = context;
  const watch = ends.watch(job);
  const { signal } = watch;
  try {
    await learnTimes(job, context, memory);
    const canWait = !mayBeDone(job, memory, clock.now());
    const asked = { signal, place, canWait };
    const answer = await runpod.status(job.runpodEndpointId, job.runpodId, asked);
    return signal.aborted ? 'ended' : (answer ?? 'unknown');
  } catch (error) {
    // The response about an ended job is of no use, and others wait for its memory.
    if (signal.aborted) return 'ended';
    if (!(error instanceof RunPodError)) throw error;
    logger.warn({ job: job.id, err: error }, 'no status from RunPod');
    return error;
  } finally {
    watch.unwatch();
  }
}

/** A job's status, and its poll memory, which is changed in place. */
export interface ReceivedStatus {
  readonly answer: JobStatusAnswer;
  readonly memory: PollMemory;
  /** Whether to wait for unreachable pictures. */
  readonly patient: boolean;
}

type Followed = Finished | 'under way' | 'unknown';

/**
 * Applies a status. Returns whether the job has ended here, is unfinished, has pictures that wait
 * in a bucket or cannot be stored, or has an unknown status.
 */
async function follow(
  job: Job,
  context: StepContext,
  { answer, memory, patient }: ReceivedStatus,
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
      if (job.madeSoFar.length > 0) {
        // The member did not cancel it, and gets the pictures so far.
        await log.move(job.id, 'failed', 'CANCELLED at RunPod', {
          ...withEarlierParts(job, { spent }),
          error: { code: 'service_gave_up' },
        });
        return 'over';
      }
      await log.move(job.id, 'cancelled', 'CANCELLED at RunPod', {
        ...spent,
        cancelledBy: 'runpod',
        remoteOpen: false,
      });
      return 'over';
    case 'TIMED_OUT':
      await log.move(job.id, 'expired', 'TIMED_OUT at RunPod', {
        ...withEarlierParts(job, { spent }),
        error: { code: 'service_gave_up' },
      });
      return 'over';
    default:
      logger.warn({ job: job.id, status: answer.status }, 'unknown status, taken as still running');
      observeSilence(job, context);
      return 'unknown';
  }
}

/**
 * Handles a job that RunPod has forgotten. One that expired there during downtime is made again.
 * Any other ends here, and is cancelled there in case RunPod is wrong.
 */
async function gone(
  job: Job,
  { log, destinations }: StepContext,
  afterDowntime: boolean,
): Promise<Next> {
  const { queue = job.queue } = destinations.find(job.wanted.recipe) ?? {};
  if (job.wanted.picture) {
    await log.move(job.id, 'failed', 'gone at RunPod', { error: { code: 'photo_needed_again' } });
  } else if (afterDowntime && job.attempt < 2) {
    await log.move(job.id, 'ready', 'expired at RunPod during a downtime', {
      remoteOpen: false,
      runpodId: null,
      startedAt: null,
      queue,
    });
  } else {
    await log.move(job.id, 'failed', 'gone at RunPod', { error: { code: 'result_lost' } });
  }
  return AGAIN;
}
