import { setImmediate as turn } from 'node:timers/promises';
import SQLite from 'better-sqlite3';
import { URGENCIES, type Urgency } from '../engines/turns.ts';
import { Checkpoints } from './checkpoints.ts';
import type { Database } from './database.ts';
import { Locks } from './locks.ts';
import { moments } from './moments.ts';
import { beginWriting, requireWriting } from './sqlite.ts';
import { outlastLock, type SqliteError, unwritable } from './unwritable.ts';

/*
 * The one write path. Everything that changes the database is a piece of work that is queued here.
 *
 * What waits runs in one transaction, each piece in a savepoint of its own, and is committed once,
 * with one fsync. Promises settle only after that commit. Then sockets are served for a turn
 * of the event loop, since nothing else would: SQLite works on this thread, and Kysely comes back
 * through microtasks only.
 *
 * - A batch takes nothing more after some milliseconds, so that no turn is long in coming.
 * - The most urgent pieces go first, and every other kind has at least one piece in each batch. Deferrals
 *   are committed alone, to be fast; the next batch takes the rest. Lazy writes ride along with the next
 *   commit after which only jobs wait, at least one of them.
 * - A piece that throws is rolled back to its savepoint and takes no other with it. Where the whole
 *   transaction is gone (SQLITE_FULL ends it, and every savepoint with it), or the commit fails,
 *   every piece of the batch fails as it would have alone: none of it was written.
 * - A piece waits for nothing but its own queries: while it waited, all others would, inside an
 *   open transaction. One that does is rolled back.
 * - Where another program holds the write lock, the batch waits for a moment without holding up
 *   the event loop, and then fails.
 *
 * Reads outside a piece have a connection of their own that cannot write, and see what is committed.
 */

/** After this long, a batch takes no further piece. */
const LONGEST_BATCH_MS = 8;
/** How many ride with one commit. */
const MOST_RIDERS = 100;
/** How long what rides along waits for a commit to ride with. */
const LONGEST_RIDE_MS = 30_000;

/** What a Store works on: see `openDatabase`. */
export interface StoreConnections {
  /** The connection that writes, by itself and as Kysely sees it. It waits for no lock. */
  readonly sqlite: SQLite.Database;
  readonly writing: Database;
  /** One that only reads. */
  readonly reading: Database;
}

export interface StoreOptions {
  readonly longestBatchMs?: number;
  /** Removes some orphaned large rows. False where there are none. */
  readonly dropPiece?: (trx: Database) => Promise<boolean>;
}

const nothingLeft = () => Promise.resolve(false);

/** What a piece does with the database, and under which locks. */
type Work<T> = (trx: Database, locks: Locks) => Promise<T>;

