import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import type { Faults } from './faults.ts';

interface DiskParts {
  readonly faults: Faults;
  readonly crash: () => void;
  readonly onActivity: () => void;
}

/**
 * The disk under SQLite: counts the commits of the bot, fails or crashes at some of them, and closes what a
 * crashed process had open. What was not committed by then is gone, as it is from a killed process.
 */
export class Disk {
  readonly path: string;
  readonly #folder: string;
  #parts: DiskParts | undefined;
  readonly #open = new Set<SQLite.Database>();
  readonly #closed = new WeakSet<SQLite.Database>();

  constructor(folder: string) {
    this.#folder = folder;
    this.path = join(folder, 'darkroom.sqlite');
  }

  /** Puts a copy of a database and its key there. */
  begin(template: string, parts: DiskParts): void {
    rmSync(this.#folder, { recursive: true, force: true });
    mkdirSync(this.#folder, { recursive: true });
    for (const end of ['', '.key']) copyFileSync(template + end, this.path + end);
    this.#parts = parts;
  }

  /** Lets SQLite's connections to this disk pass here. Returns what ends that. */
  mount(): () => void {
    const real = Object.getOwnPropertyDescriptors(SQLite.prototype);
    const exec = (connection: SQLite.Database, source: string, run: () => SQLite.Database) =>
      this.#exec(connection, source, run);
    const note = (connection: SQLite.Database) => {
      this.#note(connection);
    };
    Object.assign(SQLite.prototype, {
      exec(this: SQLite.Database, source: string): unknown {
        return exec(this, source, () => real.exec.value?.call(this, source) ?? this);
      },
      prepare(this: SQLite.Database, source: string): unknown {
        note(this);
        return real.prepare.value?.call(this, source);
      },
    });
    return () => {
      Object.defineProperties(SQLite.prototype, { exec: real.exec, prepare: real.prepare });
    };
  }

  /** The process is gone, and with it all that was not committed. */
  crash(): void {
    for (const connection of this.#open) {
      connection.close();
      this.#closed.add(connection);
    }
    this.#open.clear();
  }

  /** Reads what is committed. */
  read<T>(query: (database: SQLite.Database) => T): T {
    const parts = this.#parts;
    this.#parts = undefined;
    const database = new SQLite(this.path, { readonly: true });
    try {
      return query(database);
    } finally {
      database.close();
      this.#parts = parts;
    }
  }

  #note(connection: SQLite.Database): void {
    if (this.#parts && connection.name.startsWith(this.path)) this.#open.add(connection);
  }

  #exec(connection: SQLite.Database, source: string, run: () => SQLite.Database): SQLite.Database {
    if (this.#closed.has(connection)) throw gone();
    this.#note(connection);
    if (!this.#parts || connection.name !== this.path) return run();
    const { faults, crash, onActivity } = this.#parts;
    onActivity();
    const fault = source === 'COMMIT' ? faults.next('commit') : undefined;
    if (fault === 'full') {
      connection.exec('ROLLBACK');
      throw new SQLite.SqliteError('database or disk is full', 'SQLITE_FULL');
    }
    if (fault === 'crash-after') run();
    if (fault === undefined) return run();
    crash();
    throw gone();
  }
}

/** What a dead process is told, which only ends what it was about to do. */
function gone(): Error {
  return new SQLite.SqliteError('the process is gone', 'SQLITE_IOERR');
}
