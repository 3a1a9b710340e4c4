import { sql } from 'kysely';
import { BotError } from '../../errors/errors.ts';
import type { Database } from '../store/database.ts';
import { IdTaken } from '../store/free-id.ts';
import type { Changing } from '../job/changing.ts';
import { personLock } from '../store/locks.ts';
import { changeOpenReports } from './change-reports.ts';
import { recordModeration } from './moderation-event.ts';
import { picturedJob } from './pictured-job.ts';
import { argument, PreparedQuery } from '../store/prepared-query.ts';
import { hides, type ReportReason } from './reasons.ts';
import { noteWaiting } from './reports-waiting.ts';
import { hideJob } from '../job/visibility.ts';

export interface NewReport {
  readonly id: string;
  readonly jobId: string;
  readonly reporterId: string;
  readonly reason: ReportReason;
  /** When it lapses for want of a decision. */
  readonly lapsesAt: number;
}

/**
 * How many one person may make in an hour. Not for the operator to set: no other number would save
 * them anything, and every server is to be protected alike. Whoever reports in earnest needs few,
 * and whoever sweeps a channel with reports that hide takes away ten pictures and no more.
 */
const MOST_REPORTS_AN_HOUR = 10;
const HOUR_MS = 60 * 60_000;

const REPORTED_LATELY = new PreparedQuery<{ at: number }>(
  () => sql`SELECT at FROM moderation_events
    WHERE what = 'reported' AND by_user IN (${argument('userId')}, ${argument('pseudonym')})
      AND at > ${argument('since')}
    ORDER BY at DESC LIMIT 1 OFFSET ${sql.lit(MOST_REPORTS_AN_HOUR - 1)}`,
);

/**
 * Writes down a report; where its reason asks for that, the picture is hidden. Gives its row; `undefined` where this
 * person has reported this picture before.
 *
 * @throws BotError `not_reportable` where there is no picture any more, or its row is erased, and
 * `too_many_reports` for somebody who has made as many as one may; IdTaken.
 */
export async function fileReport(changing: Changing, report: NewReport) {
  const { trx, locks, now, pseudonym } = changing;
  const { id, jobId, reporterId, reason, lapsesAt } = report;
  // So that two reports at the same time cannot both be the last one allowed.
  await locks.hold(personLock(reporterId));
  const job = await picturedJob(trx, jobId);
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
  await requireFewReports(trx, { userId: reporterId, pseudonym: pseudonym(reporterId) }, now);
  const isWatched = await hasChannel(trx, guildId);
  if (!isWatched) await noteWaiting(trx, guildId);
  const event = { guildId, jobId, reportId: id, byUser: reporterId, userId };
  await recordModeration(trx, now, { what: 'reported', ...event });
  changing.note(jobId, 'reported');
  changing.reportChanged(id);
  if (!hides(reason)) return row;
  await hideJob(changing, jobId, { because: reason, lapsesAt: isWatched ? null : lapsesAt });
  // The posts of the others say that it is still shown.
  await changeOpenReports(changing, jobId, { but: id });
  return row;
}

/**
 * An erasure in between changes nothing: what is counted is kept under a pseudonym.
 *
 * @throws BotError `too_many_reports`.
 */
export async function requireFewReports(
  trx: Database,
  names: { readonly userId: string; readonly pseudonym: string },
  now: number,
): Promise<void> {
  const inTheWay = await REPORTED_LATELY.first(trx, { ...names, since: now - HOUR_MS });
  if (!inTheWay) return;
  const at = Math.ceil((inTheWay.at + HOUR_MS) / 1000);
  throw new BotError('too_many_reports', { facts: { count: MOST_REPORTS_AN_HOUR, at } });
}

async function hasChannel(trx: Database, guildId: string): Promise<boolean> {
  const chosen = trx.selectFrom('moderationChannels').select('guildId');
  return (await chosen.where('guildId', '=', guildId).executeTakeFirst()) !== undefined;
}
