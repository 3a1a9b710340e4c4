import { setImmediate as turn } from 'node:timers/promises';
import SQLite from 'better-sqlite3';
import { type Clock, systemClock } from '../engines/clock.ts';
import { type Elapsed, type Env, systemElapsed } from '../engines/env.ts';
import { URGENCIES, type Urgency } from '../engines/turns.ts';
import { Checkpoints } from './checkpoints.ts';
import type { Database } from './database.ts';
import { Locks } from './locks.ts';
import { moments } from './moments.ts';
import { beginWriting, emptyLog, requireWriting } from './sqlite.ts';
import type { Store, Work } from './store.ts';
import { retryWhileLocked, type SqliteError, unwritable } from './unwritable.ts';

/*
 * The only write path to SQLite. Every change of the database is queued here.
 *
 * Queued pieces run in one transaction, each in its own savepoint, and are committed once, with one
 * fsync. Promises settle only after that commit. Then the event loop gets a turn to serve sockets,
 * which it would not get otherwise: SQLite works on this thread, and Kysely continues through
 * microtasks only.
 *
 * - A batch starts no new piece after some milliseconds, so that the next turn comes soon.
 * - The most urgent pieces go first, and every other kind gets at least one piece in each batch.
 *   Deferrals are committed alone, to be fast; the next batch takes the rest. Lazy writes join the next
 *   commit after which only jobs wait, at least one of them.
 * - A piece that throws is rolled back to its savepoint, without affecting the others. If the whole
 *   transaction is lost (SQLITE_FULL ends it with all savepoints) or the commit fails, every piece of
 *   the batch fails: none was written.
 * - A piece awaits nothing but its own queries, or all others would wait inside an open transaction.
 *   One that does is rolled back.
 * - If another program holds the write lock, the batch waits briefly without blocking the event loop,
 *   and then fails.
 *
 * Reads outside a piece use a read-only connection and see what is committed.
 */

/** After this long, a batch starts no further piece. */
const LONGEST_BATCH_MS = 8;
/** The most lazy writes in one commit. */
const MOST_LAZY_WRITES = 100;
/** The longest that a lazy write waits for a commit. */
const LONGEST_LAZY_MS = 30_000;

/** The connections of a SqliteStore: see `openDatabase`. */
export interface SqliteConnections {
  /** The writing connection, raw and through Kysely. It must not wait for locks. */
  readonly sqlite: SQLite.Database;
  readonly writing: Database;
  /** A read-only connection. */
  readonly reading: Database;
}

export interface SqliteStoreOptions extends Partial<Pick<Env, 'elapsed'>> {
  readonly clock?: Clock | undefined;
  readonly longestBatchMs?: number;
  /** Deletes some orphaned large rows. False if there are none. */
  readonly dropPiece?: (trx: Database) => Promise<boolean>;
}

const nothingLeft = () => Promise.resolve(false);

/** A Store on SQLite. */
export class SqliteStore implements Store {
  /** Read-only. */
  readonly read: Database;
  readonly process = '';
  readonly roundTripMs = 0;
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
  readonly #lazy: Piece[] = [];
  readonly #checkpoints: Checkpoints;
  #draining: Promise<void> | undefined;
  /** Whether the last commit held only deferrals. */
  #lastWasDeferrals = false;
  readonly #longestBatchMs: number;
  readonly #clock: Clock;
  readonly #elapsed: Elapsed;
  /** Ends the wait of the lazy writes. */
  #lazyWait: AbortController | undefined;

