import { EventEmitter } from 'node:events';
import { inspectPhoto } from '../images/inspect-photo.ts';
import { pictureFrom } from '../images/picture.ts';
import {
  isMoving,
  lateTime,
  readyTime,
  type RunSoFar,
  type RunTimes,
  shareByTime,
} from '../recipes/estimates.ts';
import type { Health } from '../runpod/schema.ts';
import type { Destinations } from './destinations.ts';
import type { Job } from './job.ts';
import { beganAt, partsOf } from './parts.ts';
import type { StepContext } from './step-context.ts';
import { shownEstimate } from './wait-schedule.ts';

/**
 * Why no worker takes a job: one has to start first (`cold`); the endpoint has none and starts
 * none; RunPod has scaled it to zero; RunPod has no free GPU for it; its workers fail to start.
 */
export type HoldUp = 'cold' | 'none' | 'asleep' | 'throttled' | 'unhealthy';

/** The latest observations of a job, too short-lived to store. */
export interface Observed {
  /** From 0 to 1, the highest that the worker has reported in this run. */
  readonly progress?: number | undefined;
  /** When that last rose, in milliseconds since the epoch. */
  readonly movedAt?: number | undefined;
  /**
   * From 0 to 1: the share that its message may already show, from elapsed time or an earlier run.
   */
  readonly leastShare?: number | undefined;
  /** From 0 to 1: the share at which this part of the job ends, if more follow. */
  readonly mostShare?: number | undefined;
  /** From past jobs of the same kind, in milliseconds. */
  readonly expectedMs?: number | undefined;
  /** The 90th percentile of those, in milliseconds. */
  readonly slowMs?: number | undefined;
  /** When it is likely to be ready, in milliseconds since the epoch. */
  readonly readyAt?: number | undefined;
  /** When it is ready if it is slow, if that is much later. */
  readonly lateAt?: number | undefined;
  /** When a waiting job is likely to be ready, in milliseconds since the epoch. See `shownEstimate`. */
  readonly likelyAt?: number | undefined;
  /** Its position in its endpoint's queue. See `shownPosition`. */
  readonly place?: number | undefined;
  /** Whether it waits for its member's other pictures, as many as may be in progress. */
  readonly waitsForOwn?: boolean;
  /**
   * How many of the bot's jobs RunPod has in its queue before it. `MOST_AHEAD` stands for that many
   * or more.
   */
  readonly ahead?: number | undefined;
  /** The unfinished picture: a JPEG without metadata, marked as generated. */
  readonly preview?: Buffer | undefined;
  /** What holds up the endpoint's workers, if anything. */
  readonly holdUp?: HoldUp | undefined;
  /** Whether RunPod refuses the key at its endpoint, so that nothing is known of the job. */
  readonly keyRefused?: boolean | undefined;
  /** Whether jobs are held because pictures cannot be stored. */
  readonly storageFails?: boolean | undefined;
  /** Whether it is completed at RunPod, but its pictures could not be stored yet. */
  readonly unstored?: boolean | undefined;
}

/** For all jobs together: some four hundred of the largest previews of the shipped worker. */
const MOST_PREVIEW_BYTES = 8 * 1024 * 1024;

/** The latest observations of each unfinished job. Not stored: a restart observes it again. */
export class Observations {
  readonly events = new EventEmitter<{ observed: [jobId: string] }>();
  readonly #observed = new Map<string, Observed>();
  readonly #refusedQueues = new Set<string>();
  #storageFails = false;
  #previewBytes = 0;

  /** How many jobs have observations. */
  get count(): number {
    return this.#observed.size;
  }

