import diagnostics from 'node:diagnostics_channel';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { CamelCasePlugin, Kysely, sql, SqliteDialect } from 'kysely';
import { onTestFinished } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { SqliteStore } from '../../src/store/sqlite-store.ts';
import type { Tables } from '../../src/store/tables.ts';
import { tempFolder } from './temp-folder.ts';

/** SQLite's own limit. */
const ROOM_ENOUGH = 1_073_741_823;

/** A store with a table of notes, and how many pieces each of its commits had. */
export class StoreBench {
  readonly path = join(tempFolder(), 'darkroom.sqlite');
  readonly sqlite: SQLite.Database;
  readonly store: SqliteStore;
  readonly commits: number[] = [];
  readonly #writing: Database;

  constructor({ longestBatchMs = 60_000 } = {}) {
    const sqlite = new SQLite(this.path);
    sqlite.pragma('journal_mode = WAL');
    sqlite.exec('CREATE TABLE notes (text TEXT)');
    sqlite.pragma('busy_timeout = 0');
    const reader = new SQLite(this.path, { readonly: true });
    const kysely = (database: SQLite.Database) =>
      new Kysely<Tables>({
        dialect: new SqliteDialect({ database }),
        plugins: [new CamelCasePlugin()],
      });
    this.sqlite = sqlite;
    this.#writing = kysely(sqlite);
    this.store = new SqliteStore(
      { sqlite, writing: this.#writing, reading: kysely(reader) },
      { longestBatchMs },
    );
    const onCommit = (message: unknown) => {
      this.commits.push((message as { pieces: number }).pieces);
    };
    diagnostics.subscribe('darkroom:store:committed', onCommit);
    onTestFinished(async () => {
      diagnostics.unsubscribe('darkroom:store:committed', onCommit);
      await this.store.stop();
      reader.close();
      sqlite.close();
    });
  }

  /** A piece of work that notes something down. */
  note(text: string): (trx: Database) => Promise<string> {
    return async (trx) => {
      await sql`INSERT INTO notes VALUES (${text})`.execute(trx);
      return text;
    };
  }

  /** What is committed, as anybody else sees it. */
  get notes(): string[] {
    const other = new SQLite(this.path, { readonly: true });
    const notes = other.prepare<[], string>('SELECT text FROM notes ORDER BY rowid').pluck().all();
    other.close();
    return notes;
  }

  /** Leaves no room for another page. Gives what ends that. */
  fill(): () => void {
    const pages = Number(this.sqlite.pragma('page_count', { simple: true }));
    this.sqlite.pragma(`max_page_count = ${pages}`);
    return () => {
      this.sqlite.pragma(`max_page_count = ${ROOM_ENOUGH}`);
    };
  }
}

/** How Promise.allSettled tells of a piece that the database did not take. */
export const unwritable = (code: string) => ({
  status: 'rejected',
  reason: { code: 'log_unwritable', cause: { code } },
});

/** How it tells of one that is written. */
export const written = (value: string) => ({ status: 'fulfilled', value });
