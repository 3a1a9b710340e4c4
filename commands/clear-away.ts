import type { ToClear } from '../src/jobs/sql/erase-jobs.ts';
import { removePictures } from '../src/images/picture-store.ts';
import type { Services } from './services.ts';

/** Has the files and messages go that a job has left behind. An answer waits for neither. */
export function clearAway(
  jobId: string,
  { pictures, jobs }: ToClear,
  {
    pictures: store,
    erasedMessages,
    logger,
  }: Pick<Services, 'pictures' | 'erasedMessages' | 'logger'>,
): void {
  void removePictures(pictures, { pictures: store, logger: logger.child({ job: jobId }) });
  void erasedMessages.removeEach(jobs, { urgency: 'person' });
}
