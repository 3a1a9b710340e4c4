// When RunPod is asked about a job again.
//
// A question costs something: CPU time here, and a request out of those that RunPod allows. A picture that
// is ready and not seen costs its requester's time, which is the lag. So a job is asked about once the
// lag that has probably built up since the last question is worth another one. With S(t) for the share of
// runs that take longer than t, and c for how much lag a question is worth, a job that has run for t is
// asked about after a pause p such that
//
//     ∫ (1 − S(t + s) / S(t)) ds, from 0 to p,   is   c.
//
// At an even hazard h (the rate at which runs end), that is p = √(2c / h). So pauses are long
// before a run can be over, short where most runs end, and longer again for a run that takes far longer
// than others: S has a wide part for those (`src/recipes/estimates.ts`).
//
// If a run's start is unknown, S is the mean over its possible starts. A job in the queue may begin at any
// time: the longer it has waited, the later. It is also polled by how long it has waited, because its message
// shows whether a worker has it.
//
// No pause is longer than POLL_INTERVAL_MS, unless RunPod reports the end by webhook.
//
// Polls are coalesced: each moves to the nearest tick of a grid that all jobs share, so one wake-up of the process
// polls several jobs. A poll with a wake-up of its own costs 1.5 to 2 ms of CPU time. For 100 jobs in a minute whose
// run times vary widely, ticks save a sixth of the CPU time of a job (72 ms without them, 60 to 62 ms with them).

import type { Clock } from '../engines/clock.ts';
import { type RunTimes, shareLeft, UNKNOWN_RUN } from '../recipes/estimates.ts';
import type { Health } from '../runpod/schema.ts';
import type { Destinations } from './destinations.ts';
import type { Job } from './job.ts';
import type { Observations } from './observations.ts';
import { partsOf } from './parts.ts';
import type { PastRuns } from './past-runs.ts';
import type { PollMemory } from './poll-memory.ts';

/** RunPod starts a job at once if it can, so the first poll comes this soon after it was sent. */
export const FIRST_POLL_MS = 1_000;
/** The minimum pause between two polls of a job, unless the maximum is shorter. */
const LEAST_PAUSE_MS = 150;
/**
 * How much lag a poll is worth: this share of the spread of run times. A requester who waits for
 * one or two minutes minds a second less than one who waits for eight seconds.
 */
const SHARE_OF_SPREAD = 0.007;
const LEAST_COST_MS = 20;
const MOST_COST_MS = 55;
/** The lag is integrated in steps of this length, or of this share of the pause so far. */
const STEP_MS = 25;
const STEP_SHARE = 0.1;
/** How many possible starts are considered for a run whose start is unknown. */
const POSSIBLE_STARTS = 5;
/**
 * No one knows when a worker starts: a queued job is polled again after this share of its waiting
 * time at most.
 */
const SHARE_OF_WAITED = 1;

/** With webhooks, a job is polled this rarely once nearly all similar ones would have ended. */
const WEBHOOK_PAUSE_MS = 30_000;
/**
 * After this pause the job may be lost, and its requester should not wait for the longest one too.
 */
const LATE_WEBHOOK_PAUSE_MS = 5_000;
/**
 * After a webhook, RunPod may not report the end yet: polled again after this pause, or this share
 * of the time since.
 */
const LEAST_PAUSE_AFTER_WEBHOOK_MS = 250;
const SHARE_SINCE_WEBHOOK = 1 / 2;

/** Ticks are powers of two times the shortest, so that those of different pauses coincide. */
const SHORTEST_TICK_MS = 50;
const LONGEST_TICK_MS = 400;
/**
 * A tick's share of its pause. A poll moves by half a tick, or by a whole one before the longest
 * pause.
 */
const TICK_SHARE = 1 / 3;

/** The longest tick for one job, in milliseconds; for several it is divided by their number. */
const SHARED_MS = 40_000;

/** The share of similar runs that must have ended for a job to count as likely done. */
const LIKELY_FROM = 0.05;

/** What determines the next poll of a queued job. All in milliseconds. */
export interface InQueue {
  /** Since RunPod accepted it. */
  readonly waitedMs: number;
  /** How many jobs are ahead of it. */
  readonly ahead: number;
  readonly health: Health | undefined;
  readonly times: RunTimes | undefined;
  /** The maximum pause between two polls. */
  readonly longestMs: number;
  /** Whether RunPod reports the end by webhook. Default: false. */
  readonly isTold?: boolean;
}

