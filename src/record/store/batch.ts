import SQLite from 'better-sqlite3';
import type { Database } from './database.ts';
import { Locks } from './locks.ts';
import { moments } from './moments.ts';
import { requireWriting } from './sqlite.ts';
import { unwritable, type SqliteError } from './unwritable.ts';

/** Tells whoever waits for a piece what became of it. */
export type Tell = () => void;

/** A piece of work that changes the database. */
export interface Piece {
  /** Does the work. What comes back tells of it, once it is committed. */
  readonly run: (trx: Database, locks: Locks) => Promise<Tell>;
  readonly fail: (error: unknown) => void;
}

/** One transaction, and what is to be told of each piece once it is over. */
export class Batch {
  readonly #sqlite: SQLite.Database;
  readonly #writing: Database;
  readonly #written: { readonly piece: Piece; readonly tell: Tell }[] = [];
  readonly #failed: Tell[] = [];
  /** Why nothing of it can be kept any more. */
  #lost: SqliteError | undefined;

  /** The transaction is open already. */
  constructor(sqlite: SQLite.Database, writing: Database) {
    this.#sqlite = sqlite;
    this.#writing = writing;
  }

  get isOpen(): boolean {
    return this.#lost === undefined;
  }

  async run(piece: Piece): Promise<void> {
    if (this.#lost) {
      const { fail } = piece;
      this.#failed.push(fail.bind(undefined, unwritable(this.#lost)));
      return;
    }
    this.#sqlite.exec('SAVEPOINT piece');
    const piecesTurn = { isOver: false };
    // Queries come back through microtasks only, and this does not come before they are all done.
    process.nextTick(() => {
      piecesTurn.isOver = true;
    });
    // The one writer has all there are.
    const locks = new Locks(() => {
      requireWriting(this.#sqlite);
    });
    try {
      const tell = await piece.run(this.#writing, locks);
      if (piecesTurn.isOver) throw new TypeError('a piece of work waited inside the transaction');
      if (!this.#sqlite.inTransaction) throw gone();
      this.#sqlite.exec('RELEASE piece');
      this.#written.push({ piece, tell });
    } catch (error) {
      const told = error instanceof SQLite.SqliteError ? unwritable(error) : error;
      this.#failed.push(() => {
        piece.fail(told);
      });
      if (this.#sqlite.inTransaction) this.#sqlite.exec('ROLLBACK TO piece; RELEASE piece');
      else this.#lost = error instanceof SQLite.SqliteError ? error : gone();
    } finally {
      locks.end();
    }
  }

  /** Commits, and tells everybody. */
  commit(): void {
    const pieces = this.#written.length;
    if (!this.#lost) {
      try {
        moments.batchPending.publish({ pieces });
        this.#sqlite.exec('COMMIT');
        moments.batchCommitted.publish({ pieces });
      } catch (error) {
        if (!(error instanceof SQLite.SqliteError)) throw error;
        if (this.#sqlite.inTransaction) this.#sqlite.exec('ROLLBACK');
        this.#lost = error;
      }
    }
    for (const { piece, tell } of this.#written) {
      if (this.#lost) piece.fail(unwritable(this.#lost));
      else tell();
    }
    for (const tell of this.#failed) tell();
  }
}

/** For a piece that met the end of the transaction, and reported something else or nothing. */
function gone(): SqliteError {
  return new SQLite.SqliteError('the transaction is gone', 'SQLITE_ABORT');
}
