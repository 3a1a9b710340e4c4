import { type Selectable, sql, type Updateable } from 'kysely';
import { BotError } from '../../errors/errors.ts';
import type { Changing } from '../../jobs/sql/changing.ts';
import { coverJob, hideJob } from '../../jobs/sql/visibility.ts';
import {
  alwaysHides,
  effectOf,
  ERASED_BY_REQUESTER,
  UNDECIDED,
  type ReportReason,
  REMOVED_WITH_SOURCE,
} from '../../policy/report-reasons.ts';
import { OUTSIDE_SERVERS } from '../../rules/outside-servers.ts';
import type { Database } from '../../store/database.ts';
import { IdTaken } from '../../store/free-id.ts';
import { personLock, serverLock } from '../../store/locks.ts';
import { argument, PreparedQuery } from '../../store/queries.ts';
import type { Tables } from '../../store/tables.ts';
import { recordModeration } from './moderation-log.ts';
import { noteWaiting } from './report-channels.ts';

export interface NewReport {
  readonly id: string;
  readonly jobId: string;
  readonly reporterId: string;
  readonly reason: ReportReason;
  /** When it lapses without a decision. */
  readonly lapsesAt: number;
  /** Whether someone reads reports of pictures made outside servers. Default: no one. */
  readonly isOutsideWatched?: boolean;
}

/**
 * Limit of reports per member and hour. Not configurable: it protects every server alike, and
 * another number would save the operator nothing. Honest reporters need few, and abuse can hide ten
 * pictures at most.
 */
const MOST_REPORTS_AN_HOUR = 10;
const HOUR_MS = 60 * 60_000;

/** After this many dismissals in a server, the reporter's limit there is halved. */
const DISMISSED_TO_HALVE = 3;
/** How long a dismissal counts. */
const DISMISSAL_COUNTS_MS = 30 * 24 * HOUR_MS;

const REPORTED = sql`what = 'reported' AND by_user IN (${argument('userId')}, ${argument('pseudonym')})
  AND at > ${argument('since')}`;
const LATEST = sql`ORDER BY at DESC LIMIT 1 OFFSET ${argument('before')}`;

/** A reporter's latest reports but `before`. */
const REPORTED_LATELY = new PreparedQuery<{ at: number }>(
  () => sql`SELECT at FROM moderation_events WHERE ${REPORTED} ${LATEST}`,
);
/** The same in one server. */
const REPORTED_THERE = new PreparedQuery<{ at: number }>(
  () => sql`SELECT at FROM moderation_events
    WHERE ${REPORTED} AND guild_id = ${argument('guildId')} ${LATEST}`,
);

/** A reporter's dismissed reports in a server, less the upheld ones. */
const DISMISSED = new PreparedQuery<{ count: number | null }>(
  () => sql`SELECT SUM(CASE decision WHEN 'restored' THEN 1 WHEN 'removed' THEN -1 END) AS count
    FROM moderation_events JOIN reports ON reports.id = report_id
    WHERE what = 'reported' AND by_user IN (${argument('userId')}, ${argument('pseudonym')})
      AND at > ${argument('since')} AND reports.guild_id = ${argument('guildId')}
      AND decided_by NOT IN (${sql.lit(UNDECIDED)}, ${sql.lit(ERASED_BY_REQUESTER)}, ${sql.lit(REMOVED_WITH_SOURCE)})`,
);

/** The picture and those that it is made from, at any depth. */
const WITH_SOURCES = new PreparedQuery<{ id: string }>(
  () => sql`WITH RECURSIVE seen (id) AS (
      SELECT id FROM jobs WHERE id = ${argument('jobId')}
      UNION SELECT source_id FROM picture_sources JOIN seen ON job_id = seen.id)
    SELECT id FROM seen`,
);

/** Jobs with open reports derived from a picture, at any depth. */
const REPORTED_DERIVED = new PreparedQuery<{ id: string }>(
  () => sql`WITH RECURSIVE made (id) AS (
      SELECT job_id FROM picture_sources WHERE source_id = ${argument('id')}
      UNION SELECT job_id FROM picture_sources JOIN made ON source_id = made.id)
    SELECT DISTINCT made.id FROM made JOIN reports ON reports.job_id = made.id
    WHERE decided_at IS NULL`,
);

/**
 * Stores a report, and hides or covers the picture if the reason requires it. Returns its row;
 * `undefined` if this member already reported the picture.
 *
 * @throws BotError `not_reportable` if the picture is gone or its row is erased, and
 * `too_many_reports` over the limit; IdTaken.
 */
export async function fileReport(changing: Changing, report: NewReport) {
  const { trx, pseudonym } = changing;
  const { id, jobId, reporterId, reason, lapsesAt } = report;
  const { guildId, userId, ageRestricted } = await lockPictured(changing, report);
  const { now } = changing;
  const isWatched =
    guildId === OUTSIDE_SERVERS ? report.isOutsideWatched === true : await hasChannel(trx, guildId);
  const asked = effectOf(reason, { ageRestricted: ageRestricted === 1, isWatched });
  const mayBeNone = asked !== 'none' && !alwaysHides(reason);
  const effect = mayBeNone && (await wasDismissed(trx, report)) ? 'none' : asked;
  const row = await trx
    .insertInto('reports')
    .values({ id, jobId, guildId, reporterId, reason, effect, reportedAt: now })
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
  const names = { userId: reporterId, pseudonym: pseudonym(reporterId) };
  await requireFewReports(trx, names, { guildId, reason, now });
  if (!isWatched && guildId !== OUTSIDE_SERVERS) await noteWaiting(trx, guildId);
  const event = { guildId, jobId, reportId: id, byUser: reporterId, userId };
  await recordModeration(trx, now, { what: 'reported', ...event });
  changing.note(jobId, 'reported');
  changing.reportChanged(id);
  const isChanged =
    effect === 'hide'
      ? await hideJob(changing, jobId, { because: reason, lapsesAt: isWatched ? null : lapsesAt })
      : effect === 'cover' && (await coverJob(changing, jobId));
  const isMinor = reason === 'minor';
  // The other posts say that it is still shown, and may have a thumbnail.
  if (isChanged || isMinor) await changeOpenReports(changing, jobId, { but: id });
  if (isMinor) {
    const derived = await REPORTED_DERIVED.all(trx, { id: jobId });
    for (const made of derived) await changeOpenReports(changing, made.id);
  }
  return row;
}