/** What determines the next poll of a running job. All in milliseconds. */
export interface Running {
  /** The longest time it may have run so far. */
  readonly ranMs: number;
  /** How much shorter it may be. */
  readonly unsureMs: number;
  readonly times: RunTimes | undefined;
  readonly longestMs: number;
}

/** The pause before polling whether a worker has started the job. */
export function pauseInQueue(job: InQueue): number {
  const { waitedMs, ahead, health, times = UNKNOWN_RUN, longestMs, isTold } = job;
  const beginsIn = untilBegun(health, ahead, times.p50);
  const pause = Math.max(beginsIn / 2, waitedMs * SHARE_OF_WAITED);
  if (isTold) return within(pause, FIRST_POLL_MS, longestMs);
  // The job is as likely as not to start within as long as it has waited, and ends a run later at
  // the earliest.
  const shareDone = (ms: number) => {
    const begun = Math.max(0, ms - beginsIn);
    return begun === 0 ? 0 : (begun / (waitedMs + begun)) * (1 - shareLeft(times, begun));
  };
  const most = Math.min(Math.max(pause, FIRST_POLL_MS), longestMs);
  return within(untilWorthIt(shareDone, costOf(times, 0), most), FIRST_POLL_MS, most);
}

/** The pause before polling whether a run has ended. */
export function pauseWhileRunning(job: Running): number {
  const { ranMs, unsureMs, times = UNKNOWN_RUN, longestMs } = job;
  const beginnings = unsureMs > 0 ? POSSIBLE_STARTS : 1;
  const left = (ms: number) => {
    let sum = 0;
    for (let nth = 0; nth < beginnings; nth += 1) {
      sum += shareLeft(times, ranMs + ms - (unsureMs * (nth + 0.5)) / beginnings);
    }
    return sum;
  };
  const leftNow = left(0);
  const shareDone = (ms: number) => (leftNow > 0 ? 1 - left(ms) / leftNow : 0);
  const pause = untilWorthIt(shareDone, costOf(times, ranMs - unsureMs), longestMs);
  return within(pause, LEAST_PAUSE_MS, longestMs);
}

/** The pause if a webhook reports the end and nothing else has to be polled. */
export function pauseUntilWebhook({ ranMs, unsureMs, times, longestMs }: Running): number {
  const { p95 } = times ?? UNKNOWN_RUN;
  const most = Math.max(longestMs, WEBHOOK_PAUSE_MS);
  return within(p95 - (ranMs - unsureMs), Math.min(longestMs, LATE_WEBHOOK_PAUSE_MS), most);
}

/**
 * The pause if a webhook reported the end `toldMs` ago and RunPod's status does not show it yet.
 */
export function pauseAfterWebhook(toldMs: number, longestMs: number): number {
  return within(toldMs * SHARE_SINCE_WEBHOOK, LEAST_PAUSE_AFTER_WEBHOOK_MS, longestMs);
}

/**
 * Moves the end of a pause to the nearest tick, or to the one before if that would be too late. `jobs`: how many are
 * polled, since many jobs would make long ticks stall the event loop. A short pause stays as it is.
 */
export function untilTick(
  pauseMs: number,
  {
    now,
    longestMs,
    jobs,
  }: { readonly now: number; readonly longestMs: number; readonly jobs: number },
): number {
  let tick = LONGEST_TICK_MS;
  while (tick > Math.min(pauseMs * TICK_SHARE, SHARED_MS / jobs)) tick /= 2;
  if (tick < SHORTEST_TICK_MS) return pauseMs;
  const pause = Math.round((now + pauseMs) / tick) * tick - now;
  return pause > longestMs ? pause - tick : pause;
}

/**
 * Whether a job may be done by now: such jobs are polled first if not all can be. One that takes
 * far longer than others is no likelier to be done than any.
 */
export function isLikelyDone(job: Omit<Running, 'longestMs'>): boolean {
  const { ranMs, unsureMs, times = UNKNOWN_RUN } = job;
  return 1 - shareLeft(times, ranMs) >= LIKELY_FROM && ranMs - unsureMs <= 2 * times.p95;
}

/** How much lag a poll is worth for a job that has run for `ranMs`, in milliseconds. */
function costOf({ middle, spread, p95 }: RunTimes, ranMs: number): number {
  const cost = SHARE_OF_SPREAD * spread * Math.max(middle, ranMs);
  // A run that is longer than nearly all others may take minutes more.
  return within(cost, LEAST_COST_MS, ranMs > p95 ? Infinity : MOST_COST_MS);
}

