import type { Clock } from './clock.ts';

export interface KeptAnswersOptions {
  /** How long an answer is good for, in milliseconds. */
  readonly keepMs: number;
  /** How long none is asked for after a failure, in milliseconds. */
  readonly retryMs: number;
  /** How many answers are kept. The oldest make room. */
  readonly most: number;
  readonly clock: Pick<Clock, 'now'>;
}

interface Kept<T> {
  readonly value: Promise<T | undefined>;
  /** Milliseconds since the epoch. */
  until: number;
}

/** A cache of answers from elsewhere, where `undefined` means that there was none. */
export class KeptAnswers<Key, T> {
  readonly #options: KeptAnswersOptions;
  readonly #kept = new Map<Key, Kept<T>>();

  constructor(options: KeptAnswersOptions) {
    this.#options = options;
  }

  /**
   * The kept answer, or a new one. Callers at the same time share a request. After a failure, the answer
   * before is given again, if there was one.
   */
  async of(key: Key, ask: () => Promise<T | undefined>): Promise<T | undefined> {
    const { clock, keepMs, retryMs, most } = this.#options;
    const before = this.#kept.get(key);
    const now = clock.now();
    if (before && now < before.until && before.until <= now + keepMs) return before.value;
    const entry: Kept<T> = {
      value: ask().then(async (value) => {
        if (value !== undefined) return value;
        entry.until = clock.now() + retryMs;
        return before?.value;
      }),
      until: now + keepMs,
    };
    this.#kept.delete(key);
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined && this.#kept.size >= most) this.#kept.delete(oldest);
    this.#kept.set(key, entry);
    return entry.value;
  }
}
