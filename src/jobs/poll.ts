import type { ErrorCode } from '../errors/errors.ts';
import type { RunPodError } from '../runpod/errors.ts';
import { Place } from '../runpod/place.ts';
import type { JobStatusAnswer } from '../runpod/schema.ts';
import type { Logger } from '../logger/logger.ts';
import type { Job } from '../record/job/job.ts';
import { askStatus, type AskStatusContext, type TakenJob } from './ask-status.ts';
import { fail } from './fail.ts';
import type { Unstored } from './finish.ts';
import { follow, type Followed, type FollowContext } from './follow.ts';
import { gone, type GoneContext } from './gone.ts';
import {
  holdResult,
  loseResult,
  RESULT_KEPT_MS,
  waitWithResult,
  type HeldResultContext,
} from './held-result.ts';
import { AGAIN, after, type Next } from './next.ts';
import { isToldOf, pauseBeforeAsking } from './next-ask.ts';
import { observeRun, observeSilence } from './observe.ts';
import { NOTHING_REMEMBERED, type PollMemory } from './remembered.ts';
import { wholeMinutes } from './whole-minutes.ts';

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

/** No job is left alone for longer after a failure, whatever RunPod asks for. */
const LONGEST_WISH_MS = 60_000;

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
  if (held) return held;
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
    : memory.adopted
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

function isTaken(job: Job): job is TakenJob {
  const { runpodId, runpodEndpointId, submittedAt } = job;
  return runpodId !== undefined && runpodEndpointId !== undefined && submittedAt !== undefined;
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
  const wish = Math.min(failure.retryAfterMs ?? 0, LONGEST_WISH_MS);
  memory.restMs = Math.min(Math.max(context.pollIntervalMs, wish), -overdue);
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
  const afterDowntime = memory.adopted;
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
  const { adopted } = memory;
  Object.assign(memory, { adopted: false, unknown: 0 });
  sayCut(job, context, answer, memory);
  const followed = await follow(job, context, { answer, memory, patient: overdue < 0 });
  if (followed === 'over') {
    // Of one that ended while the bot was down, its silence says nothing.
    if (!adopted || isToldOf(job, memory)) noteOver(job, context, answer, memory);
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

/** Nobody has to be asked for what its message shows of the time. */
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
