import { sql } from 'kysely';
import type { ErrorCode } from '../../errors/errors.ts';
import type { Pseudonym } from '../../store/pseudonym.ts';
import type { StoredPicture } from '../../images/picture-store.ts';
import { argument, PreparedQuery } from '../../store/queries.ts';
import type { Changing } from './changing.ts';
import { columnsOf } from './job-changes.ts';
import { moveJob } from './move-job.ts';
import { BY_ANOTHER, BY_REQUESTER, JOB_COLUMNS, type JobRow } from './row.ts';
import { FOLLOW_DUE, hideWith, removeJob, showJob, uncoverJob } from './visibility.ts';

/** What became of a job: whether anything that its message shows did, and the pictures whose files are to go. */
export interface Settled {
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

/** Ends a job that is under way. One whose row cannot be read is ended by whoever finds that. */
async function end(changing: Changing, id: string, code: ErrorCode): Promise<void> {
  const row = await changing.trx
    .selectFrom('jobs')
    .select(JOB_COLUMNS)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row || !changing.rows.readable(row)) return;
  // A question that nobody has answered cannot fail.
  const to = row.state === 'awaiting_consent' ? 'expired' : 'failed';
  await moveJob(changing, id, { to, cause: code, set: columnsOf({ error: { code } }) });
}
