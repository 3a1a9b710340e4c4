import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import SQLite from 'better-sqlite3';
import { CamelCasePlugin, Kysely, PostgresDialect, sql, SqliteDialect } from 'kysely';
import pg from 'pg';
import { openDatabase } from '../../src/store/database.ts';
import { optionsOf } from '../../src/store/postgres/connections.ts';
import { openPostgres } from '../../src/store/postgres/open.ts';
import type { Tables } from '../../src/store/tables.ts';

/** A text that the bot stores, and where. */
export interface StoredText {
  readonly place: string;
  readonly text: string;
}

/** The database of a stage's bot, seen from outside, whether the bot runs or not. */
export interface CrashDatabase {
  readonly kind: 'sqlite' | 'postgres';
  /** Its key stands beside this path; on SQLite, it is the database itself. */
  readonly path: string;
  /** The variables that name it. */
  readonly env: Readonly<Record<string, string>>;
  /** Makes its tables before there is a bot. */
  make(): Promise<void>;
  /** In a transaction. */
  use<T>(work: (trx: Kysely<Tables>) => Promise<T>): Promise<T>;
  /** Runs statements in the database's own words. */
  exec(statements: string): Promise<void>;
  /** Undefined if it is new. */
  version(): Promise<number | undefined>;
  /** The files of stored pictures. */
  pictures(): Promise<string[]>;
  /** Takes all stored pictures away. */
  losePictures(): Promise<void>;
  /** Every text that the bot stores. */
  texts(): Promise<readonly StoredText[]>;
  /** From now on, looks at it on another server. */
  moveTo(server: string): Promise<void>;
  close(): Promise<void>;
}

export class SqliteFile implements CrashDatabase {
  readonly kind = 'sqlite';
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;

  constructor(path: string) {
    this.path = path;
    this.env = { DATABASE_PATH: path, DATABASE_MARKER_DIR: `${path}.markers` };
  }

  async make(): Promise<void> {
    await openDatabase(this.path).close();
  }

  async use<T>(work: (trx: Kysely<Tables>) => Promise<T>): Promise<T> {
    const db = new Kysely<Tables>({
      dialect: new SqliteDialect({ database: new SQLite(this.path, { fileMustExist: true }) }),
      plugins: [new CamelCasePlugin()],
    });
    try {
      return await db.transaction().execute(work);
    } finally {
      await db.destroy();
    }
  }

  exec(statements: string): Promise<void> {
    const sqlite = new SQLite(this.path);
    try {
      sqlite.exec(statements);
    } finally {
      sqlite.close();
    }
    return Promise.resolve();
  }

  version(): Promise<number | undefined> {
    const sqlite = new SQLite(this.path, { readonly: true });
    const version = Number(sqlite.pragma('user_version', { simple: true }));
    sqlite.close();
    return Promise.resolve(version === 0 ? undefined : version);
  }

  pictures(): Promise<string[]> {
    return Promise.resolve(readdirSync(`${this.path}.files`));
  }

  losePictures(): Promise<void> {
    rmSync(`${this.path}.files`, { recursive: true });
    return Promise.resolve();
  }

  /** Whole files, since deleted rows may still stand in them. */
  texts(): Promise<readonly StoredText[]> {
    return Promise.resolve(filesBeside(this.path));
  }

  moveTo(): never {
    throw new TypeError('a SQLite file is on no server');
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** Columns of text by table. */
interface TextColumns {
  readonly tableName: string;
  readonly columns: readonly string[];
}

export class PostgresDatabase implements CrashDatabase {
  readonly kind = 'postgres';
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
  #server: string;
  readonly #name: string;
  #pool: pg.Pool;
  #db: Kysely<Tables>;

  private constructor(path: string, server: string, name: string) {
    this.path = path;
    this.#server = server;
    this.#name = name;
    this.env = { DATABASE_PATH: path, DATABASE_URL: this.#url };
    ({ pool: this.#pool, db: this.#db } = connectTo(this.#url));
  }

  get #url(): string {
    const url = new URL(this.#server);
    url.pathname = this.#name;
    return String(url);
  }

  static async create(path: string, server: string): Promise<PostgresDatabase> {
    const name = `crash_${randomBytes(6).toString('hex')}`;
    await onServer(server, `CREATE DATABASE ${name}`);
    return new PostgresDatabase(path, server, name);
  }

  async make(): Promise<void> {
    const opened = await openPostgres({ url: this.#url });
    await opened.close();
  }

  /** Sees one state of the database, as on SQLite. */
  use<T>(work: (trx: Kysely<Tables>) => Promise<T>): Promise<T> {
    return this.#db.transaction().setIsolationLevel('repeatable read').execute(work);
  }

  async exec(statements: string): Promise<void> {
    await this.#pool.query(statements);
  }

  async version(): Promise<number | undefined> {
    const { rows } = await this.#pool.query<{ found: unknown }>(
      "SELECT to_regclass('schema_version') AS found",
    );
    if (rows[0]?.found === null) return undefined;
    const versions = await this.#pool.query<{ version: number }>(
      'SELECT version FROM schema_version',
    );
    return versions.rows[0]?.version;
  }

  /** Those that are complete. */
  async pictures(): Promise<string[]> {
    const { rows } = await sql<{ file: string }>`
      SELECT file FROM stored_pictures WHERE size =
        (SELECT sum(length(bytes)) FROM stored_picture_pieces AS piece
          WHERE piece.file = stored_pictures.file)`.execute(this.#db);
    return rows.map(({ file }) => file);
  }

  losePictures(): Promise<void> {
    return this.exec('DELETE FROM stored_picture_pieces; DELETE FROM stored_pictures');
  }

  async texts(): Promise<readonly StoredText[]> {
    const tables = await sql<TextColumns>`
      SELECT table_name, json_agg(column_name) AS columns FROM information_schema.columns
        WHERE table_schema = 'public' AND data_type = 'text' GROUP BY table_name`.execute(this.#db);
    const texts = filesBeside(this.path);
    for (const { tableName, columns } of tables.rows) {
      const joined = sql.join(columns.map((column) => sql.ref(column)));
      const { rows } = await sql<{ text: string }>`
        SELECT concat_ws(chr(10), ${joined}) AS text FROM ${sql.table(tableName)}`.execute(
        this.#db,
      );
      texts.push({ place: tableName, text: rows.map(({ text }) => text).join('\n') });
    }
    return texts;
  }

  async moveTo(server: string): Promise<void> {
    await this.#pool.end().catch(() => undefined);
    this.#server = server;
    ({ pool: this.#pool, db: this.#db } = connectTo(this.#url));
  }

  async close(): Promise<void> {
    await this.#pool.end();
    await onServer(this.#server, `DROP DATABASE ${this.#name} WITH (FORCE)`);
  }
}

function connectTo(url: string) {
  // A test may be held up for longer than a bot.
  const patient = {
    idle_in_transaction_session_timeout: 0,
    statement_timeout: 0,
    query_timeout: 0,
  };
  const pool = new pg.Pool({ ...optionsOf(url), ...patient, max: 1 });
  pool.on('error', () => undefined);
  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin()],
  });
  return { pool, db };
}

/** On SQLite, the database is one of them. */
function filesBeside(path: string): StoredText[] {
  return readdirSync(dirname(path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => ({
      place: name,
      text: `${name}\n${readFileSync(join(parentPath, name), 'latin1')}`,
    }));
}

async function onServer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
