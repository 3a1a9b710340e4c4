import { microsOf } from '../engines/money.ts';
import type { Share } from '../engines/semaphore.ts';
import { BotError, type ErrorCode } from '../errors/errors.ts';
import { DownloadError, type DownloadFailure } from '../images/download.ts';
import { StorageError, type StoredPicture } from '../images/picture-store.ts';
import { hostOf, type Picture, type PictureAddress, pictureOf } from '../images/picture.ts';
import type { Logger } from '../logger/logger.ts';
import { persist } from '../store/unwritable.ts';
import type { WorkerResult } from '../workers/output.ts';
import type { Job } from './job.ts';
import { partsOf } from './parts.ts';
import { withoutWords } from './redact-words.ts';
import type { StepContext } from './step-context.ts';
import { LARGEST_RESULT_BYTES } from './storage-watch.ts';

/** Shared by all jobs: two downloads at a time, since their sizes are unknown. */
export const BUCKET_ROOM = { weight: 2 * LARGEST_RESULT_BYTES, shares: 2 };

/** RunPod's measurements of a job, in milliseconds. */
export interface Spent {
  readonly delayMs: number | undefined;
  readonly executionMs: number | undefined;
}

/** What to record of a job that has ended at RunPod. */
export interface EndedAtRunPod extends Spent {
  readonly costMicros?: number;
  readonly remoteOpen: false;
}

/** Its pictures stay at RunPod, since they cannot be stored for now. */
export interface Unstored {
  readonly unstored: EndedAtRunPod;
}

/** Whether the job has ended here, was put back for its next part, or why to retry. */
export type Finished = 'over' | 'next_part' | 'in a bucket' | Unstored;

/** Error codes for a bucket that responds but does not return the picture. */
const CODES = {
  refused: 'pictures_elsewhere',
  gone: 'result_lost',
  too_large: 'result_unreadable',
  empty: 'no_pictures',
} as const satisfies Record<Exclude<DownloadFailure, 'unreachable'>, ErrorCode>;

/**
 * Ends a job that has ended at RunPod, as `completed` or `failed`. Not if a bucket is unreachable
 * for now, or pictures cannot be stored. Without `patient`, accepts the pictures that are
 * available.
 */
export async function finish(
  job: Job,
  context: StepContext,
  { spent, result, patient }: { spent: Spent; result: WorkerResult; patient: boolean },
): Promise<Finished> {
  const { log, logger, pictures, storage } = context;
  const cost = reportedCost(result, { job: job.id, logger });
  const over = withEarlierParts(job, { spent, ...cost });
  const { words, negativePrompt } = job.wanted;
  // A worker may quote the prompt, which must not be logged.
  const loggable = (text: string) => withoutWords(text, [words, negativePrompt]);
  if (result.kind === 'error') {
    const { code, text } = result.error;
    logger.warn({ job: job.id, code, worker: loggable(text) }, 'the worker reported an error');
    await log.move(job.id, 'failed', code, { ...over, error: { code } });
    return 'over';
  }
  if (storage.fault !== undefined) return { unstored: over };
  if (result.missing !== undefined) {
    const worker = loggable(result.missing);
    logger.warn({ job: job.id, worker }, 'the worker did not make every picture');
  }
  if (result.smaller !== undefined) {
    const about = { job: job.id, pictures: result.smaller };
    logger.info(about, 'the worker shrank pictures to fit the limit of RunPod');
  }
  const parts = partsOf(job, context.destinations.workerFor(job));
  // A worker may return more than the one picture of a part.
  const missing = parts > 1 ? parts - job.madeSoFar.length : result.pictures.length;
  const received = result.pictures.slice(0, missing);
  const watch = context.ends.watch(job);
  let stored: readonly StoredPicture[];
  let share: Share | undefined;
  let bytes = 0;
  try {
    const elsewhere = received.some((picture) => 'url' in picture);
    // Limits parallel downloads, whatever their size.
    if (elsewhere)
      share = await context.bucketRoom.take({ weight: LARGEST_RESULT_BYTES, signal: watch.signal });
    const { gathered, failures } = await gather(job, context, received, watch.signal);
    if (failures.has('unreachable') && (patient || gathered.length === 0)) {
      return 'in a bucket';
    }
    if (gathered.length === 0) throw new BotError(reasonOf(failures));
    bytes = gathered.reduce((sum, picture) => sum + picture.bytes.length, 0);
    stored = await pictures.save(
      job.id,
      strippedAndMarked(job, context, gathered),
      job.madeSoFar.length,
    );
  } catch (error) {
    // A job that ended meanwhile stays as it is. If the bot stops, the next start resumes it.
    if (watch.signal.aborted) return 'over';
    if (error instanceof StorageError) {
      logger.warn({ job: job.id, err: error }, 'the pictures cannot be stored yet');
      storage.noteFault(error, bytes);
      return { unstored: over };
    }
    const code = error instanceof BotError ? error.code : 'storage_failed';
    logger.error({ job: job.id, code, err: error }, 'the pictures could not be stored');
    await log.move(job.id, 'failed', code, { ...over, error: { code } });
    return 'over';
  } finally {
    share?.release();
    watch.unwatch();
  }
  const all = [...job.madeSoFar, ...stored];
  const goesOn = all.length < parts;
  const moved = await persist(context, () =>
    goesOn
      ? log.move(job.id, 'ready', `${all.length} of ${job.count} pictures made`, {
          ...over,
          pictures: all,
          attempt: 0,
          runpodId: null,
          startedAt: null,
          queue: context.destinations.find(job.wanted.recipe)?.queue ?? job.queue,
        })
      : log.move(job.id, 'completed', 'COMPLETED at RunPod', { ...over, pictures: all }),
  );
  // It may have ended otherwise; or as here, if the answer to an earlier try was lost.
  if (!moved) await removeUnnamed(stored, context);
  return goesOn ? 'next_part' : 'over';
}

