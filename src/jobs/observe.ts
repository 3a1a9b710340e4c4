import { advance, shownOfRun } from './advance.ts';
import { isMoving, lateTime, readyTime, type RunSoFar } from '../comfy/estimate.ts';
import { holdUpOf, isDeserted } from './hold-up.ts';
import type { Job } from '../record/job/job.ts';
import type { Clock } from '../clock.ts';
import type { RunTimes } from '../comfy/run-times.ts';
import type { JobLog } from '../record/job/job-log.ts';
import type { Destinations } from './destinations.ts';
import type { Observations, Observed } from './observations.ts';
import { previewOf, type PreviewContext } from './preview.ts';
import type { RunSeen } from './run-seen.ts';
import type { ScaleWatch } from './scale-watch.ts';

export interface ObserveContext extends PreviewContext {
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
  context: Omit<ObserveContext, 'scale'>,
  { output, run: { startedAt }, times }: RunObserved,
): Promise<void> {
  const { log, clock, observations, destinations } = context;
  const reported = await previewOf(job, output, context);
  const before = observations.of(job.id);
  // A report of progress alone says nothing against what was to be seen before.
  const preview = reported ?? before.preview;
  const expectedMs = before.expectedMs ?? times?.p50;
  const now = clock.now();
  const advanced = advance(before, destinations.workerFor(job).progress(output), {
    now,
    startedAt,
  });
  const slowMs = before.slowMs ?? times?.p90;
  observations.note(job.id, {
    ...advanced,
    ...(expectedMs === undefined ? {} : { expectedMs }),
    ...(slowMs === undefined ? {} : { slowMs }),
    ...promised(now, { ...advanced, startedAt, expectedMs, slowMs }),
    ...(preview === undefined ? {} : { preview }),
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
  const { readyAt: before, lateAt: lateBefore, ...seen } = observations.shown(job);
  // While the key is refused, nothing of this is shown.
  if (before === undefined || seen.keyRefused) return;
  const now = clock.now();
  const run = { ...seen, startedAt: job.startedAt ?? now };
  const { readyAt, lateAt } = promised(now, run);
  if (readyAt === before && lateAt === lateBefore) return;
  if (readyAt !== undefined && isMoving(now, run)) return;
  observations.note(job.id, { ...seen, ...promised(now, run) });
}

function promised(now: number, run: RunSoFar): Pick<Observed, 'readyAt' | 'lateAt'> {
  const [readyAt, lateAt] = [readyTime(now, run), lateTime(now, run)];
  return {
    ...(readyAt === undefined ? {} : { readyAt }),
    ...(lateAt === undefined ? {} : { lateAt }),
  };
}
