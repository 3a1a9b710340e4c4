import { sql } from 'kysely';
import { BotError, type ErrorCode } from '../../errors/errors.ts';
import type { StoredPicture } from '../../images/picture-store.ts';
import type { Database } from '../../store/database.ts';
import type { Pseudonym } from '../../store/pseudonym.ts';
import { argument, PreparedQuery } from '../../store/queries.ts';
import type { Job } from '../job.ts';
import type { Changing } from './changing.ts';
import { BY_ANOTHER, BY_REQUESTER, JOB_COLUMNS, type JobRow, jobState } from './job-row.ts';
import { columnsOf, moveJob } from './move-job.ts';
import { FOLLOW_DUE, hideWith, removeJob, showJob, uncoverJob } from './visibility.ts';

/** From which jobs' pictures a job is made, each once. */
export function sourcesOf({ wanted: { inputs } }: Pick<Job, 'wanted'>): readonly string[] {
  return [...new Set(inputs.flatMap(({ source }) => source?.job ?? []))];
}

/**
 * Puts on record from whose pictures a new job is made, in the transaction that writes it: none of them can be
 * hidden or removed in between.
 *
 * @throws BotError `source_withheld` where one of them is hidden, removed, erased or somebody else's alone;
 * `source_gone` where nothing is known of it any more;
 * `consent_withdrawn` for one to which consent was taken back;
 * `source_age_restricted` outside age-restricted channels for one that was made in one.
 */
