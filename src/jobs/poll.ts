import type { ErrorCode } from '../errors/errors.ts';
import type { Logger } from '../logger/logger.ts';
import { Place } from '../runpod/exchange.ts';
import type { RunPodClient } from '../runpod/client.ts';
import { RunPodError } from '../runpod/errors.ts';
import type { JobStatusAnswer } from '../runpod/schema.ts';
import type { Destinations } from './destinations.ts';
import type { EndWatches } from './end-watches.ts';
import { finish, type FinishContext, type Finished, type Unstored } from './finish.ts';
import {
  type HeldResultContext,
  holdResult,
  loseResult,
  RESULT_KEPT_MS,
  waitWithResult,
} from './held-result.ts';
import type { JobLog } from './job-log.ts';
import { isTaken, type Job, type TakenJob } from './job.ts';
import { after, AGAIN, fail, type Next, wholeMinutes } from './next-step.ts';
import {
  type ObserveContext,
  observeQueue,
  observeRun,
  observeSilence,
  runSeen,
} from './observations.ts';
import { NOTHING_REMEMBERED, type PollMemory } from './poll-memory.ts';
import {
  isToldOf,
  learnTimes,
  mayBeDone,
  type NextAskContext,
  pauseBeforeAsking,
} from './poll-schedule.ts';

export interface PollContext extends FollowContext, AskStatusContext, HeldResultContext {
  readonly log: FollowContext['log'];
  readonly observations: FollowContext['observations'];
  readonly storage: FollowContext['storage'];
  readonly destinations: FollowContext['destinations'] & GoneContext['destinations'];
  readonly jobTimeoutMs: number;
}

/** How long after taking a job RunPod may still answer that it does not know it. */
const KNOWN_AFTER_MS = 15_000;

/** How many times in a row RunPod has to say that it knows of no such job. */
const BELIEVED_AFTER = 3;

/** Every try fetches all of a job's pictures again, so a bucket that fails is asked less often. */
const BUCKET_PAUSE_MS = 30_000;

/** Why a job is late, by the status that it has at RunPod then. */
const LATE: ReadonlyMap<string, ErrorCode> = new Map([
  ['IN_QUEUE', 'no_gpu_in_time'],
  ['COMPLETED', 'pictures_unreachable'],
]);

/**
 * `queued` and `running`: asks RunPod once and follows its answer; the deadline is looked at only
 * after that, so that what was finished during a downtime is still fetched. Where no answer comes
 * after a downtime, the deadline waits, at most until RunPod must have forgotten the job.
 */
export async function poll(job: Job, context: PollContext, memory: PollMemory): Promise<Next> {
  const held = memory.held && (await waitWithResult(job, context, memory.held));
  if (held !== undefined) return held;
  if (memory.restMs > 0) return restOn(job, context, memory);
  const place = new Place();
  try {
    return await look(job, context, memory, place);
  } finally {
    // Only now is nothing of a large answer in memory any more.
    place.release();
  }
}

async function look(
  job: Job,
  context: PollContext,
  memory: PollMemory,
  place: Place,
): Promise<Next> {
  if (!isTaken(job)) throw new TypeError(`job ${job.id} is ${job.state} without a RunPod id`);
  const { clock, jobTimeoutMs, destinations } = context;
  const overdueMs = () => clock.now() - job.submittedAt - jobTimeoutMs;
  // What was finished during a downtime is kept there for a while, and worth asking for again.
  const patience = memory.held
    ? memory.held.until - job.submittedAt - jobTimeoutMs
    : memory.resumed
      ? RESULT_KEPT_MS
      : 0;
  if (destinations.at(job.runpodEndpointId)?.access.refusedFor('GET')) {
    const left = patience - overdueMs();
    return left > 0 ? after(left) : expire(job, context, 'key_refused');
  }
  const asked = await askStatus(job, context, { memory, place });
  const overdue = overdueMs();
  switch (asked.kind) {
    case 'ended':
      return AGAIN;
    case 'failure':
      return afterFailure(job, context, memory, { ...asked, overdue, patience });
    case 'unknown':
      return afterUnknown(job, context, memory);
    case 'answer':
      return afterAnswer(job, context, memory, { ...asked, overdue });
  }
}

/** RunPod gave no status. `overdue`: how long its deadline is over by then, below 0 where it is to come; ms. */
async function afterFailure(
  job: Job,
  context: PollContext,
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
  memory.restMs = Math.min(Math.max(context.pollIntervalMs, failure.pauseMs), -overdue);
  return rest(context, memory);
}

/** RunPod knows of no such job. */
async function afterUnknown(
  job: TakenJob,
  context: PollContext,
  memory: PollMemory,
): Promise<Next> {
  observeSilence(job, context);
  // Not every server of RunPod's may know it yet.
  const young = context.clock.now() - job.submittedAt < KNOWN_AFTER_MS;
  if (young) return after(pauseBeforeAsking(job, context, memory));
  memory.unknown += 1;
  if (memory.unknown < BELIEVED_AFTER) return after(context.pollIntervalMs);
  if (memory.held) return loseResult(job, context, memory.held);
  const afterDowntime = memory.resumed;
  Object.assign(memory, NOTHING_REMEMBERED);
  return gone(job, context, afterDowntime);
}

