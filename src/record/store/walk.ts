import { sql, type SelectQueryBuilder } from 'kysely';
import { rowNumber } from './sqlite.ts';

/** How far a walk has come: a time, and which of the rows that share it. */
export interface TimeCursor {
  readonly at: number;
  readonly row: number;
}

/** What a walk by time can go along: each has an index. */
export type TimeColumn =
  'jobs.createdAt' | 'jobs.finishedAt' | 'jobs.erasedAt' | 'reports.reportedAt';

/** Before everything. */
export const FROM_THE_OLDEST: TimeCursor = { at: -1, row: 0 };

/**
 * Narrows a query to its next rows after there, oldest first and `limit` at most. Each then says
 * where it stands, so that the walk goes on from the last of them, along the index, however many
 * rows share a time.
 */
export function byTime<DB, TB extends keyof DB, Row>(
  query: SelectQueryBuilder<DB, TB, Row>,
  column: TimeColumn,
  { at, row }: TimeCursor,
  limit: number,
) {
  const time = sql<number>`${sql.ref(column)}`;
  const number = rowNumber(column.replace(/\.\w+$/, ''));
  return query
    .select([time.as('at'), number.as('row')])
    .where(sql<boolean>`(${time}, ${number}) > (${at}, ${row})`)
    .orderBy(time)
    .orderBy(number)
    .limit(limit);
}

/**
 * Reads many rows slice by slice from there on: `rowsAfter` gives the next ones after a row,
 * `limit` at most, and there are no more once it gives fewer.
 */
export async function* walk<Cursor, Row extends Cursor>(
  from: Cursor,
  limit: number,
  rowsAfter: (cursor: Cursor) => Promise<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
  let cursor = from;
  for (;;) {
    const rows = await rowsAfter(cursor);
    yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < limit) return;
    cursor = last;
  }
}
