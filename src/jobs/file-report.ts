import { BotError } from '../errors.ts';
import type { Database } from './database.ts';
import { IdTaken } from './free-id.ts';
import type { ReportReason } from './job.ts';
import { recordModeration } from './moderation-event.ts';
import { HIDING_REASONS } from './report.ts';
import { JOB_COLUMNS } from './row.ts';
import { TELL_AGAIN } from './tell-again.ts';

export interface NewReport {
  readonly id: string;
  readonly jobId: string;
  readonly reporterId: string;
  readonly reason: ReportReason;
}

/**
 * Writes down a report; where its reason asks for that, the picture is hidden. Gives its row, the
 * job's where that was hidden, and those of other reports that are to be told again. `undefined`
 * where this person has reported this picture before.
 *
 * @throws BotError `not_reportable` where there is no picture any more, or its row is erased, and
 * IdTaken.
 */
export async function fileReport(trx: Database, report: NewReport, now: number) {
  const { id, jobId, reporterId, reason } = report;
  const job = await trx
    .selectFrom('jobs')
    .select(['guildId', 'userId'])
    .where('id', '=', jobId)
    .where('state', '=', 'completed')
    .where('visibility', '!=', 'removed')
    .where('erasedAt', 'is', null)
    .executeTakeFirst();
  if (!job) throw new BotError('not_reportable');
  const { guildId, userId } = job;
  const row = await trx
    .insertInto('reports')
    .values({ id, jobId, guildId, reporterId, reason, reportedAt: now })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!row) {
    const before = await trx
      .selectFrom('reports')
      .select('id')
      .where('jobId', '=', jobId)
      .where('reporterId', '=', reporterId)
      .executeTakeFirst();
    if (before) return undefined;
    throw new IdTaken(id);
  }
  const event = { guildId, jobId, reportId: id, byUser: reporterId, userId };
  await recordModeration(trx, now, { what: 'reported', ...event });
  if (!HIDING_REASONS.includes(reason)) return { row, hidden: undefined, others: [] };
  const hidden = await trx
    .updateTable('jobs')
    .set((eb) => ({
      visibility: 'hidden',
      hiddenBecause: reason,
      revision: eb('revision', '+', 1),
      // It may be reached again, and this is worth every try.
      undeliverableAt: null,
    }))
    .where('id', '=', jobId)
    .where('visibility', '=', 'shown')
    .returning(JOB_COLUMNS)
    .executeTakeFirst();
  // They say that it is still shown.
  const others = await trx
    .updateTable('reports')
    .set({ shownRevision: TELL_AGAIN })
    .where('jobId', '=', jobId)
    .where('id', '!=', id)
    .where('decidedAt', 'is', null)
    .returningAll()
    .execute();
  return { row, hidden, others };
}