  constructor(
    { sqlite, writing, reading }: SqliteConnections,
    {
      longestBatchMs = LONGEST_BATCH_MS,
      dropPiece = nothingLeft,
      clock = systemClock,
      elapsed = systemElapsed,
    }: SqliteStoreOptions = {},
  ) {
    this.#sqlite = sqlite;
    this.#writing = writing;
    this.read = reading;
    this.#checkpoints = new Checkpoints({
      clear: async () => {
        while (await this.write(dropPiece));
      },
      emptyLog: () => isLogEmptied(sqlite),
      clock,
    });
    this.#longestBatchMs = longestBatchMs;
    this.#clock = clock;
    this.#elapsed = elapsed;
  }

  write<T>(piece: Work<T>, urgency: Urgency = 'job'): Promise<T> {
    const written = this.#queue(this.#waiting[urgency], piece);
    this.#startDraining();
    return written;
  }

  /** Committed together with the next awaited one. */
  writeLazily<T>(piece: Work<T>): Promise<T> {
    const written = this.#queue(this.#lazy, piece);
    if (this.#lazyWait === undefined) void this.#writeLazyInTime();
    return written;
  }

  async #writeLazyInTime(): Promise<void> {
    const { signal } = (this.#lazyWait = new AbortController());
    await this.#clock.sleep(LONGEST_LAZY_MS, signal).catch(() => undefined);
    if (signal.aborted) return;
    this.#lazyWait = undefined;
    await this.#idle();
  }

  async check(): Promise<void> {
    await this.read.selectFrom('line').select('lane').limit(1).execute();
  }

  /** Deletes orphaned large rows and empties the write-ahead log. */
  leaveNoTrace(): void {
    this.#checkpoints.request();
  }

  async settled(): Promise<void> {
    await this.#idle();
    await this.#checkpoints.settled();
  }

  /** Makes no further checkpoint, since closing the database does. */
  async stop(): Promise<void> {
    await this.#idle();
    await this.#checkpoints.stop();
  }

  async #idle(): Promise<void> {
    // A lazy write may have arrived after the current batch took the others.
    while (this.#draining !== undefined || this.#lazy.length > 0) {
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

  /** Opens a write transaction. Returns the error if it cannot. */
  async #begin(): Promise<SqliteError | undefined> {
    try {
      await retryWhileLocked(() => {
        beginWriting(this.#sqlite);
      }, this.#clock);
      return undefined;
    } catch (error) {
      if (error instanceof SQLite.SqliteError) return error;
      throw error;
    }
  }

  /** All pieces would wait as long, and fail in the same way. */
  #failAll(error: SqliteError): void {
    for (const queue of [...this.#queues, this.#lazy]) {
      for (const { fail } of queue.splice(0)) fail(unwritable(error));
    }
  }

  async #batch(): Promise<void> {
    const batch = new Batch(this.#sqlite, this.#writing);
    const until = this.#elapsed() + this.#longestBatchMs;
    const { deferral, job } = this.#waiting;
    // Never twice in a row, so that deferrals do not starve the rest.
    this.#lastWasDeferrals = deferral.length > 0 && !this.#lastWasDeferrals;
    const queues = this.#lastWasDeferrals ? [deferral] : this.#queues;
    const untouched = new Set(queues.filter((queue) => queue.length > 0));
    do {
      const queue = queues.find((one) => one.length > 0);
      const piece = queue?.shift();
      if (!queue || !piece) break;
      untouched.delete(queue);
      await batch.run(piece);
    } while (batch.isOpen && this.#elapsed() < until);
    for (const queue of untouched) {
      const piece = batch.isOpen ? queue.shift() : undefined;
      if (piece) await batch.run(piece);
    }
    // If the batch failed, or other pieces than jobs wait, lazy writes wait for another batch.
    const onlyJobsWait = this.#queues.every((queue) => queue === job || queue.length === 0);
    if (batch.isOpen && !this.#lastWasDeferrals && onlyJobsWait) await this.#runLazy(batch, until);
    batch.commit();
  }

  /** At least one, so that lazy writes progress however long the batches are. */
  async #runLazy(batch: Batch, until: number): Promise<void> {
    let taken = 0;
    do {
      const piece = this.#lazy.shift();
      if (!piece) break;
      taken += 1;
      await batch.run(piece);
    } while (taken < MOST_LAZY_WRITES && this.#elapsed() < until);
    if (this.#lazy.length > 0) return;
    this.#lazyWait?.abort();
    this.#lazyWait = undefined;
  }
}

/** Settles a piece's promise. */
export type Settle = () => void;

/** A queued change of the database. */
interface Piece {
  /** Does the work. The returned function settles the promise after the commit. */
  readonly run: (trx: Database, locks: Locks) => Promise<Settle>;
  readonly fail: (error: unknown) => void;
}

/** Runs one transaction and collects the outcome of each piece. */
class Batch {
  readonly #sqlite: SQLite.Database;
  readonly #writing: Database;
  readonly #written: { readonly piece: Piece; readonly settle: Settle }[] = [];
  readonly #failed: Settle[] = [];
  /** Why the whole batch failed. */
  #lost: SqliteError | undefined;

  /** The transaction must be open. */
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
    // Queries continue through microtasks only, so this runs after all of them.
    process.nextTick(() => {
      piecesTurn.isOver = true;
    });
    // The single writer holds every lock.
    const requireTransaction = () => {
      requireWriting(this.#sqlite);
    };
    const locks = new Locks({ take: requireTransaction, takeRows: requireTransaction });
    try {
      const settle = await piece.run(this.#writing, locks);
      if (piecesTurn.isOver) throw new TypeError('a piece of work waited inside the transaction');
      if (!this.#sqlite.inTransaction) throw gone();
      this.#sqlite.exec('RELEASE piece');
      this.#written.push({ piece, settle });
    } catch (error) {
      const reported = error instanceof SQLite.SqliteError ? unwritable(error) : error;
      this.#failed.push(() => {
        piece.fail(reported);
      });
      if (this.#sqlite.inTransaction) this.#sqlite.exec('ROLLBACK TO piece; RELEASE piece');
      else this.#lost = error instanceof SQLite.SqliteError ? error : gone();
    } finally {
      locks.end();
    }
  }

  /** Commits, and settles all promises. */
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
    for (const { piece, settle } of this.#written) {
      if (this.#lost) piece.fail(unwritable(this.#lost));
      else settle();
    }
    for (const settle of this.#failed) settle();
  }
}

/** For a piece during which the transaction ended, if it reported another error or none. */
function gone(): SqliteError {
  return new SQLite.SqliteError('the transaction is gone', 'SQLITE_ABORT');
}

/** Empties the log unless something blocks that. The connection must not wait for locks. */
export function isLogEmptied(sqlite: SQLite.Database): boolean {
  if (sqlite.inTransaction) return false;
  try {
    return emptyLog(sqlite);
  } catch (error) {
    if (error instanceof SQLite.SqliteError) return false;
    throw error;
  }
}
