import { sql } from 'kysely';
import { BotError, type ErrorCode } from '../../errors/errors.ts';
import type { StoredPicture } from '../../images/picture-store.ts';
import type { Database } from '../../store/database.ts';
import type { Pseudonym } from '../../store/key-file.ts';
import { argument, PreparedQuery } from '../../store/queries.ts';
import type { Job } from '../job.ts';
import type { Changing } from './changing.ts';
import { BY_ANOTHER, BY_REQUESTER, JOB_COLUMNS, type JobRow, jobState } from './job-row.ts';
import { columnsOf, moveJob } from './move-job.ts';
import {
  FOLLOW_DUE,
  hideWith,
  removeJob,
  showJob,
  showWithdrawal,
  uncoverJob,
} from './visibility.ts';

/** The jobs whose pictures a job is made from, without duplicates. */
export function sourcesOf({ wanted: { inputs } }: Pick<Job, 'wanted'>): readonly string[] {
  return [...new Set(inputs.flatMap(({ source }) => source?.job ?? []))];
}

/**
 * Records the sources of a new job in its transaction, so that none can be hidden or removed in
 * between.
 *
 * @throws BotError `source_withheld` if a source is hidden, removed, erased or private to another
 * member; `source_gone` if it has no row; `consent_withdrawn` if consent to it was withdrawn;
 * `source_age_restricted` if it was made in an age-restricted channel and the job is not.
 */
export async function linkSources({ trx, locks }: Changing, job: Job): Promise<void> {
  const sourceIds = sourcesOf(job);
  if (sourceIds.length === 0) return;
  await locks.rows('jobs', sourceIds, 'keep');
  const rows = await trx
    .selectFrom('jobs')
    .select(['id', 'state', 'visibility', 'erasedAt', 'ageRestricted', 'consentWithdrawn'])
    .select(['private', 'userId'])
    .where('id', 'in', sourceIds)
    .execute();
  if (rows.length < sourceIds.length) throw new BotError('source_gone');
  for (const row of rows) {
    const isThere = jobState.safeParse(row.state).data === 'completed' && row.erasedAt === null;
    const isOthers = row.private === 1 && row.userId !== job.userId;
    if (!isThere || isOthers || row.visibility !== 'shown') throw new BotError('source_withheld');
    if (row.consentWithdrawn > 0) throw new BotError('consent_withdrawn');
    if (row.ageRestricted === 1 && !job.ageRestricted) throw new BotError('source_age_restricted');
  }
  await trx
    .insertInto('pictureSources')
    .values(sourceIds.map((sourceId) => ({ jobId: job.id, sourceId })))
    .execute();
}

/*
 * Propagates hiding, removal and withdrawn consent from a picture to everything derived from it, at
 * any depth. Such a change raises the job's `follow_due` in the same commit. A walk then takes each
 * due job, settles the jobs made from it (which may become due in turn), and clears the mark. After
 * an interruption the mark is still there. If the job changes during the walk, its mark differs and
 * stays.
 *
 * A slice locks jobs before it reads about them: no report, decision, or change of a source comes in
 * between. It leaves jobs that it did not foresee to the next slice.
 */

/** Jobs settled in one transaction. */
const SLICE_ROWS = 10;

/** The position of a walk among the jobs made from a source. */
export interface FollowCursor {
  readonly sourceId: string;
  readonly due: number;
  readonly after: string;
}

/** The result for one job. */
export interface FollowedJob extends Settled {
  readonly id: string;
}

/** The result of one slice. */
export interface FollowSlice {
  /** Jobs whose messages must change. */
  readonly changed: readonly FollowedJob[];
  /** Pictures whose files must be deleted. */
  readonly pictures: readonly StoredPicture[];
  /** Where the next slice begins; `undefined`: at any due job. */
  readonly from: FollowCursor | undefined;
  /** Whether nothing is left to do. */
  readonly isLast: boolean;
}

