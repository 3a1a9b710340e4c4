import { advance, shownOfRun } from './advance.ts';
import { isMoving, readyTime } from '../comfy/estimate.ts';
import { holdUpOf, isDeserted } from './hold-up.ts';
import type { Job } from '../record/job/job.ts';
import type { Clock } from '../clock.ts';
import type { RunTimes } from '../comfy/run-times.ts';
import type { JobLog } from '../record/job/job-log.ts';
import type { Destinations } from './destinations.ts';
import type { Observations } from './observations.ts';
import type { RunSeen } from './run-seen.ts';
import type { ScaleWatch } from './scale-watch.ts';

export interface ObserveContext {
  readonly log: Pick<JobLog, 'jobs' | 'move'>;
  readonly observations: Observations;
  readonly destinations: Pick<Destinations, 'at' | 'workerFor'>;
  readonly scale: ScaleWatch;
  readonly clock: Clock;
}

/** What a status says of a job that runs, and what was known before. */
export interface RunObserved {
  readonly output: unknown;
  readonly run: RunSeen;
  /** How long runs like it take, where that is known. */
  readonly times: RunTimes | undefined;
}

/** RunPod has it in its queue. */
export async function observeQueue(
  job: Job,
  { log, observations, destinations, scale, clock }: ObserveContext,
): Promise<void> {
  const seen = destinations.at(job.runpodEndpointId)?.health.lastSeen();
  const now = clock.now();
  const { runpodEndpointId, submittedAt = now, startedAt = now } = job;
  const isAsleep = seen && isDeserted(seen) && scale.isAsleep(runpodEndpointId ?? '');
  const holdUp = isAsleep ? 'asleep' : seen && holdUpOf(seen, now - submittedAt);
  observations.note(job.id, {
    ...shownOfRun(observations.of(job.id), { now, startedAt }),
    ahead: await log.jobs.countAhead(job),
    ...(holdUp === undefined ? {} : { holdUp }),
  });
}

/** A GPU works on it, and its worker reports `output`. */
export async function observeRun(
  job: Job,
  { log, clock, observations, destinations }: Omit<ObserveContext, 'scale'>,
  { output, run: { startedAt }, times }: RunObserved,
): Promise<void> {
  const before = observations.of(job.id);
  const expectedMs = before.expectedMs ?? times?.p50;
  const now = clock.now();
  const advanced = advance(before, destinations.workerFor(job).progress(output), {
    now,
    startedAt,
  });
  const readyAt = readyTime(now, { ...advanced, startedAt, expectedMs });
  observations.note(job.id, {
    ...advanced,
    ...(expectedMs === undefined ? {} : { expectedMs }),
    ...(readyAt === undefined ? {} : { readyAt }),
  });
  if (job.state === 'queued') {
    await log.move(job.id, 'running', 'IN_PROGRESS at RunPod', { startedAt });
  }
}

/**
 * RunPod does not say how far it is. What was promised stands for as long as what was seen bears it
 * out.
 */
export function observeSilence(
  job: Job,
  { observations, clock }: Pick<ObserveContext, 'observations' | 'clock'>,
): void {
  const { readyAt: promised, ...seen } = observations.shown(job);
  // While the key is refused, nothing of this is shown.
  if (promised === undefined || seen.keyRefused) return;
  const now = clock.now();
  const run = { ...seen, startedAt: job.startedAt ?? now };
  const readyAt = readyTime(now, run);
  if (readyAt === promised || (readyAt !== undefined && isMoving(now, run))) return;
  observations.note(job.id, { ...seen, ...(readyAt === undefined ? {} : { readyAt }) });
}
