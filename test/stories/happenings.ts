/** A guard against a story that never ends; no verdict depends on it. */
const PATIENCE_MS = 45_000;
/** A row changes without a sign: it is read again after this time. */
const ROW_CHECK_MS = 40;

/** Everything that happens on a stage, so that waits check again when something did. */
export class Happenings {
  #count = 0;
  readonly #waiting = new Set<() => void>();

  /** Something happened: every wait checks again. */
  readonly tell = (): void => {
    this.#count += 1;
    for (const wake of [...this.#waiting]) wake();
  };

  /** The first result of `look` that is neither undefined nor false. @throws Error after a long time. */
  async until<T>(
    what: string,
    look: () => T | Promise<T>,
  ): Promise<NonNullable<Exclude<T, false>>> {
    const late = AbortSignal.timeout(PATIENCE_MS);
    for (;;) {
      const seen = this.#count;
      const found = await look();
      if (isFound(found)) return found;
      if (late.aborted) throw new Error(`waited in vain: ${what}`);
      if (seen === this.#count) await this.#next();
    }
  }

  #next(): Promise<void> {
    return new Promise((resolve) => {
      const check = setTimeout(wake, ROW_CHECK_MS);
      const waiting = this.#waiting;
      function wake(): void {
        clearTimeout(check);
        waiting.delete(wake);
        resolve();
      }
      waiting.add(wake);
    });
  }
}

function isFound<T>(found: T): found is NonNullable<Exclude<T, false>> {
  return found !== undefined && found !== null && found !== false;
}
