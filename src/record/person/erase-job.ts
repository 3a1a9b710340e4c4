import { sql } from 'kysely';
import type { Database } from '../store/database.ts';
import { erasedMark } from './erased-mark.ts';
import type { Job, StoredPicture } from '../job/job.ts';
import { moments } from '../store/moments.ts';
import { holdingReportOf } from '../report/open-report.ts';
import type { Pseudonym } from './pseudonym.ts';
import { ITS_REQUESTER } from '../report/report.ts';
import { JOB_COLUMNS, readableJobs, storedPictures, type JobRow } from '../job/row.ts';
import { TELL_AGAIN } from '../report/tell-again.ts';

/** Stands where the words of an erased job stood. */
const NO_PARAMS = { prompt: '(erased)', negativePrompt: '', seed: 0 };

/** When rows are erased, and by what name their people go from then on. */
export interface Erasing {
  readonly now: number;
  readonly pseudonym: Pseudonym;
}

/** What is to be cleared away after rows were erased. */
export interface ToClear {
  /** Jobs as they were before, whose messages are to be deleted. */
  readonly jobs: readonly Job[];
  /** Pictures whose files are to go. */
  readonly pictures: readonly StoredPicture[];
}

/** What is left is what limits are counted from, and where the message is that is to be deleted. */
export async function eraseJob(
  trx: Database,
  { id, userId }: JobRow,
  { now, pseudonym }: Erasing,
): Promise<void> {
  await trx
    .updateTable('jobs')
    .set((eb) => ({
      userId: pseudonym(userId),
      interactionId: erasedMark(id),
      interactionToken: null,
      params: JSON.stringify(NO_PARAMS),
      attachment: null,
      face: null,
      retryOf: null,
      pictures: '[]',
      errorFacts: '{}',
      cancelledBy: null,
      erasedAt: now,
      undeliverableAt: eb.fn.coalesce('undeliverableAt', sql.val(now)),
    }))
    .where('id', '=', id)
    .execute();
  await trx.deleteFrom('consents').where('jobId', '=', id).execute();
  await trx
    .updateTable('reports')
    .set({ shownRevision: TELL_AGAIN, undeliverableAt: null })
    .where('jobId', '=', id)
    .execute();
  // Of those that are open none held it, and there is nothing left to decide.
  await trx
    .updateTable('reports')
    .set({ decision: 'removed', decidedBy: ITS_REQUESTER, decidedAt: now })
    .where('jobId', '=', id)
    .where('decidedAt', 'is', null)
    .execute();
}

/**
 * Erases a job that waited to be, where it is under no open report any more. Gives it as it was.
 */
export async function eraseMarkedJob(
  trx: Database,
  jobId: string,
  erasing: Erasing,
): Promise<JobRow[]> {
  const row = await trx
    .selectFrom('jobs')
    .select(JOB_COLUMNS)
    .where('id', '=', jobId)
    .where('eraseAskedAt', 'is not', null)
    .where('erasedAt', 'is', null)
    .where((eb) => eb.not(eb.exists(holdingReportOf(eb))))
    .executeTakeFirst();
  if (!row) return [];
  await eraseJob(trx, row, erasing);
  // The decision that it waited for is on record with their name.
  await trx
    .updateTable('moderationEvents')
    .set({ userId: erasing.pseudonym(row.userId) })
    .where('userId', '=', row.userId)
    .where('jobId', '=', jobId)
    .execute();
  return [row];
}

/** To be called once it is committed that these rows are erased. Gives what is to be cleared away. */
export function noteErased(erased: readonly JobRow[]): ToClear {
  for (const { id: jobId } of erased) moments.noted.publish({ jobId, what: 'erased' });
  return {
    jobs: readableJobs(erased),
    pictures: erased.flatMap(({ pictures }) => storedPictures(pictures) ?? []),
  };
}
