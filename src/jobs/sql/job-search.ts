import { sql } from 'kysely';
import { isRecord } from '../../engines/record.ts';
import type { Slicing } from '../../engines/slices.ts';
import type { Database } from '../../store/database.ts';
import type { TimeCursor } from '../../store/queries.ts';
import { rowNumber } from '../../store/sqlite.ts';
import type { Job } from '../job.ts';
import { JOB_COLUMNS, jsonIn } from './job-row.ts';
import type { JobRows } from './job-rows.ts';

/** Rows read at a time: a prompt and its settings are some 3 KiB each. */
const SLICE_ROWS = 100;
/** Characters read at a time: normalising look-alikes may turn one into 18. */
const SLICE_CHARACTERS = 50_000;
const ROW = rowNumber();

/**
 * Which jobs to search: a member's own and, if given, those of a server that they moderate; or all
 * jobs of a server, or only its private ones.
 */
export type JobsOf =
  | { readonly userId: string; readonly moderatedGuildId?: string | undefined }
  | { readonly guildId: string; readonly isPrivate?: true };

/** When a search stops. */
export interface SearchBudget {
  readonly rows: number;
  /** Milliseconds of the event loop, checked between slices. */
  readonly ms: number;
}

export interface JobSearch {
  readonly of: JobsOf;
  /** Default: all. */
  readonly states?: ReadonlySet<string> | undefined;
  /** See `termsIn`. */
  readonly terms?: readonly string[];
  /** Where to start and in which direction. Default: from the newest. */
  readonly from?: { readonly way: 'older' | 'newer'; readonly cursor: TimeCursor } | undefined;
  readonly atMost: number;
  readonly budget: SearchBudget;
}

export interface FoundJobs {
  /** Newest first. */
  readonly jobs: readonly Job[];
  /** Cursors of the neighbouring pages; `undefined` if there is none. */
  readonly older: TimeCursor | undefined;
  readonly newer: TimeCursor | undefined;
  /** If the budget ran out: the number of rows read, and the request time of the last one. */
  readonly stopped: { readonly rows: number; readonly at: number } | undefined;
}

/** What a search needs besides its slicing. `elapsed`: milliseconds of a monotonic clock. */
export interface SearchParts {
  readonly db: Database;
  readonly rows: JobRows;
  readonly elapsed?: () => number;
}

interface SearchRow extends TimeCursor {
  readonly id: string;
}

/**
 * Searches jobs by request time, slice by slice along an index, until enough are found or the
 * budget is spent: a member may have 100,000, and no index covers words.
 *
 * @throws the signal's reason, between two slices.
 */
export async function searchJobs(
  parts: SearchParts,
  search: JobSearch,
  slicing: Slicing,
): Promise<FoundJobs> {
  const { from, atMost } = search;
  const way = from?.way ?? 'older';
  // One more than shown, to learn whether there are more.
  const { found, stopped, read } = await scan(parts, search, atMost + 1, slicing);
  const shown = found.slice(0, atMost);
  const last = shown.at(-1);
  const isFull = found.length > atMost;
  const ahead = isFull ? last : stopped;
  const behind = from && (shown[0] ?? justBefore(from));
  return {
    jobs: await jobsOfRows(parts, way === 'older' ? shown : shown.toReversed()),
    older: cursorOf(way === 'older' ? ahead : behind),
    newer: cursorOf(way === 'older' ? behind : ahead),
    stopped: stopped && { rows: read, at: stopped.at },
  };
}

/** Where the way back begins if nothing was found: at the row where this search began. */
function justBefore({ way, cursor }: NonNullable<JobSearch['from']>): TimeCursor {
  return { at: cursor.at, row: cursor.row + (way === 'older' ? -1 : 1) };
}

function cursorOf(row: TimeCursor | undefined): TimeCursor | undefined {
  return row && { at: row.at, row: row.row };
}

async function scan(
  { db, elapsed = () => performance.now() }: SearchParts,
  { of, states, terms = [], from, budget }: JobSearch,
  enough: number,
  { turns, signal }: Slicing,
): Promise<{ found: SearchRow[]; stopped: TimeCursor | undefined; read: number }> {
  const found: SearchRow[] = [];
  let cursor = from?.cursor;
  let read = 0;
  let spentMs = 0;
  let begunAt = 0;
  const takeTurn = async () => {
    await turns.take('read');
    signal.throwIfAborted();
    begunAt = elapsed();
  };
  const endTurn = () => {
    spentMs += elapsed() - begunAt;
  };
  while (read < budget.rows && spentMs < budget.ms) {
    await takeTurn();
    const slice = await sliceFrom(db, { of, terms, way: from?.way ?? 'older' }, cursor);
    let characters = 0;
    for (const row of slice) {
      read += 1;
      // A moderator's own job in their server comes from both indexes.
      if (row.row === cursor?.row) continue;
      cursor = { at: row.at, row: row.row };
      characters += row.params.length;
      if (characters > SLICE_CHARACTERS) {
        endTurn();
        await takeTurn();
        characters = row.params.length;
      }
      const matches = states?.has(row.state) ?? true;
      if (!matches || isErasedFor(row, of) || !hasTerms(row, terms)) continue;
      found.push(row);
      if (found.length === enough) return { found, stopped: undefined, read };
    }
    endTurn();
    if (slice.length < SLICE_ROWS) return { found, stopped: undefined, read };
  }
  return { found, stopped: cursor, read };
}