/** When the expected lag is worth a poll, at most `most` ms from now. */
function untilWorthIt(shareDone: (ms: number) => number, costMs: number, most: number): number {
  let [lagMs, pause] = [0, 0];
  while (lagMs < costMs && pause < most) {
    const step = Math.max(STEP_MS, pause * STEP_SHARE);
    lagMs += shareDone(pause + step / 2) * step;
    pause += step;
  }
  return Math.min(pause, most);
}

/** The minimum time until a worker is free for the job, as far as is known; 0 for now. */
function untilBegun(health: Health | undefined, ahead: number, runMs: number): number {
  const { idle = 0, running = 0 } = health?.workers ?? {};
  if (idle > 0 || running === 0) return 0;
  // The job itself is in the queue. No more than the others can be ahead of it.
  const others = Math.max(0, (health?.jobs.inQueue ?? ahead + 1) - 1);
  return (Math.min(ahead, others) / running) * runMs;
}

function within(ms: number, least: number, most: number): number {
  return Math.min(Math.max(ms, Math.min(least, most)), most);
}

export interface NextPollContext {
  readonly pastRuns: Pick<PastRuns, 'timesOf'>;
  readonly destinations: Pick<Destinations, 'at'>;
  readonly observations: Pick<Observations, 'of' | 'count'>;
  readonly clock: Clock;
  /** The maximum pause between two polls of a job. */
  readonly pollIntervalMs: number;
}

/**
 * How often to poll for progress if nothing else has to be polled: messages are not edited more
 * often.
 */
const PROGRESS_PAUSE_MS = 5_000;

/** Loads run-time statistics for similar jobs into `memory`. */
export async function learnTimes(
  job: Job,
  {
    pastRuns,
    destinations,
  }: Pick<NextPollContext, 'pastRuns'> & {
    readonly destinations: Pick<Destinations, 'workerFor'>;
  },
  memory: PollMemory,
): Promise<void> {
  const { recipe, work } = job.wanted;
  const parts = partsOf(job, destinations.workerFor(job));
  memory.times = await pastRuns.timesOf({ recipe, work: work / parts });
}

/** The pause before the next poll of a job that RunPod has not finished. */
export function pauseBeforePoll(job: Job, context: NextPollContext, memory: PollMemory): number {
  const pause = pauseAsPlanned(job, context, memory);
  return untilTick(pause, {
    now: context.clock.now(),
    longestMs: Math.max(pause, context.pollIntervalMs),
    jobs: context.observations.count,
  });
}

function pauseAsPlanned(
  job: Job,
  { destinations, observations, clock, pollIntervalMs: longestMs }: NextPollContext,
  memory: PollMemory,
): number {
  const { run, times, webhook, reported } = memory;
  const now = clock.now();
  if (webhook && hasWebhookFor(job, memory))
    return pauseAfterWebhook(Math.abs(now - webhook.at), longestMs);
  const webhooks = destinations.at(job.runpodEndpointId)?.webhooks;
  const isTold = webhooks?.areExpected() ?? false;
  if (run) {
    const running = { ...ranBy(now, run), times, longestMs };
    if (!isTold) return pauseWhileRunning(running);
    if (webhooks?.isSilent && !reported) return pauseUntilWebhook(running);
    return Math.min(longestMs, PROGRESS_PAUSE_MS);
  }
  const { ahead = 0 } = observations.of(job.id);
  const waitedMs = Math.max(0, now - (job.submittedAt ?? now));
  const health = destinations.at(job.runpodEndpointId)?.health.lastSeen();
  return pauseInQueue({ waitedMs, ahead, health, times, longestMs, isTold });
}

/** Whether a job is likely done, as far as is known. */
export function mayBeDone(
  job: Pick<Job, 'startedAt' | 'attempt'>,
  memory: PollMemory,
  now: number,
): boolean {
  const { startedAt } = job;
  const { resumed, run, times } = memory;
  if (hasWebhookFor(job, memory)) return true;
  if (run) return isLikelyDone({ ...ranBy(now, run), times });
  // It ran before the bot stopped and has not been polled since, however long ago.
  if (!resumed || startedAt === undefined) return false;
  const ranMs = Math.max(0, now - startedAt);
  return isLikelyDone({ ranMs, unsureMs: ranMs, times });
}

/** Whether RunPod has reported the end of this attempt by webhook. */
export function hasWebhookFor(
  { attempt }: Pick<Job, 'attempt'>,
  { webhook }: Pick<PollMemory, 'webhook'>,
): boolean {
  return webhook?.attempt === attempt;
}

function ranBy(now: number, { startedAt, unsureMs }: NonNullable<PollMemory['run']>) {
  return { ranMs: Math.max(0, now - startedAt) + unsureMs, unsureMs };
}
