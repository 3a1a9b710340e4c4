/** Tells those who wait about changes, so that nobody has to poll. */
export class Changes<T> {
  readonly #waiting = new Set<{ see(subject: T): void; fail(error: Error): void }>();

  /** Says that something has changed. */
  tell(subject: T): void {
    for (const one of this.#waiting) one.see(subject);
  }

  /** The first of `now` that fits, or else the first to fit later. Rejects on close. */
  async waitFor(now: readonly T[], fits: (subject: T) => boolean): Promise<T> {
    const found = now.find(fits);
    if (found !== undefined) return found;
    return new Promise<T>((resolve, reject) => {
      const one = {
        see: (subject: T) => {
          if (!fits(subject)) return;
          this.#waiting.delete(one);
          resolve(subject);
        },
        fail: reject,
      };
      this.#waiting.add(one);
    });
  }

  close(): void {
    for (const one of this.#waiting) one.fail(new Error('closed before what was waited for came'));
    this.#waiting.clear();
  }
}
