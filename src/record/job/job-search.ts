import { sql } from 'kysely';
import type { Turns } from '../../turns.ts';
import type { Database } from '../store/database.ts';
import { rowNumber } from '../store/sqlite.ts';
import type { TimeCursor } from '../store/walk.ts';
import type { JobRows } from './job-rows.ts';
import type { Job } from './job.ts';
import { hasTerms } from './job-text.ts';
import { JOB_COLUMNS } from './row.ts';

/** Rows looked at between two turns of the event loop: a prompt and its settings are some 3 KiB each. */
const SLICE_ROWS = 100;
/** And so many characters: each may become 18 where what looks the same is made the same. */
const SLICE_CHARACTERS = 100_000;
const ROW = rowNumber();

/** Whose jobs are looked through: a person's, or those of a whole server, or the private ones among these. */
export type JobsOf =
  { readonly userId: string } | { readonly guildId: string; readonly isPrivate?: true };

export interface JobSearch {
  readonly of: JobsOf;
  /** All where it is left out. */
  readonly states?: ReadonlySet<string> | undefined;
  /** See `termsIn`. */
  readonly terms?: readonly string[];
  /** From where, and which way. From the newest on, where it is left out. */
  readonly from?: { readonly way: 'older' | 'newer'; readonly cursor: TimeCursor } | undefined;
  readonly atMost: number;
  /** How many rows are looked at before it gives up for now. */
  readonly mostRead: number;
}

export interface FoundJobs {
  /** Newest first. */
  readonly jobs: readonly Job[];
  /** Where to go on that way; `undefined` where there is nothing more. */
  readonly older: TimeCursor | undefined;
  readonly newer: TimeCursor | undefined;
  /** When the last row was asked for that it looked at, where it gave up before the end. */
  readonly stoppedAt: number | undefined;
}

interface SearchRow extends TimeCursor {
  readonly id: string;
}

/**
 * Looks through jobs by the time they were asked for, slice by slice along an index, until enough are
 * found or so many rows are read: a person may have 100,000, and nothing says beforehand which have a word.
 */
export async function searchJobs(
  { db, rows, turns }: { readonly db: Database; readonly rows: JobRows; readonly turns: Turns },
  search: JobSearch,
): Promise<FoundJobs> {
  const { from, atMost } = search;
  const way = from?.way ?? 'older';
  // One more than is shown tells whether there are more.
  const { found, stopped } = await walkAlong({ db, turns }, search, atMost + 1);
  const shown = found.slice(0, atMost);
  const last = shown.at(-1);
  const ahead = found.length > atMost ? last : stopped;
  const behind = from && (shown[0] ?? justBefore(from));
  return {
    jobs: await read({ db, rows }, way === 'older' ? shown : shown.toReversed()),
    older: cursorOf(way === 'older' ? ahead : behind),
    newer: cursorOf(way === 'older' ? behind : ahead),
    stoppedAt: found.length > atMost ? undefined : stopped?.at,
  };
}

/** Where the way back begins when nothing was found: with the row that this way began after. */
function justBefore({ way, cursor }: NonNullable<JobSearch['from']>): TimeCursor {
  return { at: cursor.at, row: cursor.row + (way === 'older' ? -1 : 1) };
}

function cursorOf(row: TimeCursor | undefined): TimeCursor | undefined {
  return row && { at: row.at, row: row.row };
}

async function walkAlong(
  { db, turns }: { readonly db: Database; readonly turns: Turns },
  { of, states, terms = [], from, mostRead }: JobSearch,
  enough: number,
): Promise<{ found: SearchRow[]; stopped: TimeCursor | undefined }> {
  const found: SearchRow[] = [];
  let cursor = from?.cursor;
  for (let read = 0; read < mostRead; read += SLICE_ROWS) {
    await turns.take('person');
    const slice = await sliceFrom(db, { of, terms, way: from?.way ?? 'older' }, cursor);
    let characters = 0;
    for (const row of slice) {
      characters += row.params.length;
      if (characters > SLICE_CHARACTERS) {
        await turns.take('person');
        characters = row.params.length;
      }
      const isMeant = states?.has(row.state) ?? true;
      if (!isMeant || isToBeForgotten(row, of) || !hasTerms(row, terms)) continue;
      found.push(row);
      if (found.length === enough) return { found, stopped: undefined };
    }
    if (slice.length < SLICE_ROWS) return { found, stopped: undefined };
    cursor = slice.at(-1);
  }
  return { found, stopped: cursor };
}

/** Of an erased job there is nothing to find, and one that waits to be erased is its person's alone. */
function isToBeForgotten(
  { erasedAt, eraseAskedAt }: { erasedAt: number | null; eraseAskedAt: number | null },
  of: JobsOf,
): boolean {
  return erasedAt !== null || (eraseAskedAt !== null && 'guildId' in of);
}

function sliceFrom(
  db: Database,
  { of, terms, way }: { of: JobsOf; terms: readonly string[]; way: 'older' | 'newer' },
  cursor: TimeCursor | undefined,
) {
  const order = way === 'older' ? 'desc' : 'asc';
  const theirs = db
    .selectFrom('jobs')
    .select(['id', 'state', 'erasedAt', 'eraseAskedAt', ROW.as('row')])
    .select((eb) => eb.ref('createdAt').as('at'))
    // Nobody reads all that text for nothing.
    .select((terms.length > 0 ? sql<string>`params` : sql<string>`''`).as('params'))
    .where('userId' in of ? 'userId' : 'guildId', '=', 'userId' in of ? of.userId : of.guildId)
    .$if('guildId' in of && of.isPrivate === true, (query) =>
      query.where('private', '=', sql.lit(1)),
    )
    .orderBy('createdAt', order)
    .orderBy(ROW, order)
    .limit(SLICE_ROWS);
  if (!cursor) return theirs.execute();
  const beyond = way === 'older' ? sql`<` : sql`>`;
  return theirs
    .where(sql<boolean>`(created_at, ${ROW}) ${beyond} (${cursor.at}, ${cursor.row})`)
    .execute();
}

/** Those of them that this version can read, in the same order. */
async function read(
  { db, rows }: { readonly db: Database; readonly rows: JobRows },
  found: readonly SearchRow[],
): Promise<Job[]> {
  const ids = found.map(({ id }) => id);
  if (ids.length === 0) return [];
  const read = await db.selectFrom('jobs').select(JOB_COLUMNS).where('id', 'in', ids).execute();
  const byId = new Map(rows.allReadable(read).map((job) => [job.id, job]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
