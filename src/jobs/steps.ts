import type { Clock } from '../clock.ts';
import type { Recipes } from '../comfy/recipe.ts';
import type { Worker } from '../comfy/worker.ts';
import type { ErrorCode, ErrorFacts } from '../errors/errors.ts';
import type { NormalisedFace } from '../images/face.ts';
import type { Photo } from '../images/photos.ts';
import type { Logger } from '../logger/logger.ts';
import type { Turns } from '../turns.ts';
import type { ByteBudget } from '../runpod/byte-budget.ts';
import type { RunPodClient, RunPodJob } from '../runpod/client.ts';
import type { KeyAccess } from '../runpod/key-access.ts';
import type { GpuTime } from './gpu-time.ts';
import type { HealthWatch } from './health-watch.ts';
import type { Job } from '../record/job/job.ts';
import type { JobLog } from '../record/job/job-log.ts';
import type { Observations } from './observations.ts';
import type { PictureStore } from '../record/store/picture-store.ts';
import type { ServerGpuTime } from './server-gpu-time.ts';

/** What the steps of a job work with. */
export interface StepContext {
  readonly log: JobLog;
  readonly observations: Observations;
  readonly pictures: PictureStore;
  readonly runpod: RunPodClient;
  readonly endpointId: string;
  readonly worker: Worker;
  readonly recipes: Recipes;
  readonly clock: Clock;
  readonly turns: Turns;
  readonly logger: Logger;
  readonly pollIntervalMs: number;
  readonly jobTimeoutMs: number;
  /** How long a job may wait here for its turn and for RunPod to take it. */
  readonly queueTimeoutMs: number;
  /** How many jobs RunPod may have at once. 0: no limit. */
  readonly maxJobsInFlight: number;
  readonly gpuTime: GpuTime;
  readonly serverGpuTime: ServerGpuTime;
  /** Whether RunPod takes the key. While it does not, jobs wait. */
  readonly access: KeyAccess;
  /** From 0 up to 1, for jitter. */
  readonly random: () => number;
  /** Whether pictures are made from photos of faces. */
  readonly faces: boolean;
  /** Fetches, checks and normalises a photo. @throws BotError for what a person is told. */
  readonly prepareFace: (photo: Photo, signal: AbortSignal) => Promise<NormalisedFace>;
  /** Fetches a picture that the worker put into a bucket. @throws DownloadError. */
  readonly fetchFromBucket: (
    url: string,
    options: { readonly largestBytes: number; readonly signal: AbortSignal },
  ) => Promise<Buffer>;
  /** Room for what is fetched from there, for all jobs. Not RunPod's: a slow bucket holds up nobody else. */
  readonly bucketRoom: ByteBudget;
  /** Removes what a worker wrote into a picture beside its pixels. */
  readonly stripMetadata: (bytes: Buffer) => Promise<Buffer>;
  /** Says in a picture's own metadata that a model made it. */
  readonly markGenerated: (bytes: Buffer) => Buffer;
  readonly health: HealthWatch;
  /** Aborts requests that are still under way when the time to stop is up. */
  readonly halt: AbortSignal;
}

/** An orphan at RunPod ends by itself this long after the time that the job may take. */
export const TTL_MARGIN_MS = 60 * 60_000;
/** As long as RunPod lets a job live at most, by its documentation of `executionTimeout`. */
export const LONGEST_TTL_MS = 7 * 24 * 60 * 60_000;

/** How long RunPod may work on a job and keep it, in milliseconds. */
export function policyFor(jobTimeoutMs: number): RunPodJob['policy'] {
  const ttl = Math.min(jobTimeoutMs + TTL_MARGIN_MS, LONGEST_TTL_MS);
  return { executionTimeout: jobTimeoutMs, ttl };
}

/** One step of a job: does what its state asks for, and says after how many ms to look again. */
export type Step = (job: Job, context: StepContext) => Promise<number>;

export async function fail(
  { id }: Pick<Job, 'id'>,
  { log }: Pick<StepContext, 'log'>,
  code: ErrorCode,
  facts: ErrorFacts = {},
): Promise<number> {
  await log.move(id, 'failed', code, { error: { code, facts } });
  return 0;
}

/** For sentences: whole minutes, at least one. */
export function minutes(ms: number): string {
  return String(Math.max(1, Math.round(ms / 60_000)));
}
