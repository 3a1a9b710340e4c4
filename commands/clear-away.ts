import type { ToClear } from '../src/record/person/erase-jobs.ts';
import type { Services } from './services.ts';

/**
 * Has the files and messages go that a job has left behind. An answer waits for neither, and a file that is left is swept
 * at the next start: no row names it.
 */
export function clearAway(
  jobId: string,
  { pictures, jobs }: ToClear,
  {
    pictures: store,
    erasedMessages,
    logger,
  }: Pick<Services, 'pictures' | 'erasedMessages' | 'logger'>,
): void {
  store.remove(pictures).catch((err: unknown) => {
    logger.error({ job: jobId, err }, 'a removed picture is still on the disk');
  });
  void erasedMessages.removeEach(jobs, { urgency: 'person' });
}
