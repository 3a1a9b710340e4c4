/** Messages that are left alone for now, each by as many as asked for it. */
export class Holds {
  readonly #held = new Map<string, number>();

  has(jobId: string): boolean {
    return this.#held.has(jobId);
  }

  /** Holds one until what comes back is called; a second call of that changes nothing. */
  take(jobId: string): () => void {
    this.#held.set(jobId, (this.#held.get(jobId) ?? 0) + 1);
    let released = false;
    return () => {
      if (released) return;
      released = true;
      const left = (this.#held.get(jobId) ?? 1) - 1;
      if (left > 0) this.#held.set(jobId, left);
      else this.#held.delete(jobId);
    };
  }
}
