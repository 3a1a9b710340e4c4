import type { Changing } from '../../jobs/sql/changing.ts';
import { keepFetched } from '../../jobs/sql/job-notes.ts';
import type { StoredPicture } from '../../images/picture-store.ts';
import { changeOpenReports } from './change-reports.ts';

/**
 * Keeps what was fetched back of a finished job: see {@link keepFetched}. Moderators see its open reports otherwise, since
 * they can look at it from now on. False where the pictures may not be kept.
 */
export async function keepPictures(
  changing: Changing,
  jobId: string,
  pictures: readonly StoredPicture[],
): Promise<boolean> {
  if (!(await keepFetched(changing.trx, jobId, pictures))) return false;
  changing.note(jobId, 'pictures');
  await changeOpenReports(changing, jobId);
  return true;
}
