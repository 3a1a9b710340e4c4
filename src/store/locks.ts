/** A lock that serialises decisions between writers. */
export interface Lock {
  /** Its position in the locking order: see {@link Locks}. */
  readonly rank: number;
  readonly name: string;
}

/** Guards a member's limits. */
export function personLock(userId: string): Lock {
  return { rank: 1, name: `person ${userId}` };
}

/** Guards a server's limits. */
export function serverLock(guildId: string): Lock {
  return { rank: 2, name: `server ${guildId}` };
}

/** Guards the order of the queues. */
export const QUEUE_LOCK: Lock = { rank: 3, name: 'line' };

/**
 * The locks of a transaction. Code that counts rows and then decides holds the lock on them, so the
 * decision is right with any number of writers.
 *
 * Locks are taken in a fixed order, members before servers before queues, so transactions cannot
 * deadlock.
 */
export class Locks {
  readonly #take: (lock: Lock) => void | Promise<void>;
  readonly #held = new Set<string>();
  #last: Lock | undefined;
  #isOver = false;

  /** `take`: the database's own way to lock until the end of the transaction. */
  constructor(take: (lock: Lock) => void | Promise<void>) {
    this.#take = take;
  }

  /** Takes the locks that the transaction does not hold yet. */
  async hold(...locks: readonly Lock[]): Promise<void> {
    for (const lock of locks.toSorted(inOrder)) {
      if (this.#isOver)
        throw new TypeError(`the lock "${lock.name}" is requested after the transaction`);
      if (this.#held.has(lock.name)) continue;
      if (this.#last && inOrder(this.#last, lock) > 0) {
        throw new TypeError(`the lock "${lock.name}" must be taken before "${this.#last.name}"`);
      }
      this.#last = lock;
      await this.#take(lock);
      this.#held.add(lock.name);
    }
  }

  /** @throws TypeError if the transaction does not hold one of them. */
  require(...locks: readonly Lock[]): void {
    for (const { name } of locks) {
      if (!this.#held.has(name)) throw new TypeError(`the lock "${name}" is not held`);
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