/** Erased jobs are never found. A job marked for erasure is found by its requester only. */
function isErasedFor(
  row: {
    readonly userId: string;
    readonly erasedAt: number | null;
    readonly eraseAskedAt: number | null;
  },
  of: JobsOf,
): boolean {
  const isOwn = 'userId' in of && of.userId === row.userId;
  return row.erasedAt !== null || (row.eraseAskedAt !== null && !isOwn);
}

interface SearchRange {
  readonly of: JobsOf;
  readonly terms: readonly string[];
  readonly way: 'older' | 'newer';
}

/** The next rows. A member's and a server's are merged along both indexes, without sorting. */
function sliceFrom(db: Database, stretch: SearchRange, cursor: TimeCursor | undefined) {
  const { of, way } = stretch;
  const order = way === 'older' ? 'desc' : 'asc';
  const rows = rowsFrom(db, stretch, cursor);
  const theirs =
    'userId' in of
      ? rows.where('userId', '=', of.userId)
      : rows
          .where('guildId', '=', of.guildId)
          .$if(of.isPrivate === true, (query) => query.where('private', '=', sql.lit(1)));
  const moderated = 'userId' in of ? of.moderatedGuildId : undefined;
  const all =
    moderated === undefined
      ? theirs
      : theirs.unionAll(rowsFrom(db, stretch, cursor).where('guildId', '=', moderated));
  return all.orderBy('at', order).orderBy('row', order).limit(SLICE_ROWS).execute();
}

function rowsFrom(db: Database, { terms, way }: SearchRange, cursor: TimeCursor | undefined) {
  const beyond = way === 'older' ? sql`<` : sql`>`;
  return (
    db
      .selectFrom('jobs')
      .select(['id', 'userId', 'state', 'erasedAt', 'eraseAskedAt', ROW.as('row')])
      .select((eb) => eb.ref('createdAt').as('at'))
      // Without terms the text is not read.
      .select((terms.length > 0 ? sql<string>`params` : sql<string>`''`).as('params'))
      .$if(cursor !== undefined, (query) =>
        query.where(sql<boolean>`(created_at, ${ROW}) ${beyond} (${cursor?.at}, ${cursor?.row})`),
      )
  );
}

/** The readable jobs of these rows, in the same order. */
async function jobsOfRows({ db, rows }: SearchParts, found: readonly SearchRow[]): Promise<Job[]> {
  const ids = found.map(({ id }) => id);
  if (ids.length === 0) return [];
  const read = await db.selectFrom('jobs').select(JOB_COLUMNS).where('id', 'in', ids).execute();
  const byId = new Map(rows.allReadable(read).map((job) => [job.id, job]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** More than a member types to find a picture. */
const MOST_TERMS = 12;

/** Splits typed text into search terms for {@link hasTerms}: all must occur, in any order. */
export function termsIn(typed: string): readonly string[] {
  return [...new Set(folded(typed).split(/\s+/))]
    .filter((term) => term !== '')
    .slice(0, MOST_TERMS);
}

/** Whether a job's id or its texts contain all terms. Linear in the text. */
export function hasTerms(
  { id, params }: { readonly id: string; readonly params: string },
  terms: readonly string[],
): boolean {
  if (terms.length === 0) return true;
  const text = `${id}\n${searchableText(jsonIn(params))}`;
  return terms.every((term) => text.includes(term));
}

/**
 * Params to skip: negative prompts, and settings of nearly every job, which would match every
 * search for a common word.
 */
const SKIPPED_PARAMS: ReadonlySet<string> = new Set([
  'negativePrompt',
  'aspectRatio',
  'sampler',
  'scheduler',
]);

/** All other texts in a row's params, for any recipe. */
function searchableText(params: unknown): string {
  if (!isRecord(params)) return '';
  const texts = Object.entries(params).flatMap(([name, value]) =>
    typeof value === 'string' && !SKIPPED_PARAMS.has(name) ? [value] : [],
  );
  return folded(texts.join('\n'));
}

/** Folds case and look-alike letters. */
function folded(text: string): string {
  // Upper case first: it turns a sharp s into two letters.
  return text.normalize('NFKC').toUpperCase().toLowerCase();
}
