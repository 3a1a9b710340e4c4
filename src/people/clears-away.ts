import type { Logger } from '../logger/logger.ts';
import type { Job } from '../record/job/job.ts';
import type { ClearAway } from '../record/person/erase-jobs.ts';
import type { PictureStore } from '../record/store/picture-store.ts';

export interface ClearsAwayOptions {
  /** Sets out to delete the messages of jobs that were erased. */
  readonly deleteMessages: (jobs: readonly Job[]) => void;
  readonly pictures: Pick<PictureStore, 'remove'>;
  readonly logger: Logger;
}

/** Clears away what rows leave behind that nobody waits for. */
export function clearsAway({ deleteMessages, pictures, logger }: ClearsAwayOptions): ClearAway {
  return async (slice) => {
    deleteMessages(slice.jobs);
    // A file that is left is swept at the next start: no row names it.
    await pictures.remove(slice.pictures).catch((err: unknown) => {
      logger.error({ err }, 'a removed picture is still on the disk');
    });
  };
}