/** RunPod has said how it stands: that is followed, and only then its deadline is looked at. */
async function afterAnswer(
  job: TakenJob,
  context: PollContext,
  memory: PollMemory,
  { answer, overdue }: { readonly answer: JobStatusAnswer; readonly overdue: number },
): Promise<Next> {
  const { resumed } = memory;
  Object.assign(memory, { resumed: false, unknown: 0 });
  sayCut(job, context, answer, memory);
  const followed = await follow(job, context, { answer, memory, patient: overdue < 0 });
  if (followed === 'over') {
    // Of one that ended while the bot was down, its silence says nothing.
    if (!resumed || isToldOf(job, memory)) noteOver(job, context, answer, memory);
    return AGAIN;
  }
  if (typeof followed === 'object') return holdResult(job, context, memory, followed.unstored);
  memory.held = undefined;
  if (overdue >= 0) return expire(job, context, LATE.get(answer.status) ?? 'took_too_long');
  memory.restMs = Math.min(pauseOnceFollowed(followed, job, context, memory), -overdue);
  return rest(context, memory);
}

/** How long to wait before a job is asked about again that is not over. */
function pauseOnceFollowed(
  followed: Exclude<Followed, 'over' | Unstored>,
  job: Job,
  context: PollContext,
  memory: PollMemory,
): number {
  switch (followed) {
    case 'under way':
      return pauseBeforeAsking(job, context, memory);
    case 'in a bucket':
      return Math.max(context.pollIntervalMs, BUCKET_PAUSE_MS);
    case 'unknown':
      return context.pollIntervalMs;
  }
}

/** The message shows elapsed time without another request. */
async function restOn(job: Job, context: PollContext, memory: PollMemory): Promise<Next> {
  const { run, times } = memory;
  if (run) await observeRun(job, context, { output: undefined, run, times });
  return rest(context, memory);
}

function rest({ pollIntervalMs }: PollContext, memory: PollMemory): Next {
  const ms = Math.min(memory.restMs, pollIntervalMs);
  memory.restMs -= ms;
  return after(ms);
}

/** What became of it says whether RunPod tells by itself, and whether the workers there tell how far they are. */
function noteOver(
  job: Job,
  { destinations }: PollContext,
  { status }: JobStatusAnswer,
  memory: PollMemory,
): void {
  const webhooks = destinations.at(job.runpodEndpointId)?.webhooks;
  const isTold = isToldOf(job, memory);
  if (isTold || status === 'COMPLETED' || status === 'FAILED') {
    webhooks?.noteEnd(job.id, { isTold });
  }
  webhooks?.noteRun(memory);
}

/** A job whose progress is too large goes on without showing any, which is said once. */
function sayCut(
  job: Job,
  { logger }: { readonly logger: Logger },
  { status, cutBytes }: JobStatusAnswer,
  memory: PollMemory,
): void {
  if (cutBytes === undefined || memory.saidCut) return;
  memory.saidCut = true;
  logger.warn({ job: job.id, status, bytes: cutBytes }, 'progress that is too large is not read');
}

async function expire(job: Job, { log, jobTimeoutMs }: PollContext, code: ErrorCode) {
  await log.move(job.id, 'expired', `deadline passed: ${code}`, {
    error: { code, facts: { minutes: wholeMinutes(jobTimeoutMs) } },
  });
  return AGAIN;
}

/** What came of a question about a job. */
export type Asked =
  | { readonly kind: 'answer'; readonly answer: JobStatusAnswer }
  /** RunPod knows of no such job. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'failure'; readonly failure: RunPodError }
  /** It ended here meanwhile, or the bot stops: the recorded end stands. */
  | { readonly kind: 'ended' };

interface AskStatusContext extends NextAskContext {
  readonly ends: EndWatches;
  readonly runpod: Pick<RunPodClient, 'status'>;
  readonly logger: Logger;
}

/**
 * Asks RunPod how a job stands, and has `memory` know how long such jobs take. `place`: room for a large answer.
 *
 * @throws what is no fault of RunPod's.
 */
async function askStatus(
  job: TakenJob,
  context: AskStatusContext,
  { memory, place }: { readonly memory: PollMemory; readonly place: Place },
): Promise<Asked> {
  const { ends, runpod, clock, logger } = context;
  const watch = ends.watch(job);
  const { signal } = watch;
  try {
    await learnTimes(job, context, memory);
    const canWait = !mayBeDone(job, memory, clock.now());
    const asked = { signal, place, canWait };
    const answer = await runpod.status(job.runpodEndpointId, job.runpodId, asked);
    if (signal.aborted) return { kind: 'ended' };
    return answer ? { kind: 'answer', answer } : { kind: 'unknown' };
  } catch (error) {
    // What a job that is over here has to say is of no use, and others wait for its place.
    if (signal.aborted) return { kind: 'ended' };
    if (!(error instanceof RunPodError)) throw error;
    logger.warn({ job: job.id, err: error }, 'no status from RunPod');
    return { kind: 'failure', failure: error };
  } finally {
    watch.unwatch();
  }
}

interface FollowContext extends ObserveContext, FinishContext {
  readonly log: JobLog;
}

/** A status of a job, and what is remembered of it, which is to be changed in place. */
export interface Told {
  readonly answer: JobStatusAnswer;
  readonly memory: PollMemory;
  /** Whether pictures that cannot be reached are waited for. */
  readonly patient: boolean;
}

type Followed = Finished | 'under way' | 'unknown';

/**
 * Does what a status asks for. Returns whether the job has ended here, is still under way, has pictures
 * that wait in a bucket or cannot be stored, or has an unknown status.
 */
async function follow(
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

interface GoneContext {
  readonly log: Pick<JobLog, 'move'>;
  readonly destinations: Pick<Destinations, 'find'>;
}

/**
 * RunPod no longer knows the job. What expired there while the bot was down is made once more; any
 * other ends here, and is told to end there too, should RunPod be wrong.
 */
async function gone(
  job: Job,
  { log, destinations }: GoneContext,
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
