import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { openDatabase } from '../../src/store/database.ts';

interface ColumnInfo {
  readonly name: string;
  readonly type: string;
  readonly notnull: number;
  readonly pk: number;
}

/** Values that are easily changed on the way. */
const TEXTS = [
  '',
  'null',
  'it\'s "quoted", {a,b} and \\back\\slashed',
  'first line\n\tsecond',
  'Ünïcödé 🦊 \u{202e}',
  'NULL',
];
const NUMBERS = [0, 1, -1, 1_893_456_000_123, 9_007_199_254_740_991];

/** Columns that other columns refer to, and those that the schema restricts. */
const FIXED: Readonly<Record<string, (row: number) => string | number | null>> = {
  'jobs.id': (row) => `job${row}`,
  'jobs.retry_of': (row) => (row > 0 && row % 3 === 0 ? `job${row - 1}` : null),
  'jobs.state': (row) => ['completed', 'failed', 'ready'][row % 3] ?? '',
  'job_events.job_id': (row) => `job${row}`,
  'job_credits.job_id': (row) => `job${row}`,
  'prepared_pictures.job_id': (row) => (row % 2 === 0 ? `job${row}` : null),
  'picture_pieces.pictures_id': (row) => row + 1,
  'picture_pieces.place': () => 0,
  'stored_pictures.file': (row) => `job${row}-1.png`,
  'stored_picture_pieces.file': (row) => `job${row}-1.png`,
  'deferrals.kind': (row) => ['public', 'ephemeral', 'update'][row % 3] ?? '',
  'draining.id': () => 1,
  // SQLite has one process, which has no name.
  'jobs.driver': () => '',
  'deferrals.process': () => '',
};

/**
 * Makes a database with rows in every table, all of whose columns have many values. `nuls`: with NUL
 * characters in some texts.
 */
export async function makeFullDatabase(
  path: string,
  { rows = 12, nuls = 0 }: { readonly rows?: number; readonly nuls?: number } = {},
): Promise<void> {
  await openDatabase(path).close();
  const sqlite = new SQLite(path);
  const tables = sqlite
    .prepare<[], string>(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
        ORDER BY rowid`,
    )
    .pluck()
    .all();
  sqlite.transaction(() => {
    for (const table of tables) fill(sqlite, table, rows);
    const nul = sqlite.prepare('UPDATE jobs SET params = ? WHERE id = ?');
    for (let row = 0; row < nuls; row += 1) nul.run(`a\0b\0${row}`, `job${row}`);
    sqlite.exec("INSERT INTO job_counts VALUES ('expired', 0)");
    // Row numbers with gaps, and not in the order of the ids.
    sqlite.exec("UPDATE jobs SET rowid = rowid + 1000 WHERE id = 'job1'");
  })();
  sqlite.close();
}

/** The pictures of {@link putIntoFolder}, by the names that jobs have for them. */
export const PICTURES: Readonly<Record<string, Buffer>> = Object.fromEntries(
  [1, 700, 512 * 1024, 512 * 1024 + 1, 5_000_000].map((size, index) => [
    `job${index}-1${index % 2 === 0 ? '' : '.0a1b2c3d4e'}.png`,
    randomBytes(size),
  ]),
);

/** Gives jobs pictures in the folder beside their database, in place of rows. */
export function putIntoFolder(path: string): void {
  const sqlite = new SQLite(path);
  sqlite.exec('DELETE FROM stored_picture_pieces; DELETE FROM stored_pictures;');
  const name = sqlite.prepare('UPDATE jobs SET pictures = ? WHERE id = ?');
  mkdirSync(`${path}.files`, { recursive: true, mode: 0o700 });
  for (const [file, bytes] of Object.entries(PICTURES)) {
    const { changes } = name.run(JSON.stringify([{ file, format: 'png' }]), file.split('-')[0]);
    if (changes === 0) throw new Error(`there is no job for ${file}`);
    writeFileSync(join(`${path}.files`, file), bytes);
  }
  sqlite.close();
}

/** A checksum of each picture: the bytes themselves take long to compare. */
export function sumsOf(pictures: Readonly<Record<string, Buffer>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(pictures).map(([file, bytes]) => [
      file,
      createHash('sha256').update(bytes).digest('hex'),
    ]),
  );
}

/** The same of every picture beside a database. */
export function sumsIn(path: string): Record<string, string> {
  const folder = `${path}.files`;
  return sumsOf(
    Object.fromEntries(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file))])),
  );
}

function fill(sqlite: SQLite.Database, table: string, rows: number): void {
  // Triggers fill the first, and processes the second on PostgreSQL.
  if (table === 'job_counts' || table === 'processes') return;
  const columns = sqlite
    .prepare<[string], ColumnInfo>('SELECT name, type, "notnull", pk FROM pragma_table_info(?)')
    .all(table);
  const insert = sqlite.prepare(
    `INSERT OR IGNORE INTO ${table} (${columns.map(({ name }) => name).join()})
      VALUES (${columns.map(() => '?').join()})`,
  );
  for (let row = 0; row < rows; row += 1) {
    insert.run(columns.map((column, index) => valueOf(table, column, row, index)));
  }
}

function valueOf(table: string, { name, type, notnull, pk }: ColumnInfo, row: number, at: number) {
  const fixed = FIXED[`${table}.${name}`];
  if (fixed) return fixed(row);
  if (notnull === 0 && pk === 0 && (row + at) % 4 === 0) return null;
  if (type === 'BLOB') {
    const size = [0, 1, 1000, 300_000][row % 4] ?? 0;
    const seed = createHash('sha256').update(`${table} ${row}`).digest();
    return Buffer.alloc(size, seed);
  }
  if (type === 'INTEGER') return pk > 0 ? row + 1 : (NUMBERS[(row + at) % NUMBERS.length] ?? 0);
  const text = TEXTS[(row + at) % TEXTS.length] ?? '';
  return pk > 0 || /_id$|_message$/.test(name) ? `${name} ${row} ${text}` : `${text}${row}`;
}

/** Every row of a SQLite database with its row number, by table. */
export function rowsOf(path: string): Record<string, unknown[]> {
  const sqlite = new SQLite(path, { readonly: true });
  const tables = sqlite
    .prepare<[], { name: string; sql: string }>(
      `SELECT name, sql FROM sqlite_master
        WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'processes'`,
    )
    .all();
  const rows = tables.map(({ name, sql }) => {
    const number = sql.includes('WITHOUT ROWID') ? '' : 'rowid AS row_number, ';
    const columns = sqlite.prepare(`SELECT ${number}* FROM ${name}`).columns().length;
    const order = columns > 1 ? '1, 2' : '1';
    const all = sqlite.prepare(`SELECT ${number}* FROM ${name} ORDER BY ${order}`).all();
    return [name, all] as const;
  });
  sqlite.close();
  return Object.fromEntries(rows);
}
