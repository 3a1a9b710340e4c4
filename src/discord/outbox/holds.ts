interface Hold {
  /** How many asked for it. */
  count: number;
  /** Whether the message would have been changed meanwhile. */
  deferred: boolean;
}

/** Messages that are left alone for now, each for as many as asked for it. */
export class Holds {
  readonly #held = new Map<string, Hold>();

  /** Whether a change of that message has to wait until it is let go. */
  defers(jobId: string): boolean {
    const hold = this.#held.get(jobId);
    if (hold) hold.deferred = true;
    return hold !== undefined;
  }

  /**
   * Holds one until the function returned is called, which says whether nobody holds it any more
   * and a change of it is waiting. Calling that again does nothing.
   */
  take(jobId: string): () => boolean {
    const hold = this.#held.get(jobId) ?? { count: 0, deferred: false };
    this.#held.set(jobId, hold);
    hold.count += 1;
    let released = false;
    return () => {
      if (released) return false;
      released = true;
      hold.count -= 1;
      if (hold.count > 0) return false;
      this.#held.delete(jobId);
      return hold.deferred;
    };
  }
}