const DUE = new PreparedQuery<{ id: string }>(
  // Worded like the condition of its partial index.
  () => sql`SELECT id FROM jobs WHERE follow_due > 0 AND id > ''
    ORDER BY id LIMIT ${argument('limit')}`,
);
const DUE_OF = new PreparedQuery<{ due: number }>(
  () => sql`SELECT follow_due AS due FROM jobs WHERE id = ${argument('id')}`,
);
const MADE_FROM = new PreparedQuery<{ id: string }>(
  () => sql`SELECT job_id AS id FROM picture_sources
    WHERE source_id = ${argument('sourceId')} AND job_id > ${argument('after')}
    ORDER BY job_id LIMIT ${argument('limit')}`,
);
const FOLLOWED = new PreparedQuery(
  () => sql`UPDATE jobs SET follow_due = 0
    WHERE id = ${argument('sourceId')} AND follow_due = ${argument('due')}`,
);

/** Continues the walk in one transaction, for up to `mostRows` jobs. */
export async function settleSome(
  changing: Changing,
  from: FollowCursor | undefined,
  mostRows = SLICE_ROWS,
): Promise<FollowSlice> {
  const { trx, locks } = changing;
  const locked = await nextJobs(trx, from, mostRows);
  await locks.rows('jobs', [...locked, ...(await sourcesOfAll(trx, locked))]);
  const followed: FollowedJob[] = [];
  const settle = async (id: string) => {
    const settled = await settleJob(changing, id);
    followed.push({ id, ...settled });
    if (settled.changed) changing.note(id, 'followed');
  };
  let cursor = from;
  let isLast = false;
  while (followed.length < mostRows) {
    if (!cursor) {
      const [due] = await DUE.all(trx, { limit: 1 });
      isLast = due === undefined;
      if (!due || !locked.has(due.id)) break;
      // Withdrawn consent marks a job without settling it.
      await settle(due.id);
      const row = await DUE_OF.first(trx, { id: due.id });
      cursor = { sourceId: due.id, due: row?.due ?? 0, after: '' };
    }
    const limit = Math.max(mostRows - followed.length, 1);
    const made = await MADE_FROM.all(trx, { ...cursor, limit });
    const unforeseen = made.findIndex(({ id }) => !locked.has(id));
    const some = unforeseen === -1 ? made : made.slice(0, unforeseen);
    for (const { id } of some) await settle(id);
    cursor = { ...cursor, after: some.at(-1)?.id ?? cursor.after };
    if (unforeseen !== -1) break;
    if (made.length < limit) {
      await FOLLOWED.all(trx, { ...cursor });
      cursor = undefined;
    }
  }
  return {
    changed: followed.filter(({ changed }) => changed),
    pictures: followed.flatMap(({ pictures }) => pictures),
    from: cursor,
    isLast,
  };
}

/** The jobs that the walk comes to next: those made from a source, due ones, and their own. */
async function nextJobs(
  trx: Database,
  from: FollowCursor | undefined,
  mostRows: number,
): Promise<ReadonlySet<string>> {
  const made = from ? await MADE_FROM.all(trx, { ...from, limit: mostRows }) : [];
  const due = await DUE.all(trx, { limit: mostRows });
  const ids = new Set([...made, ...due].slice(0, mostRows).map(({ id }) => id));
  // This also visits the ids that it adds.
  for (const sourceId of ids) {
    const limit = mostRows - ids.size;
    if (limit <= 0) break;
    for (const { id } of await MADE_FROM.all(trx, { sourceId, after: '', limit })) ids.add(id);
  }
  return ids;
}

export async function sourcesOfAll(trx: Database, jobIds: ReadonlySet<string>): Promise<string[]> {
  if (jobIds.size === 0) return [];
  const rows = await trx
    .selectFrom('pictureSources')
    .select('sourceId')
    .where('jobId', 'in', [...jobIds])
    .execute();
  return rows.map(({ sourceId }) => sourceId);
}

/** Whether a job's message must change, whether its pictures were removed, and their files. */
interface Settled {
  readonly changed: boolean;
  readonly removed: boolean;
  readonly pictures: readonly StoredPicture[];
}

