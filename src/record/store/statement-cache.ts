import type SQLite from 'better-sqlite3';
import type { SqliteDatabase, SqliteStatement } from 'kysely';

/** More than the bot has. Lists of values make new ones, so the oldest are dropped. */
const MOST_STATEMENTS = 400;

/**
 * A database whose statements are prepared once: Kysely has every query prepared anew, which costs
 * more than most of them take to run.
 */
export class StatementCache implements SqliteDatabase {
  readonly #sqlite: SQLite.Database;
  readonly #statements = new Map<string, SqliteStatement>();

  constructor(sqlite: SQLite.Database) {
    this.#sqlite = sqlite;
  }

  prepare(text: string): SqliteStatement {
    const known = this.#statements.get(text);
    if (known) return known;
    const prepared = this.#sqlite.prepare(text);
    const [oldest] = this.#statements.keys();
    if (this.#statements.size >= MOST_STATEMENTS && oldest !== undefined) {
      this.#statements.delete(oldest);
    }
    this.#statements.set(text, prepared);
    return prepared;
  }

  close(): void {
    this.#statements.clear();
    this.#sqlite.close();
  }
}