export async function linkSources({ trx }: Changing, job: Job): Promise<void> {
  const sourceIds = sourcesOf(job);
  if (sourceIds.length === 0) return;
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
 * What was made from a picture follows what becomes of it, at any depth. Whatever changes a job in a way that is
 * to be followed raises its `follow_due` in the same commit. From there a walk goes: it takes such a job, gives
 * each of those that were made from it what follows, which may make these due in turn, and clears the mark. Where
 * the walk ends in between, the mark is still there; and where the job changes in between, it is another one.
 */

/** Jobs looked at in one transaction. */
const SLICE_ROWS = 10;

/** How far a walk has come with one job: up to which of those that were made from it. */
export interface FollowCursor {
  readonly sourceId: string;
  readonly due: number;
  readonly after: string;
}

/** A job that something became of. */
export interface FollowedJob extends Settled {
  readonly id: string;
}

/** What became of a slice. */
export interface FollowSlice {
  /** Those whose messages are to show something else. */
  readonly changed: readonly FollowedJob[];
  /** Whose files are to go. */
  readonly pictures: readonly StoredPicture[];
  /** Where the next one begins; `undefined` for any job that is due. */
  readonly from: FollowCursor | undefined;
  /** Whether there was nothing left. */
  readonly isLast: boolean;
}

const DUE = new PreparedQuery<{ id: string }>(
  // In the words of the index on it.
  () => sql`SELECT id FROM jobs WHERE follow_due > 0 AND id > '' ORDER BY id LIMIT 1`,
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

/** Goes on with the walk from there, in one transaction, which looks at so many jobs. */
export async function followSome(
  changing: Changing,
  from: FollowCursor | undefined,
  mostRows = SLICE_ROWS,
): Promise<FollowSlice> {
  const { trx } = changing;
  const followed: FollowedJob[] = [];
  const settle = async (id: string) => {
    const settled = await settleJob(changing, id);
    followed.push({ id, ...settled });
    if (settled.changed) changing.note(id, 'followed');
  };
  let cursor = from;
  let isLast = false;
  while (followed.length < mostRows) {
    cursor ??= await nextDue(changing, settle);
    if (!cursor) {
      isLast = true;
      break;
    }
    const limit = Math.max(mostRows - followed.length, 1);
    const made = await MADE_FROM.all(trx, { ...cursor, limit });
    for (const { id } of made) await settle(id);
    const last = made.at(-1);
    if (last && made.length === limit) {
      cursor = { ...cursor, after: last.id };
    } else {
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

/** A job whose consent was taken back is due without anything having become of itself. */
async function nextDue(
  { trx }: Changing,
  settle: (id: string) => Promise<void>,
): Promise<FollowCursor | undefined> {
  const next = await DUE.first(trx);
  if (!next) return undefined;
  await settle(next.id);
  const row = await DUE_OF.first(trx, { id: next.id });
  return { sourceId: next.id, due: row?.due ?? 0, after: '' };
}

/** What became of a job: whether anything that its message shows did, and the pictures whose files are to go. */
interface Settled {
  readonly changed: boolean;
  readonly removed: boolean;
  readonly pictures: readonly StoredPicture[];
}

const AS_IT_WAS: Settled = { changed: false, removed: false, pictures: [] };

type Standing = Pick<
  JobRow,
  'id' | 'state' | 'visibility' | 'finishedAt' | 'userId' | 'hiddenWith'
> & { readonly consentWithdrawn: number; readonly isReported: number; readonly isCovered: number };

const JOB = new PreparedQuery<Standing>(
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

/** Those of its sources of which something follows. */
const SOURCES = new PreparedQuery<Source>(
  () => sql`SELECT source.id, source.visibility, source.hidden_because, source.lapses_at,
      source.user_id, source.consent_withdrawn
    FROM picture_sources JOIN jobs AS source ON source.id = source_id
    WHERE picture_sources.job_id = ${argument('id')}
      AND (source.visibility <> 'shown' OR source.consent_withdrawn > 0)
    ORDER BY source.id`,
);

/**
 * Gives a job what follows from its own reports, from its consent, and from what it was made from. It is hidden
 * exactly where it has an open report that hides it or one of its sources is hidden; what was removed stays so,
 * and takes along what was made from it. What is still being made ends. To do it again changes nothing.
 */
export async function settleJob(changing: Changing, id: string): Promise<Settled> {
  const job = await JOB.first(changing.trx, { id });
  if (!job) return AS_IT_WAS;
  const sources = await SOURCES.all(changing.trx, { id });
  const consentWithdrawn = consentOf(job, sources, changing.pseudonym);
  if (consentWithdrawn > job.consentWithdrawn) {
    await changing.trx
      .updateTable('jobs')
      .set({ consentWithdrawn, followDue: FOLLOW_DUE })
      .where('id', '=', id)
      .execute();
  }
  const isWithdrawn = consentWithdrawn === BY_ANOTHER;
  if (job.finishedAt === null) {
    const isWithheld = sources.some(({ visibility }) => visibility !== 'shown');
    if (isWithdrawn) await end(changing, id, 'consent_withdrawn');
    else if (isWithheld) await end(changing, id, 'source_withheld');
    return AS_IT_WAS;
  }
  if (job.state !== 'completed' || job.visibility === 'removed') return AS_IT_WAS;
  const gone = sources.find(({ visibility }) => visibility === 'removed');
  if (isWithdrawn || gone) {
    const pictures = await removeJob(changing, id, gone?.id);
    return { changed: true, removed: true, pictures };
  }
  if (job.isCovered === 0) await uncoverJob(changing, id);
  if (job.isReported === 1) return AS_IT_WAS;
  const hiding = sources.filter(({ visibility }) => visibility === 'hidden');
  // It stays hidden with the same one for as long as that is hidden.
  const source = hiding.find((one) => one.id === job.hiddenWith) ?? hiding[0];
  const changed = source ? await hideWith(changing, id, source) : await showJob(changing, id);
  return { ...AS_IT_WAS, changed };
}

/**
 * Who took back consent to a job or to what it was made from. What somebody made themselves of a picture to which
 * they took back their own consent stays, also past one that they erased in between; what others made of it does not.
 */
function consentOf(job: Standing, sources: readonly Source[], pseudonym: Pseudonym): number {
  return Math.max(
    job.consentWithdrawn,
    ...sources.map(({ consentWithdrawn, userId }) => {
      if (consentWithdrawn !== BY_REQUESTER) return consentWithdrawn;
      return isSamePerson(userId, job.userId, pseudonym) ? BY_REQUESTER : BY_ANOTHER;
    }),
  );
}

/** Whether two rows are of one person, of which either may be erased. */
function isSamePerson(one: string, other: string, pseudonym: Pseudonym): boolean {
  return one === other || pseudonym(one) === other || one === pseudonym(other);
}

/** Ends a job under way. Unreadable rows are ended where they are found. */
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

/** What was made from a job and is joined to its sources in one transaction, as it is where a row goes. */
const MOST_JOINED = 20;
const MOST_JOINED_AT_ONCE = 250;

/** Where another member's consent stands, nothing is parted from it. */
const MANY_DERIVED = new PreparedQuery(
  () => sql`SELECT 1 FROM picture_sources WHERE source_id = ${argument('id')}
    AND NOT EXISTS (SELECT 1 FROM consents JOIN jobs ON jobs.id = consents.job_id
      WHERE consents.job_id = ${argument('id')} AND consents.user_id <> jobs.user_id
        AND withdrawn_at IS NULL)
    LIMIT 1 OFFSET ${sql.lit(MOST_JOINED)}`,
);
const SOME_DERIVED = new PreparedQuery<{ jobId: string }>(
  () => sql`SELECT job_id FROM picture_sources WHERE source_id = ${argument('id')}
    ORDER BY job_id LIMIT ${sql.lit(MOST_JOINED_AT_ONCE)}`,
);
const JOIN = new PreparedQuery(
  () => sql`INSERT INTO picture_sources (job_id, source_id)
    SELECT ${argument('jobId')}, source_id FROM picture_sources WHERE job_id = ${argument('id')}
    ON CONFLICT DO NOTHING`,
);
const PART_FROM_SOURCE = new PreparedQuery(
  () => sql`DELETE FROM picture_sources
    WHERE job_id = ${argument('jobId')} AND source_id = ${argument('id')}`,
);
const DUE_AGAIN = new PreparedQuery(
  () => sql`UPDATE jobs SET follow_due = follow_due + 1 WHERE follow_due > 0
    AND id IN (SELECT source_id FROM picture_sources WHERE job_id = ${argument('id')})`,
);

/**
 * Does for some of what was made from one of these jobs what their end does for all of it: where that is much,
 * it would be one stall. Whether there was so much, so that it has to be looked at again before the rows go.
 */
export async function passOnSources(trx: Database, jobIds: readonly string[]): Promise<boolean> {
  for (const id of jobIds) {
    if (!(await MANY_DERIVED.first(trx, { id }))) continue;
    for (const { jobId } of await SOME_DERIVED.all(trx, { id })) {
      await JOIN.all(trx, { jobId, id });
      await PART_FROM_SOURCE.all(trx, { jobId, id });
    }
    // A walk that has come further than where it is joined begins anew.
    await DUE_AGAIN.all(trx, { id });
    return true;
  }
  return false;
}
