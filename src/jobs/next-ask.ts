import type { Clock } from '../clock.ts';
import type { Job } from '../record/job/job.ts';
import type { Destinations } from './destinations.ts';
import type { Observations } from './observations.ts';
import type { PastRuns } from './past-runs.ts';
import type { PollMemory } from './remembered.ts';
import {
  isLikelyDone,
  pauseInQueue,
  pauseOnceTold,
  pauseUntilTold,
  pauseWhileRunning,
  untilTick,
} from './when-to-ask.ts';

export interface NextAskContext {
  readonly pastRuns: Pick<PastRuns, 'timesOf'>;
  readonly destinations: Pick<Destinations, 'at'>;
  readonly observations: Pick<Observations, 'of' | 'count'>;
  readonly clock: Clock;
  /** The longest pause between two questions about a job. */
  readonly pollIntervalMs: number;
}

/** How often a worker is asked how far it is, where nothing else has to be asked: no message is edited more often. */
const PROGRESS_PAUSE_MS = 5_000;

/** Loads how long runs like this job's take into `memory`, by the runs that are known now. */
export async function learnTimes(
  { wanted }: Job,
  { pastRuns }: NextAskContext,
  memory: PollMemory,
): Promise<void> {
  memory.times = await pastRuns.timesOf(wanted);
}

/** How long to wait before a job is asked about again that RunPod has and is not done with. */
export function pauseBeforeAsking(job: Job, context: NextAskContext, memory: PollMemory): number {
  const pause = pauseAsPlanned(job, context, memory);
  return untilTick(pause, {
    now: context.clock.now(),
    longestMs: Math.max(pause, context.pollIntervalMs),
    jobs: context.observations.count,
  });
}

function pauseAsPlanned(
  job: Job,
  { destinations, observations, clock, pollIntervalMs: longestMs }: NextAskContext,
  memory: PollMemory,
): number {
  const { run, times, told, reported } = memory;
  const now = clock.now();
  if (told && isToldOf(job, memory)) return pauseOnceTold(Math.abs(now - told.at), longestMs);
  const webhooks = destinations.at(job.runpodEndpointId)?.webhooks;
  const isTold = webhooks?.areExpected() ?? false;
  if (run) {
    const running = { ...ranBy(now, run), times, longestMs };
    if (!isTold) return pauseWhileRunning(running);
    if (webhooks?.isSilent && !reported) return pauseUntilTold(running);
    return Math.min(longestMs, PROGRESS_PAUSE_MS);
  }
  const { ahead = 0 } = observations.of(job.id);
  const waitedMs = Math.max(0, now - (job.submittedAt ?? now));
  const health = destinations.at(job.runpodEndpointId)?.health.lastSeen();
  return pauseInQueue({ waitedMs, ahead, health, times, longestMs, isTold });
}

/** Whether a job may well be done by now, as far as is known of it. */
export function mayBeDone(
  job: Pick<Job, 'startedAt' | 'attempt'>,
  memory: PollMemory,
  now: number,
): boolean {
  const { startedAt } = job;
  const { adopted, run, times } = memory;
  if (isToldOf(job, memory)) return true;
  if (run) return isLikelyDone({ ...ranBy(now, run), times });
  // It ran before the bot stopped, and nobody has asked since, however long that is ago.
  if (!adopted || startedAt === undefined) return false;
  const ranMs = Math.max(0, now - startedAt);
  return isLikelyDone({ ranMs, unsureMs: ranMs, times });
}

/** Whether RunPod has said by itself that it is done with this attempt. */
export function isToldOf(
  { attempt }: Pick<Job, 'attempt'>,
  { told }: Pick<PollMemory, 'told'>,
): boolean {
  return told?.attempt === attempt;
}

function ranBy(now: number, { startedAt, unsureMs }: NonNullable<PollMemory['run']>) {
  return { ranMs: Math.max(0, now - startedAt) + unsureMs, unsureMs };
}