/** The database: reads, and the one way to write. */
export class Store {
  /** For questions. It cannot write. */
  readonly read: Database;
  readonly #sqlite: SQLite.Database;
  readonly #writing: Database;
  readonly #waiting: Readonly<Record<Urgency, Piece[]>> = {
    deferral: [],
    person: [],
    read: [],
    job: [],
  };
  /** The same queues, most urgent first. */
  readonly #queues = URGENCIES.map((urgency) => this.#waiting[urgency]);
  readonly #along: Piece[] = [];
  readonly #checkpoints: Checkpoints;
  #draining: Promise<void> | undefined;
  /** Whether the last commit had nothing but deferrals. */
  #wereDeferrals = false;
  readonly #longestBatchMs: number;
  #ride: NodeJS.Timeout | undefined;

  constructor(
    { sqlite, writing, reading }: StoreConnections,
    { longestBatchMs = LONGEST_BATCH_MS, dropPiece = nothingLeft }: StoreOptions = {},
  ) {
    this.#sqlite = sqlite;
    this.#writing = writing;
    this.read = reading;
    this.#checkpoints = new Checkpoints(sqlite, {
      clear: async () => {
        while (await this.write(dropPiece));
      },
    });
    this.#longestBatchMs = longestBatchMs;
  }

  /**
   * Runs a piece of work in the next transaction. Resolves once it is committed.
   *
   * @throws what the piece throws, after which nothing of it is kept, and BotError
   * `log_unwritable` where the database does not take it.
   */
  write<T>(piece: Work<T>, urgency: Urgency = 'job'): Promise<T> {
    const written = this.#queue(this.#waiting[urgency], piece);
    this.#startDraining();
    return written;
  }

  /** A lazy write: committed together with the next awaited one. */
  writeAlong<T>(piece: Work<T>): Promise<T> {
    const written = this.#queue(this.#along, piece);
    // Losing it costs one row that is read again: no reason to keep the process alive.
    this.#ride ??= setTimeout(() => {
      this.#ride = undefined;
      void this.#idle();
    }, LONGEST_RIDE_MS).unref();
    return written;
  }

  /**
   * Something that must remain nowhere was taken out of rows, so it has to leave the write-ahead
   * log too, after what is large and nobody's any more was removed: soon, but after whoever waits for an
   * answer has it.
   */
  leaveNoTrace(): void {
    this.#checkpoints.ask();
  }

  /** Resolves once everything that was queued is written, or has failed, and no trace is left. */
  async settled(): Promise<void> {
    await this.#idle();
    await this.#checkpoints.made();
  }

  /** Writes what was queued, and makes no further checkpoint: closing the database does that. */
  async stop(): Promise<void> {
    await this.#idle();
    await this.#checkpoints.stop();
  }

  async #idle(): Promise<void> {
    // What rides along may have come after the batch that is under way took what there was.
    while (this.#draining !== undefined || this.#along.length > 0) {
      this.#startDraining();
      await this.#draining;
    }
  }

  #queue<T>(queue: Piece[], work: Work<T>): Promise<T> {
    return new Promise<T>((resolve, fail) => {
      const run = async (trx: Database, locks: Locks) => {
        const result = await work(trx, locks);
        return () => {
          resolve(result);
        };
      };
      queue.push({ run, fail });
    });
  }

  #startDraining(): void {
    this.#draining ??= this.#drain().finally(() => {
      this.#draining = undefined;
      // Another piece may have arrived in between.
      if (this.#hasWork) this.#startDraining();
    });
  }

  get #hasWork(): boolean {
    return this.#queues.some((queue) => queue.length > 0);
  }

  async #drain(): Promise<void> {
    do {
      // Pieces of the same turn share a batch.
      await turn();
      const locked = await this.#begin();
      if (locked) this.#failAll(locked);
      else await this.#batch();
    } while (this.#hasWork);
  }

  /** Opens a transaction that writes. Gives what is in the way. */
  async #begin(): Promise<SqliteError | undefined> {
    try {
      await outlastLock(() => {
        beginWriting(this.#sqlite);
      });
      return undefined;
    } catch (error) {
      if (error instanceof SQLite.SqliteError) return error;
      throw error;
    }
  }

  /** Everybody would wait as long, and fail in the same way. */
  #failAll(error: SqliteError): void {
    for (const queue of [...this.#queues, this.#along]) {
      for (const { fail } of queue.splice(0)) fail(unwritable(error));
    }
  }

  async #batch(): Promise<void> {
    const batch = new Batch(this.#sqlite, this.#writing);
    const until = performance.now() + this.#longestBatchMs;
    const { deferral, job } = this.#waiting;
    // Never twice in a row, so that deferrals do not starve the rest.
    this.#wereDeferrals = deferral.length > 0 && !this.#wereDeferrals;
    const queues = this.#wereDeferrals ? [deferral] : this.#queues;
    const untouched = new Set(queues.filter((queue) => queue.length > 0));
    do {
      const queue = queues.find((one) => one.length > 0);
      const piece = queue?.shift();
      if (!queue || !piece) break;
      untouched.delete(queue);
      await batch.run(piece);
    } while (batch.isOpen && performance.now() < until);
    for (const queue of untouched) {
      const piece = batch.isOpen ? queue.shift() : undefined;
      if (piece) await batch.run(piece);
    }
    // If the batch failed, or more than jobs waits for the next one, lazy writes wait for another.
    const onlyJobsWait = this.#queues.every((queue) => queue === job || queue.length === 0);
    if (batch.isOpen && !this.#wereDeferrals && onlyJobsWait) await this.#takeAlong(batch, until);
    batch.commit();
  }

  /** One at least, so that they get on however long the batches are. */
  async #takeAlong(batch: Batch, until: number): Promise<void> {
    let taken = 0;
    do {
      const rider = this.#along.shift();
      if (!rider) break;
      taken += 1;
      await batch.run(rider);
    } while (taken < MOST_RIDERS && performance.now() < until);
    if (this.#along.length > 0) return;
    clearTimeout(this.#ride);
    this.#ride = undefined;
  }
}

/** Settles the promise of a piece. */
export type Tell = () => void;

/** A piece of work that changes the database. */
interface Piece {
  /** Does the work. What comes back tells of it, once it is committed. */
  readonly run: (trx: Database, locks: Locks) => Promise<Tell>;
  readonly fail: (error: unknown) => void;
}

/** Runs one transaction and collects the outcome of each piece. */
class Batch {
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