/**
 * Locks what a report depends on: the reporter's earlier reports, the server's report channel, and
 * the picture. Also its sources, so that a report of a minor in one of them finds this report, or is
 * found by it. Returns the picture's row.
 *
 * @throws BotError `not_reportable`.
 */
async function lockPictured(
  { trx, locks }: Changing,
  { jobId, reporterId }: Pick<NewReport, 'jobId' | 'reporterId'>,
): Promise<PicturedJob> {
  const before = await picturedJob(trx, jobId);
  if (!before) throw new BotError('not_reportable');
  await locks.hold(personLock(reporterId), serverLock(before.guildId));
  const pictures = await WITH_SOURCES.all(trx, { jobId });
  await locks.rows(
    'jobs',
    pictures.map(({ id }) => id),
  );
  const job = await picturedJob(trx, jobId);
  if (!job) throw new BotError('not_reportable');
  return job;
}

/** The reported picture and its place. */
interface Reporting {
  readonly guildId: string;
  readonly reason: ReportReason;
  readonly now: number;
}

/**
 * Enforces the hourly limit. It is lower in servers that often dismissed the member's reports,
 * except for reasons that always hide. Erasure does not reset it: the count is kept under a
 * pseudonym.
 *
 * @throws BotError `too_many_reports`.
 */
export async function requireFewReports(
  trx: Database,
  names: { readonly userId: string; readonly pseudonym: string },
  { guildId, reason, now }: Reporting,
): Promise<void> {
  await requireFewer(trx, MOST_REPORTS_AN_HOUR, { ...names, now });
  if (alwaysHides(reason)) return;
  const since = now - DISMISSAL_COUNTS_MS;
  const dismissed = (await DISMISSED.first(trx, { ...names, guildId, since }))?.count ?? 0;
  const halvings = Math.max(0, Math.floor(dismissed / DISMISSED_TO_HALVE));
  if (halvings === 0) return;
  const most = Math.max(1, Math.floor(MOST_REPORTS_AN_HOUR / 2 ** halvings));
  await requireFewer(trx, most, { ...names, guildId, now });
}

/** @throws BotError `too_many_reports` over the hourly limit, in that server or in all. */
async function requireFewer(
  trx: Database,
  most: number,
  { now, ...of }: { userId: string; pseudonym: string; guildId?: string; now: number },
): Promise<void> {
  const since = now - HOUR_MS;
  const query = of.guildId === undefined ? REPORTED_LATELY : REPORTED_THERE;
  const reached = await query.first(trx, { ...of, since, before: most - 1 });
  if (!reached) return;
  const at = Math.ceil((reached.at + HOUR_MS) / 1000);
  throw new BotError('too_many_reports', { facts: { count: most, at } });
}

/** Whether a moderator dismissed a report of this picture for the same reason. */
async function wasDismissed(trx: Database, { jobId, reason }: NewReport): Promise<boolean> {
  const dismissed = trx
    .selectFrom('reports')
    .select('id')
    .where('jobId', '=', jobId)
    .where('reason', '=', reason)
    .where('decision', '=', 'restored')
    .where('decidedBy', '!=', UNDECIDED);
  return (await dismissed.executeTakeFirst()) !== undefined;
}

interface OpenReportsChange {
  readonly set?: Updateable<Tables['reports']>;
  readonly but?: string;
  readonly only?: string;
}

async function hasChannel(trx: Database, guildId: string): Promise<boolean> {
  const chosen = trx.selectFrom('moderationChannels').select('guildId');
  return (await chosen.where('guildId', '=', guildId).executeTakeFirst()) !== undefined;
}

/**
 * Updates the posts of a picture's open reports, and sets the columns in `set`: of all, all `but`
 * one, or `only` one. Returns their rows.
 */
export async function changeOpenReports(
  changing: Changing,
  jobId: string,
  { set = {}, but, only }: OpenReportsChange = {},
) {
  const open = changing.trx
    .updateTable('reports')
    .set((eb) => ({ ...set, revision: eb('revision', '+', 1) }))
    .where('jobId', '=', jobId)
    .where('decidedAt', 'is', null);
  const others = but === undefined ? open : open.where('id', '!=', but);
  const selected = only === undefined ? others : others.where('id', '=', only);
  const rows = await selected.returningAll().execute();
  for (const { id } of rows) changing.reportChanged(id);
  return rows;
}

/** The owner and server of a picture to report or remove. */
type PicturedJob = Pick<Selectable<Tables['jobs']>, 'guildId' | 'userId' | 'ageRestricted'>;

/** `undefined` if it is gone. */
export function picturedJob(trx: Database, jobId: string): Promise<PicturedJob | undefined> {
  return trx
    .selectFrom('jobs')
    .select(['guildId', 'userId', 'ageRestricted'])
    .where('id', '=', jobId)
    .where('state', '=', 'completed')
    .where('visibility', '!=', 'removed')
    .where('erasedAt', 'is', null)
    .executeTakeFirst();
}