  /** The observations of a job. */
  of(jobId: string): Observed {
    return { ...this.#observed.get(jobId) };
  }

  /** The observations that its message shows: {@link of}, with what holds up its whole queue. */
  shown({ id, queue }: Pick<Job, 'id' | 'queue'>): Observed {
    return {
      ...this.of(id),
      ...(this.#refusedQueues.has(queue) && { keyRefused: true }),
      ...(this.#storageFails && { storageFails: true }),
    };
  }

  /** Applies to all jobs of a queue. `jobIds`: those whose messages must change. */
  noteKeyRefused(queue: string, refused: boolean, jobIds: Iterable<string>): void {
    if (refused) this.#refusedQueues.add(queue);
    else this.#refusedQueues.delete(queue);
    for (const jobId of jobIds) this.events.emit('observed', jobId);
  }

  /** Applies to all jobs. `jobIds`: those whose messages must change. */
  noteStorageFails(fails: boolean, jobIds: Iterable<string>): void {
    this.#storageFails = fails;
    for (const jobId of jobIds) this.events.emit('observed', jobId);
  }

  note(jobId: string, seen: Observed): void {
    this.forget(jobId);
    this.#observed.set(jobId, this.#withinRoom(seen));
    this.events.emit('observed', jobId);
  }

  /**
   * Withdraws estimates of waiting jobs that have passed. Returns when the next one passes, in milliseconds since
   * the epoch; `Infinity` for none.
   */
  withdrawPassed(now: number): number {
    let next = Infinity;
    const passed: string[] = [];
    for (const [jobId, { likelyAt = Infinity }] of this.#observed) {
      if (likelyAt <= now) passed.push(jobId);
      else next = Math.min(next, likelyAt);
    }
    for (const jobId of passed) this.note(jobId, { ...this.of(jobId), likelyAt: undefined });
    return next;
  }

  forget(jobId: string): void {
    this.#previewBytes -= this.#observed.get(jobId)?.preview?.length ?? 0;
    this.#observed.delete(jobId);
  }

  /** If the limit is reached, existing previews stay and new ones are dropped. */
  #withinRoom({ preview, ...seen }: Observed): Observed {
    if (preview === undefined || this.#previewBytes + preview.length > MOST_PREVIEW_BYTES) {
      return seen;
    }
    this.#previewBytes += preview.length;
    return { ...seen, preview };
  }
}

/** A status of a running job, and what was known before. */
export interface RunObserved {
  readonly output: unknown;
  readonly run: RunSeen;
  /** How long similar runs take, if known. */
  readonly times: RunTimes | undefined;
}

/** Records that RunPod has the job in its queue. */
export async function observeQueue(
  job: Job,
  { log, observations, destinations, scale, clock, waits }: StepContext,
): Promise<void> {
  const seen = destinations.at(job.runpodEndpointId)?.health.lastSeen();
  const now = clock.now();
  const { runpodEndpointId, submittedAt = now, startedAt = now } = job;
  const isAsleep = seen && hasNoWorkers(seen) && scale.isAsleep(runpodEndpointId ?? '');
  const holdUp = isAsleep ? 'asleep' : seen && holdUpOf(seen, now - submittedAt);
  const ahead = await log.jobs.countAhead(job);
  const probable = holdUp === undefined ? await waits.ofSent(job) : undefined;
  const before = observations.of(job.id);
  observations.note(job.id, {
    ...shownOfRun(before, { now, startedAt }),
    ahead,
    holdUp,
    likelyAt: holdUp === undefined ? shownEstimate(now, before.likelyAt, probable) : undefined,
  });
}

/** Records that a GPU works on the job, and what its worker reports in `output`. */
export async function observeRun(
  job: Job,
  context: StepContext,
  { output, run: { startedAt }, times }: RunObserved,
): Promise<void> {
  const { log, clock, observations, destinations } = context;
  const reported = await previewOf(job, output, context);
  const before = observations.of(job.id);
  // A progress report without a preview keeps the previous one.
  const preview = reported ?? before.preview;
  const worker = destinations.workerFor(job);
  const parts = partsOf(job, worker);
  const expectedMs = before.expectedMs ?? (times && times.p50 * parts);
  const slowMs = before.slowMs ?? (times && times.p90 * parts);
  const began = beganAt(job, startedAt, expectedMs);
  const now = clock.now();
  const ofPart = worker.progress(output);
  const ofAll = ofPart === undefined ? undefined : (job.madeSoFar.length + ofPart) / parts;
  const mostShare = (job.madeSoFar.length + 1) / parts;
  const advanced = advance({ ...before, mostShare }, ofAll, { now, startedAt: began });
  const run = { ...advanced, expectedMs, slowMs, ...(mostShare < 1 && { mostShare }) };
  observations.note(job.id, { ...run, ...promised(now, { ...run, startedAt: began }), preview });
  if (job.state === 'queued') {
    await log.move(job.id, 'running', 'IN_PROGRESS at RunPod', { startedAt });
  }
}

/**
 * Records that RunPod did not respond. The estimate stays as long as the last observation supports
 * it.
 */
export function observeSilence(job: Job, { observations, clock }: StepContext): void {
  const { readyAt: before, lateAt: lateBefore, ...seen } = observations.shown(job);
  // While the key is refused, none of this is shown.
  if (before === undefined || seen.keyRefused) return;
  const now = clock.now();
  const startedAt = beganAt(job, job.startedAt ?? now, seen.expectedMs);
  const run = { ...seen, startedAt };
  const { readyAt, lateAt } = promised(now, run);
  if (readyAt === before && lateAt === lateBefore) return;
  if (readyAt !== undefined && isMoving(now, run)) return;
  observations.note(job.id, { ...seen, ...promised(now, run) });
}

function promised(now: number, run: RunSoFar): Pick<Observed, 'readyAt' | 'lateAt'> {
  return { readyAt: readyTime(now, run), lateAt: lateTime(now, run) };
}

/** When a run began, as far as is known. */
export interface RunSeen {
  /** In milliseconds since the epoch. */
  readonly startedAt: number;
  /** How much earlier it may have begun, in milliseconds. */
  readonly unsureMs: number;
}

/**
 * The known facts about a job that RunPod reports as running. Times are milliseconds since the
 * epoch.
 */
export interface RunSighting {
  readonly now: number;
  /** When RunPod last had it in its queue. */
  readonly queuedAt: number | undefined;
  /**
   * How long it was in RunPod's queue, in milliseconds. RunPod usually reports that once a job
   * runs.
   */
  readonly delayMs: number | undefined;
}

/** RunPod has a job a little before the bot knows, and counts from then. */
const OBSERVATION_DELAY_MS = 1_000;

/**
 * When the observed run began. Trusts the row, and then RunPod unless it says that the run has yet
 * to begin.
 */
export function runSeen(
  { submittedAt, startedAt }: Pick<Job, 'submittedAt' | 'startedAt'>,
  { now, queuedAt, delayMs }: RunSighting,
): RunSeen {
  if (startedAt !== undefined) return { startedAt, unsureMs: 0 };
  const earliest = Math.min(Math.max(submittedAt ?? now, queuedAt ?? 0), now);
  const unsure = { startedAt: now, unsureMs: now - earliest };
  if (delayMs === undefined || submittedAt === undefined) return unsure;
  const toldAt = submittedAt + delayMs;
  if (toldAt > now + OBSERVATION_DELAY_MS) return unsure;
  return { startedAt: Math.min(Math.max(toldAt, earliest), now), unsureMs: 0 };
}

type Advanced = Pick<Observed, 'progress' | 'movedAt' | 'leastShare'>;

interface RunClock {
  readonly now: number;
  readonly startedAt: number;
}

/**
 * The progress of a run with the worker's latest report, from 0 to 1; `undefined` if none. Never
 * goes back, whatever is reported. Times are milliseconds since the epoch.
 */
export function advance(
  before: Observed,
  reported: number | undefined,
  { now, startedAt }: RunClock,
): Advanced {
  const { progress, movedAt, expectedMs, leastShare = 0, mostShare = 1 } = before;
  const byTime = progress === undefined ? shareByTime(now, { startedAt, expectedMs }) : undefined;
  const least = Math.max(leastShare, Math.min(byTime ?? 0, mostShare)) || undefined;
  const hasRisen = reported !== undefined && (progress === undefined || reported > progress);
  return hasRisen
    ? { progress: reported, movedAt: now, leastShare: least }
    : { progress, movedAt, leastShare: least };
}

/** What a job's message keeps when RunPod has put the job back into its queue to start over. */
export function shownOfRun(before: Observed, times: RunClock): Pick<Observed, 'leastShare'> {
  const { progress = 0, leastShare = 0 } = advance(before, undefined, times);
  return { leastShare: Math.max(progress, leastShare) || undefined };
}

/** An endpoint that scales to zero starts its first worker within this time. */
const STARTS_WITHIN_MS = 30_000;

/** Hold-ups that health can show. */
type SeenHoldUp = Exclude<HoldUp, 'asleep'>;

/** Whether RunPod reports no worker in any state. */
function hasNoWorkers({ workers }: Health): boolean {
  const counts = Object.values(workers).filter((count) => count !== undefined);
  return counts.length > 0 && counts.every((count) => count === 0);
}

/** Why a job is still queued after `waitedMs`, according to the endpoint's health. */
export function holdUpOf({ workers }: Health, waitedMs: number): SeenHoldUp | undefined {
  // Missing counts do not mean that there are no workers.
  if (Object.values(workers).every((count) => count === undefined)) return undefined;
  const { idle = 0, running = 0, ready = 0, initializing = 0 } = workers;
  const { throttled = 0, unhealthy = 0 } = workers;
  if (idle + running + ready > 0) return undefined;
  if (initializing > 0) return 'cold';
  if (throttled > 0) return 'throttled';
  if (unhealthy > 0) return 'unhealthy';
  return waitedMs < STARTS_WITHIN_MS ? 'cold' : 'none';
}

/** Where previews are shown: nowhere, in age-restricted channels, or everywhere. */
export type PreviewPlaces = 'off' | 'on' | 'everywhere';

export interface PreviewContext {
  readonly previews: PreviewPlaces;
  readonly destinations: Pick<Destinations, 'workerFor'>;
  /** Removes metadata that a worker wrote into a picture. */
  readonly stripMetadata: (bytes: Buffer) => Promise<Buffer>;
  /** Marks a picture as generated in its metadata. */
  readonly markGenerated: (bytes: Buffer) => Buffer;
}

/** The shipped worker's are 256 pixels on their longest side. A large one is no preview. */
const LONGEST_SIDE = 512;

/**
 * The preview in a worker's IN_PROGRESS output: a JPEG without metadata, marked as generated.
 * `undefined` if there is none, if previews are off there, and for anything but a small JPEG:
 * errors in previews are not worth reporting. Previews of jobs with a picture of a person are not
 * even decoded, since they may still show that person.
 */
export async function previewOf(
  job: Job,
  output: unknown,
  { previews, destinations, stripMetadata, markGenerated }: PreviewContext,
): Promise<Buffer | undefined> {
  if (!mayShow(job, previews)) return undefined;
  const text = destinations.workerFor(job).preview(output);
  const picture = text === undefined ? undefined : await pictureFrom(text);
  if (picture?.format !== 'jpeg') return undefined;
  try {
    const { width, height } = inspectPhoto(picture.bytes);
    if (Math.min(width, height) < 1 || Math.max(width, height) > LONGEST_SIDE) return undefined;
    return markGenerated(await stripMetadata(picture.bytes));
  } catch {
    return undefined;
  }
}

function mayShow({ wanted, ageRestricted }: Job, previews: PreviewPlaces): boolean {
  if (wanted.person) return false;
  return previews === 'everywhere' || (previews === 'on' && ageRestricted);
}
