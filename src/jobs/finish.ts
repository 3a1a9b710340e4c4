import { pictureOf } from '../comfy/picture.ts';
import type { Picture, PictureAddress, WorkerResult } from '../comfy/worker.ts';
import { BotError, type ErrorCode } from '../errors.ts';
import { DownloadError, type DownloadFailure } from '../images/download.ts';
import type { Job, StoredPicture } from './job.ts';
import { persist } from './persist.ts';
import type { StepContext } from './steps.ts';
import { watchForEnd } from './watch-for-end.ts';
import { withoutWords } from './without-words.ts';

/** What is fetched for one job at most: several large pictures. */
const LARGEST_BYTES = 24 * 1024 * 1024;

/** What RunPod measured of a job, in milliseconds. */
export interface Spent {
  readonly delayMs: number | undefined;
  readonly executionMs: number | undefined;
}

const CODES = {
  refused: 'pictures_elsewhere',
  gone: 'result_lost',
  too_large: 'result_unreadable',
  unreachable: 'pictures_unreachable',
  empty: 'no_pictures',
} as const satisfies Record<DownloadFailure, ErrorCode>;

/**
 * Brings a job that is over at RunPod to its end here, as `completed` or `failed`. False where it has
 * to be tried again: its pictures lie in a bucket that cannot be reached for now.
 */
export async function finish(
  job: Job,
  context: StepContext,
  spent: Spent,
  result: WorkerResult,
): Promise<boolean> {
  const { log, logger, pictures } = context;
  const over = { ...spent, remoteOpen: false };
  if (result.kind === 'error') {
    const { code, text } = result.error;
    const { prompt, negativePrompt } = job.settings;
    // A worker may quote the prompt in its error, and that is no word for a log.
    const worker = withoutWords(text, [prompt, negativePrompt]);
    logger.warn({ job: job.id, code, worker }, 'the worker reported an error');
    await log.move(job.id, 'failed', code, { ...over, error: { code } });
    return true;
  }
  const watch = watchForEnd(job, context);
  let stored: readonly StoredPicture[];
  try {
    const gathered = await gather(job, context, result.pictures, watch.signal);
    stored = await pictures.save(job.id, await finished(job, context, gathered));
  } catch (error) {
    // Whoever ended it has the last word; where the bot stops, the next start takes it up.
    if (watch.signal.aborted) return true;
    const code = error instanceof BotError ? error.code : 'storage_failed';
    if (code === 'pictures_unreachable') return false;
    logger.error({ job: job.id, code, err: error }, 'the pictures could not be stored');
    await log.move(job.id, 'failed', code, { ...over, error: { code } });
    return true;
  } finally {
    watch.unwatch();
  }
  const completed = await persist(context, () =>
    log.move(job.id, 'completed', 'COMPLETED at RunPod', { ...over, pictures: stored }),
  );
  if (!completed) await pictures.remove(stored);
  return true;
}

/**
 * Fetches what lies elsewhere. One that cannot be had is left out where others can.
 *
 * @throws BotError why none can.
 */
async function gather(
  job: Job,
  { fetchPicture, logger }: StepContext,
  pictures: readonly (Picture | PictureAddress)[],
  signal: AbortSignal,
): Promise<readonly Picture[]> {
  const gathered: Picture[] = [];
  let code: ErrorCode = 'no_pictures';
  let left = LARGEST_BYTES;
  for (const picture of pictures) {
    if ('bytes' in picture) {
      gathered.push(picture);
      continue;
    }
    try {
      const bytes = await fetchPicture(picture.url, { largestBytes: left, signal });
      left -= bytes.length;
      const fetched = pictureOf(bytes);
      if (fetched) gathered.push(fetched);
    } catch (error) {
      if (!(error instanceof DownloadError)) throw error;
      code = CODES[error.failure];
      logger.warn({ job: job.id, code, host: hostOf(picture), err: error }, 'picture not fetched');
    }
  }
  if (gathered.length > 0) return gathered;
  throw new BotError(code);
}

/** What an operator may want to name in RESULT_HOSTS. The rest of the address is a signature's. */
function hostOf({ url }: PictureAddress): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}

/**
 * Marks pictures as generated. ComfyUI writes the whole graph into them, and with it the photo that
 * was sent, so those with a face lose all that first.
 */
async function finished(
  job: Job,
  { stripMetadata, markGenerated }: StepContext,
  pictures: readonly Picture[],
): Promise<readonly Picture[]> {
  const marked: Picture[] = [];
  for (const { bytes, format } of pictures) {
    const clean = job.usesFace ? await stripMetadata(bytes) : bytes;
    marked.push({ bytes: markGenerated(clean), format });
  }
  return marked;
}