const UNCHANGED: Settled = { changed: false, removed: false, pictures: [] };

type SettledRow = Pick<
  JobRow,
  'id' | 'state' | 'visibility' | 'finishedAt' | 'userId' | 'hiddenWith'
> & { readonly consentWithdrawn: number; readonly isReported: number; readonly isCovered: number };

const JOB = new PreparedQuery<SettledRow>(
  () => sql`SELECT id, state, visibility, finished_at, user_id, hidden_with, consent_withdrawn,
      EXISTS (SELECT 1 FROM reports WHERE reports.job_id = jobs.id AND decided_at IS NULL
        AND effect = 'hide') AS is_reported,
      EXISTS (SELECT 1 FROM reports WHERE reports.job_id = jobs.id AND decided_at IS NULL
        AND effect = 'cover') AS is_covered
    FROM jobs WHERE id = ${argument('id')}`,
);

type Source = Pick<JobRow, 'id' | 'visibility' | 'hiddenBecause' | 'lapsesAt' | 'userId'> & {
  readonly consentWithdrawn: number;
};

/** The sources that affect a job: hidden, removed or without consent. */
const SOURCES = new PreparedQuery<Source>(
  () => sql`SELECT source.id, source.visibility, source.hidden_because, source.lapses_at,
      source.user_id, source.consent_withdrawn
    FROM picture_sources JOIN jobs AS source ON source.id = source_id
    WHERE picture_sources.job_id = ${argument('id')}
      AND (source.visibility <> 'shown' OR source.consent_withdrawn > 0)
    ORDER BY source.id`,
);

/**
 * Applies a job's own reports, its consent and its sources to it. It is hidden exactly while it has
 * an open report that hides it or a hidden source. Removed pictures stay removed, and so do those
 * made from them. An unfinished job fails. Idempotent.
 */
export async function settleJob(changing: Changing, id: string): Promise<Settled> {
  const job = await JOB.first(changing.trx, { id });
  if (!job) return UNCHANGED;
  const sources = await SOURCES.all(changing.trx, { id });
  const consentWithdrawn = withdrawalOf(job, sources, changing.pseudonym);
  if (consentWithdrawn > job.consentWithdrawn) {
    await changing.trx
      .updateTable('jobs')
      .set({ consentWithdrawn, followDue: FOLLOW_DUE })
      .where('id', '=', id)
      .execute();
    await showWithdrawal(changing, id);
  }
  const isWithdrawn = consentWithdrawn === BY_ANOTHER;
  if (job.finishedAt === null) {
    const isWithheld = sources.some(({ visibility }) => visibility !== 'shown');
    if (isWithdrawn) await end(changing, id, 'consent_withdrawn');
    else if (isWithheld) await end(changing, id, 'source_withheld');
    return UNCHANGED;
  }
  if (job.state !== 'completed' || job.visibility === 'removed') return UNCHANGED;
  const gone = sources.find(({ visibility }) => visibility === 'removed');
  if (isWithdrawn || gone) {
    const pictures = await removeJob(changing, id, gone?.id);
    return { changed: true, removed: true, pictures };
  }
  if (job.isCovered === 0) await uncoverJob(changing, id);
  if (job.isReported === 1) return UNCHANGED;
  const hiding = sources.filter(({ visibility }) => visibility === 'hidden');
  // Keep the same hiding source while it is hidden.
  const source = hiding.find((one) => one.id === job.hiddenWith) ?? hiding[0];
  const changed = source ? await hideWith(changing, id, source) : await showJob(changing, id);
  return { ...UNCHANGED, changed };
}

/**
 * Who withdrew consent to a job or its sources. Pictures that a member derived from their own
 * withdrawn picture stay, even through one that they erased in between. Those that others derived
 * from it do not.
 */
function withdrawalOf(job: SettledRow, sources: readonly Source[], pseudonym: Pseudonym): number {
  return Math.max(
    job.consentWithdrawn,
    ...sources.map(({ consentWithdrawn, userId }) => {
      if (consentWithdrawn !== BY_REQUESTER) return consentWithdrawn;
      return isSamePerson(userId, job.userId, pseudonym) ? BY_REQUESTER : BY_ANOTHER;
    }),
  );
}

