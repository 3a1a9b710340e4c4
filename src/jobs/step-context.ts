import type { Semaphore } from '../engines/semaphore.ts';
import type { UntilNextRun } from '../engines/tasks.ts';
import type { Turns } from '../engines/turns.ts';
import type { ErrorCode, ErrorFacts } from '../errors/errors.ts';
import type { NormalisedPicture, Photo, PictureUse } from '../images/photos.ts';
import type { PictureStore } from '../images/picture-store.ts';
import type { PictureSource } from '../recipes/stored-request.ts';
import type { RunPodClient } from '../runpod/client.ts';
import type { WebhookAddresses } from '../runpod/webhook-addresses.ts';
import type { Processes } from '../store/processes.ts';
import type { PersistContext } from '../store/unwritable.ts';
import type { Destinations } from './destinations.ts';
import type { EndWatches } from './end-watches.ts';
import type { ScaleWatch } from './endpoint-notices.ts';
import type { JobLog } from './job-log.ts';
import type { Job } from './job.ts';
import type { Observations, PreviewContext } from './observations.ts';
import type { NextPollContext } from './poll-schedule.ts';
import type { Spending } from './spending.ts';
import type { StorageWatch } from './storage-watch.ts';
import type { WaitEstimates } from './wait-estimates.ts';

/** What the steps of a job need. */
export interface StepContext extends PersistContext, PreviewContext, NextPollContext {
  readonly log: JobLog;
  readonly processes: Pick<Processes, 'isLeased'>;
  readonly observations: Observations;
  readonly ends: EndWatches;
  readonly waits: Pick<WaitEstimates, 'ofSent'>;
  readonly runpod: RunPodClient;
  readonly destinations: Destinations;
  readonly scale: ScaleWatch;
  readonly spending: Pick<Spending, 'today'>;
  readonly storage: StorageWatch;
  readonly pictures: PictureStore;
  readonly turns: Turns;
  /** From 0 up to 1, for jitter. */
  readonly random: () => number;
  /** Issues webhook addresses. `undefined`: no webhooks. */
  readonly webhooks?: Pick<WebhookAddresses, 'of'> | undefined;
  /** Whether pictures that may show a person are accepted. */
  readonly faces: boolean;
  /** How long the requester may take to consent, in milliseconds. */
  readonly consentWindowMs: number;
  /** How long a job may wait here, in its queue and for RunPod to accept it. */
  readonly queueTimeoutMs: number;
  readonly jobTimeoutMs: number;
  /** See `PREPARING`. */
  readonly preparing: Semaphore;
  /** See `UPLOAD_SLOTS`. */
  readonly uploadSlots: Semaphore;
  /**
   * Memory for bucket downloads of all jobs. Separate from RunPod's, so that a slow bucket does not
   * delay other jobs.
   */
  readonly bucketRoom: Semaphore;
  /** Downloads, checks and normalises a picture. @throws BotError for the requester. */
  readonly preparePicture: (
    photo: Photo,
    use: PictureUse,
    signal: AbortSignal,
  ) => Promise<NormalisedPicture>;
  /** The same for a picture that the bot made. */
  readonly prepareMade: (
    made: { readonly source: PictureSource; readonly userId: string },
    use: PictureUse,
    signal: AbortSignal,
  ) => Promise<NormalisedPicture>;
  /** Downloads a picture from the worker's bucket. @throws DownloadError. */
  readonly fetchFromBucket: (
    url: string,
    options: { readonly largestBytes: number; readonly signal: AbortSignal },
  ) => Promise<Buffer>;
}

/** What follows a step of a job: another one, after a pause or as soon as others change the job, or none. */
export type Next = UntilNextRun;

/** The row asks for another step. */
export const AGAIN = 0;

/** Nothing, until others bring the job back. */
export const DONE = undefined;

/** `ms`: how long there is nothing to do; less than zero is {@link AGAIN}. */
export function after(ms: number): number {
  return Math.max(ms, AGAIN);
}

/** Ends a job as failed, unless others were faster. */
export async function fail(
  { id }: Pick<Job, 'id'>,
  { log }: { readonly log: Pick<JobLog, 'move'> },
  code: ErrorCode,
  facts: ErrorFacts = {},
): Promise<number> {
  await log.move(id, 'failed', code, { error: { code, facts } });
  return AGAIN;
}

/** A time in whole minutes, at least one. */
export function wholeMinutes(ms: number): number {
  return Math.max(1, Math.round(ms / 60_000));
}
