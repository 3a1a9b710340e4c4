/** Whoever is told of something, in the order in which they came. */
export class Listeners<T> {
  readonly #all = new Set<(subject: T) => void>();

  /** Tells the listener from now on. Returns what stops that. */
  add(listener: (subject: T) => void): () => void {
    this.#all.add(listener);
    return () => {
      this.#all.delete(listener);
    };
  }

  /** Tells all that there are now. */
  tell(subject: T): void {
    for (const listener of [...this.#all]) listener(subject);
  }
}