/** Removes the pictures that no row names. */
async function removeUnnamed(
  stored: readonly StoredPicture[],
  { log, pictures }: StepContext,
): Promise<void> {
  const { named } = await log.jobs.filesInUse(stored.map(({ file }) => file));
  await pictures.remove(stored.filter(({ file }) => !named.has(file)));
}

/** What all parts of a job have taken so far. */
export function withEarlierParts(
  { delayMs: waited, executionMs: before, costMicros: paid }: Job,
  { spent, costMicros }: { readonly spent: Spent; readonly costMicros?: number },
): EndedAtRunPod {
  const { delayMs, executionMs } = spent;
  const cost = paid === undefined && costMicros === undefined;
  return {
    delayMs: waited ?? delayMs,
    executionMs: before === undefined ? executionMs : before + (executionMs ?? 0),
    ...(cost ? {} : { costMicros: (paid ?? 0) + (costMicros ?? 0) }),
    remoteOpen: false,
  };
}

/** Downloads the pictures in buckets. Returns those available and why the others are not. */
async function gather(
  job: Job,
  { fetchFromBucket, logger }: StepContext,
  pictures: readonly (Picture | PictureAddress)[],
  signal: AbortSignal,
): Promise<{ gathered: readonly Picture[]; failures: ReadonlySet<DownloadFailure> }> {
  const gathered: Picture[] = [];
  const failures = new Set<DownloadFailure>();
  let left = LARGEST_RESULT_BYTES;
  for (const picture of pictures) {
    if ('bytes' in picture) {
      gathered.push(picture);
      continue;
    }
    try {
      const bytes = await fetchFromBucket(picture.url, { largestBytes: left, signal });
      left -= bytes.length;
      const fetched = pictureOf(bytes);
      if (fetched) gathered.push(fetched);
      else failures.add('empty');
    } catch (error) {
      if (!(error instanceof DownloadError)) throw error;
      failures.add(error.failure);
      logger.warn({ job: job.id, host: hostOf(picture), err: error }, 'picture not fetched');
    }
  }
  return { gathered, failures };
}

function reasonOf(failures: ReadonlySet<DownloadFailure>): (typeof CODES)[keyof typeof CODES] {
  for (const failure of failures) if (failure !== 'unreachable') return CODES[failure];
  return 'no_pictures';
}

/**
 * Marks pictures as generated, each when it is about to be stored, so that only one copy is in
 * memory. ComfyUI writes the whole graph into them. If the job has an input picture, the graph
 * contains it, so the metadata is removed first. Skips incomplete pictures.
 *
 * @throws BotError `result_unreadable` if none is complete.
 */
async function* strippedAndMarked(
  job: Job,
  context: StepContext,
  pictures: readonly Picture[],
): AsyncGenerator<Picture> {
  const broken: BotError[] = [];
  for (const picture of pictures) {
    try {
      yield await strippedAndMarkedOne(job, context, picture);
    } catch (error) {
      if (!(error instanceof BotError)) throw error;
      broken.push(error);
      const about = { job: job.id, format: picture.format, err: error };
      context.logger.warn(about, 'an unreadable picture is left out');
    }
  }
  if (broken[0] && broken.length === pictures.length) throw broken[0];
}

async function strippedAndMarkedOne(
  { wanted }: Job,
  { stripMetadata, markGenerated, turns }: StepContext,
  picture: Picture,
): Promise<Picture> {
  const { bytes } = picture;
  let clean = bytes;
  if (wanted.picture) {
    clean = await stripMetadata(bytes);
    // Both read and copy the whole picture in one go.
    await turns.take();
  }
  return { ...picture, bytes: markGenerated(clean) };
}

/** A job's reported cost as stored; undefined if none was reported or it is not credible. */
export function reportedCost(
  { costUsd, oddCost }: Pick<WorkerResult, 'costUsd' | 'oddCost'>,
  { job, logger }: { readonly job: string; readonly logger: Logger },
): { readonly costMicros?: number } {
  if (oddCost === true) {
    logger.warn({ job }, 'the reported cost is not credible; the documented price counts');
  }
  return costUsd === undefined ? {} : { costMicros: microsOf(costUsd) };
}