/** Whether two rows belong to the same member. Either may be erased. */
function isSamePerson(one: string, other: string, pseudonym: Pseudonym): boolean {
  return one === other || pseudonym(one) === other || one === pseudonym(other);
}

/** Ends an unfinished job. Unreadable rows are ended elsewhere, when they are read. */
async function end(changing: Changing, id: string, code: ErrorCode): Promise<void> {
  const row = await changing.trx
    .selectFrom('jobs')
    .select(JOB_COLUMNS)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row || !changing.rows.readable(row)) return;
  // An unanswered question cannot fail.
  const to = row.state === 'awaiting_consent' ? 'expired' : 'failed';
  await moveJob(changing, id, { to, cause: code, set: columnsOf({ error: { code } }) });
}

/**
 * Locks the rows of the jobs that `read` names, until it names no others: it may name different ones
 * once the rows are free.
 */
export async function lockJobs(
  { locks }: Pick<Changing, 'locks'>,
  read: () => Promise<readonly string[]>,
): Promise<void> {
  const locked = new Set<string>();
  for (;;) {
    const others = (await read()).filter((id) => !locked.has(id));
    if (others.length === 0) return;
    await locks.rows('jobs', others);
    for (const id of others) locked.add(id);
  }
}

/** Above this many derived jobs, a trigger that updates them would stall the event loop. */
export const MOST_DERIVED = 20;
export const DERIVED_PER_SLICE = 250;

/** If another member's consent to the source stands, its derived jobs stay linked. */
const MANY_DERIVED = new PreparedQuery(
  () => sql`SELECT 1 FROM picture_sources WHERE source_id = ${argument('id')}
    AND NOT EXISTS (SELECT 1 FROM consents JOIN jobs ON jobs.id = consents.job_id
      WHERE consents.job_id = ${argument('id')} AND consents.user_id <> jobs.user_id
        AND withdrawn_at IS NULL)
    LIMIT 1 OFFSET ${sql.lit(MOST_DERIVED)}`,
);
/** A slice of the jobs derived from a job. */
export const SOME_DERIVED = new PreparedQuery<{ jobId: string }>(
  () => sql`SELECT job_id FROM picture_sources WHERE source_id = ${argument('id')}
    ORDER BY job_id LIMIT ${sql.lit(DERIVED_PER_SLICE)}`,
);
const LINK = new PreparedQuery(
  () => sql`INSERT INTO picture_sources (job_id, source_id)
    SELECT ${argument('jobId')}, source_id FROM picture_sources WHERE job_id = ${argument('id')}
    ON CONFLICT DO NOTHING`,
);
/** Unlinks a derived job from a job. */
export const UNLINK = new PreparedQuery(
  () => sql`DELETE FROM picture_sources
    WHERE job_id = ${argument('jobId')} AND source_id = ${argument('id')}`,
);
const DUE_AGAIN = new PreparedQuery(
  () => sql`UPDATE jobs SET follow_due = follow_due + 1 WHERE follow_due > 0
    AND id IN (SELECT source_id FROM picture_sources WHERE job_id = ${argument('id')})`,
);

/**
 * Links a slice of the jobs derived from one of these jobs to its sources instead, if there are
 * more than the trigger can update in one go. Returns whether there were, so the caller must check
 * again before it deletes the rows.
 */
export async function relinkDerived(trx: Database, jobIds: readonly string[]): Promise<boolean> {
  for (const id of jobIds) {
    if (!(await MANY_DERIVED.first(trx, { id }))) continue;
    for (const { jobId } of await SOME_DERIVED.all(trx, { id })) {
      await LINK.all(trx, { jobId, id });
      await UNLINK.all(trx, { jobId, id });
    }
    // A walk may have passed the new links: restart it.
    await DUE_AGAIN.all(trx, { id });
    return true;
  }
  return false;
}
