import { sql } from 'kysely';
import type { StoredPicture } from '../../images/picture-store.ts';
import { argument, PreparedQuery } from '../../store/queries.ts';
import type { Changing } from './changing.ts';
import { settleJob, type Settled } from './settle-job.ts';

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
