import type { Clock } from '../engines/clock.ts';

const EVERY_MS = 60_000;

export interface PlaceWatchOptions {
  /** The path of the database's first file that is no longer where it was opened. */
  readonly firstMoved: () => Promise<string | undefined>;
  readonly onLost: ((reason: string) => void) | undefined;
  readonly clock: Clock;
}

/**
 * Checks every minute, and at every readiness check, whether the database's files are where they were
 * opened. A process keeps writing to files that were moved or deleted, where the next start does not
 * find it. Reports a loss once.
 */
export class PlaceWatch {
  readonly #options: PlaceWatchOptions;
  readonly #stop = new AbortController();
  readonly #work: Promise<void>;
  #isLost = false;

  constructor(options: PlaceWatchOptions) {
    this.#options = options;
    this.#work = this.#keepChecking();
  }

  async check(): Promise<boolean> {
    const { firstMoved, onLost } = this.#options;
    const path = await firstMoved();
    // Closing the database removes some of its files.
    if (this.#isLost || path === undefined || this.#stop.signal.aborted) return !this.#isLost;
    this.#isLost = true;
    onLost?.(
      `The database file ${path} was moved, deleted or replaced while the bot had it open. The bot ends, since the next start would not find what it writes. Put the file back, with those beside it; the next start opens it.`,
    );
    return false;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#work;
  }

  async #keepChecking(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted && !this.#isLost) {
      await this.#options.clock.sleep(EVERY_MS, signal).catch(() => undefined);
      await this.check();
    }
  }
}
