import { readBeside, writeBeside } from './write-beside.ts';

/** The numbers of rows are a column of PostgreSQL's tables. */
const UNIQUE = new Set(['id', 'interaction_id', 'rowid']);

/** Puts so many jobs beside one, like it in all but what has to be unique: `copy1`, `copy2`, … */
export async function copyJob(path: string, id: string, count: number): Promise<void> {
  const [row] = await readBeside(path, 'SELECT * FROM jobs WHERE id = ?', id);
  if (typeof row !== 'object' || row === null) return;
  const columns = Object.keys(row)
    .filter((name) => !UNIQUE.has(name))
    .join();
  await writeBeside(
    path,
    `WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)
    INSERT INTO jobs (id, interaction_id, ${columns})
    SELECT 'copy' || n, 'copy' || n, ${columns} FROM jobs, numbers WHERE id = ?`,
    count,
    id,
  );
}

/** A whole row, as another one may be made of it. */
export function withoutNumber<Row extends object>(row: Row): Row {
  const copy: Row & { rowid?: unknown } = { ...row };
  delete copy.rowid;
  return copy;
}
