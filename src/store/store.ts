import type { Urgency } from '../engines/turns.ts';
import type { Database } from './database.ts';
import type { Locks } from './locks.ts';

/**
 * A piece of work: reads, decides and writes in one transaction.
 *
 * It may run again from its start, so it has no effect outside before its commit. It awaits nothing
 * but its queries and locks, since others may wait for its locks.
 */
export type Work<T> = (trx: Database, locks: Locks) => Promise<T>;

/** Looks for what a piece of work wrote. */
export type Proof = (db: Database) => Promise<boolean>;

/** The database: reads, and the only way to write. */
export interface Store {
  /** Read-only. Sees what is committed. */
  readonly read: Database;

  /** The id of this process, by which rows name who drives them. Empty if it is the only one. */
  readonly process: string;

  /** How long the database last took to answer, in milliseconds. 0 if it is in this process. */
  readonly roundTripMs: number;

  /**
   * Runs a piece of work in a transaction. Resolves after the commit. Pieces may run in any order,
   * and at the same time.
   *
   * If the connection breaks during the commit, the outcome is looked up: for `job` until the bot
   * stops, for others about two seconds. `proof`: whether the rows show that the piece is committed. It
   * is asked if the server says so: a server that was killed may give the number of a lost
   * transaction to another one.
   *
   * @throws what the piece throws, which rolls it back, BotError `log_unwritable` if it is not
   * committed, and OutcomeUnknown.
   */
  write<T>(piece: Work<T>, urgency?: Urgency, proof?: Proof): Promise<T>;

  /** A lazy write: committed together with others if that saves a commit. */
  writeLazily<T>(piece: Work<T>): Promise<T>;

  /** A small read, for health checks. @throws if the database cannot be read, or takes no writes. */
  check(): Promise<void>;

  /**
   * Call after rows lost data that must not remain anywhere. Soon, but after pending responses,
   * deletes what the database keeps of it.
   */
  leaveNoTrace(): void;

  /** Resolves once everything queued has been written or has failed, and deleted data is gone. */
  settled(): Promise<void>;

  /** Writes what was queued. Nothing may be written afterwards. */
  stop(): Promise<void>;
}
