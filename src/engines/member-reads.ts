import type { Slicing } from './slices.ts';
import type { Turns } from './turns.ts';

/** The member has started the same read again, so the older one is not answered. */
export class Superseded extends Error {
  override readonly name = 'Superseded';
}

/**
 * Runs reads that a member can repeat, one per member and kind. A newer one aborts the older, which ends
 * before its next slice.
 */
export class MemberReads {
  readonly #turns: Turns;
  readonly #running = new Map<string, AbortController>();

  constructor(turns: Turns) {
    this.#turns = turns;
  }

  /** How many are running or waiting for their turn. */
  get size(): number {
    return this.#running.size;
  }

  /**
   * Runs `read`, whose signal aborts once the member starts another read of that kind.
   *
   * @throws Superseded for the older read, even if it had finished, and what `read` throws.
   */
  async latest<T>(
    kind: string,
    userId: string,
    read: (slicing: Slicing) => Promise<T>,
  ): Promise<T> {
    const key = `${kind}:${userId}`;
    this.#running.get(key)?.abort(new Superseded());
    const running = new AbortController();
    this.#running.set(key, running);
    const { signal } = running;
    try {
      const result = await read({ turns: this.#turns, signal });
      signal.throwIfAborted();
      return result;
    } finally {
      if (this.#running.get(key) === running) this.#running.delete(key);
    }
  }
}
