/** Messages that are left alone for now, each by as many as asked for it. */
export class Holds {
  readonly #held = new Map<string, number>();

  has(jobId: string): boolean {
    return this.#held.has(jobId);
  }

  /** Holds one until what comes back is called, once. */
  take(jobId: string): () => void {
    this.#held.set(jobId, (this.#held.get(jobId) ?? 0) + 1);
    return () => {
      const left = (this.#held.get(jobId) ?? 1) - 1;
      if (left > 0) this.#held.set(jobId, left);
      else this.#held.delete(jobId);
    };
  }
}
