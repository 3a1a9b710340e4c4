import { sql, type ExpressionBuilder, type Transaction } from 'kysely';
import type { StoredPicture } from './job.ts';
import { openReportOf } from './open-report.ts';
import { storedPictures } from './row.ts';
import type { Tables } from './tables.ts';

/**
 * Takes the pictures out of the rows of jobs that ended before that time and are shown, or were
 * given up before it. Gives those pictures, whose files are to go.
 */
export async function forgetPictures(
  trx: Transaction<Tables>,
  before: number,
): Promise<StoredPicture[]> {
  const old = (eb: ExpressionBuilder<Tables, 'jobs'>) =>
    eb.and([
      eb('pictures', '!=', '[]'),
      eb('finishedAt', '<', before),
      // From then on the operator knows of it, and may fetch it.
      eb(eb.fn.coalesce('undeliverableAt', 'finishedAt'), '<', before),
      isSettled(eb),
    ]);
  const rows = await trx.selectFrom('jobs').select('pictures').where(old).execute();
  await trx.updateTable('jobs').set({ pictures: '[]' }).where(old).execute();
  return rows.flatMap(({ pictures }) => storedPictures(pictures) ?? []);
}

/**
 * Removes the rows of jobs that ended before that time, with what happened to them and who
 * consented, where nothing is left to be done about them. Gives how many.
 */
export async function forgetJobs(trx: Transaction<Tables>, endedBefore: number): Promise<number> {
  const { numDeletedRows } = await trx
    .deleteFrom('jobs')
    .where('finishedAt', '<', endedBefore)
    .where('remoteOpen', '=', 0)
    .where('pictures', '=', '[]')
    .where(isSettled)
    .executeTakeFirstOrThrow();
  await trx
    .deleteFrom('consents')
    .where('givenAt', '<', endedBefore)
    .where((eb) =>
      eb.not(eb.exists(eb.selectFrom('jobs').select('id').whereRef('id', '=', 'consents.jobId'))),
    )
    .execute();
  return Number(numDeletedRows);
}

/**
 * Removes the rows of erased jobs that ended before that time and whose message is gone, and keeps
 * their number by state. Gives how many.
 */
export async function forgetErased(trx: Transaction<Tables>, endedBefore: number): Promise<number> {
  const removed = await trx
    .deleteFrom('jobs')
    .where('erasedAt', 'is not', null)
    .where('finishedAt', '<', endedBefore)
    .where('remoteOpen', '=', 0)
    .where('answeredInteractionId', '=', sql<string>`'erased-' || id`)
    .where('messageId', 'is', null)
    .returning('state')
    .execute();
  for (const { state } of removed) {
    await trx
      .insertInto('erasedCounts')
      .values({ state, count: 1 })
      .onConflict((conflict) =>
        conflict.column('state').doUpdateSet((eb) => ({ count: eb('erasedCounts.count', '+', 1) })),
      )
      .execute();
  }
  return removed.length;
}

/** Its message shows how it ended, or never can, and no report of it waits for a decision. */
function isSettled(eb: ExpressionBuilder<Tables, 'jobs'>) {
  return eb.and([
    eb.or([eb('shownRevision', '>=', eb.ref('revision')), eb('undeliverableAt', 'is not', null)]),
    eb.not(eb.exists(openReportOf(eb))),
  ]);
}
