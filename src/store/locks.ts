/** A lock that serialises decisions between writers. */
export interface Lock {
  /** Its position in the locking order: see {@link Locks}. */
  readonly rank: number;
  readonly name: string;
  /** Several transactions may hold it, while none holds it otherwise. */
  readonly isShared?: boolean;
}

/** A lock that several transactions may hold, while none holds it otherwise. */
export function shared(lock: Lock): Lock {
  return { ...lock, isShared: true };
}

/** Guards the response to an interaction: a deferral or a job. */
export function interactionLock(interactionId: string): Lock {
  return { rank: 0, name: `interaction ${interactionId}` };
}

/** Guards a member's limits, settings, consents, pauses and erasure. */
export function personLock(userId: string): Lock {
  return { rank: 1, name: `person ${userId}` };
}

/** Guards a server's limits and settings. */
export function serverLock(guildId: string): Lock {
  return { rank: 2, name: `server ${guildId}` };
}

/** Guards the order of the queues. */
export const QUEUE_LOCK: Lock = { rank: 3, name: 'line' };

/**
 * `change`: nobody else changes or locks the rows until the end of the transaction. `keep`: nobody
 * changes or deletes them, but others may keep them too.
 */
export type RowLock = 'change' | 'keep';

/** How a database locks until the end of the transaction. */
export interface LockCalls {
  /** Takes locks in the given order. */
  take(locks: readonly Lock[]): void | Promise<void>;
  /** Locks the rows of a table with these ids, in the order of the ids. */
  takeRows(table: LockedTable, ids: readonly string[], how: RowLock): void | Promise<void>;
}

/** Tables whose rows can be locked, with the column that names a row. */
export const LOCKED_TABLES = { jobs: 'id', reports: 'id', preparedPictures: 'jobId' } as const;
export type LockedTable = keyof typeof LOCKED_TABLES;

/**
 * The locks of a transaction. Code that counts rows and then decides holds the lock on them, so the
 * decision is right with any number of writers.
 *
 * Locks are taken in a fixed order: interactions before members, before servers, before queues, and
 * last rows, those of jobs before those of reports. So transactions rarely deadlock: only if one
 * locks rows in several calls.
 */
export class Locks {
  readonly #calls: LockCalls;
  readonly #held = new Map<string, Lock>();
  #last: Lock | undefined;
  #hasRows = false;
  #isOver = false;

  constructor(calls: LockCalls) {
    this.#calls = calls;
  }

  /** Takes the locks that the transaction does not hold yet. */
  async hold(...locks: readonly Lock[]): Promise<void> {
    const missing = new Map<string, Lock>();
    for (const lock of locks.toSorted(inOrder)) {
      this.#requireOpen(lock.name);
      const held = this.#held.get(lock.name) ?? missing.get(lock.name);
      if (held?.isShared && !lock.isShared) {
        throw new TypeError(`the lock "${lock.name}" is held as a shared one`);
      }
      if (held) continue;
      if (this.#hasRows) throw new TypeError(`the lock "${lock.name}" must be taken before rows`);
      if (this.#last && inOrder(this.#last, lock) > 0) {
        throw new TypeError(`the lock "${lock.name}" must be taken before "${this.#last.name}"`);
      }
      this.#last = lock;
      missing.set(lock.name, lock);
    }
    if (missing.size === 0) return;
    await this.#calls.take([...missing.values()]);
    for (const lock of missing.values()) this.#held.set(lock.name, lock);
  }

  /**
   * Locks rows by their ids; ids without a row are skipped. What is read about these rows
   * afterwards stays true until the end of the transaction.
   */
  async rows(table: LockedTable, ids: readonly string[], how: RowLock = 'change'): Promise<void> {
    this.#requireOpen(table);
    if (ids.length === 0) return;
    this.#hasRows = true;
    await this.#calls.takeRows(table, [...new Set(ids)].toSorted(), how);
  }

  #requireOpen(name: string): void {
    if (this.#isOver) throw new TypeError(`the lock "${name}" is requested after the transaction`);
  }

  /** @throws TypeError if the transaction does not hold one of them. */
  require(...locks: readonly Lock[]): void {
    for (const { name, isShared } of locks) {
      const held = this.#held.get(name);
      if (!held || (held.isShared && !isShared)) {
        throw new TypeError(`the lock "${name}" is not held`);
      }
    }
  }

  /** The transaction has ended: no more locks. */
  end(): void {
    this.#isOver = true;
  }
}

function inOrder(a: Lock, b: Lock): number {
  if (a.rank !== b.rank) return a.rank - b.rank;
  if (a.name === b.name) return 0;
  return a.name < b.name ? -1 : 1;
}
