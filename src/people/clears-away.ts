import type { Job } from '../jobs/job.ts';
import type { ClearAway } from '../jobs/sql/erase-jobs.ts';
import { removePictures, type RemovePicturesOptions } from '../images/picture-store.ts';

export interface ClearsAwayOptions extends RemovePicturesOptions {
  /** Sets out to delete the messages of jobs that were erased. */
  readonly deleteMessages: (jobs: readonly Job[]) => void;
}

/** Clears away what rows leave behind that nobody waits for. */
export function clearsAway({ deleteMessages, ...options }: ClearsAwayOptions): ClearAway {
  return async (slice) => {
    deleteMessages(slice.jobs);
    await removePictures(slice.pictures, options);
  };
}
