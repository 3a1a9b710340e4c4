import type { Clock } from '../engines/clock.ts';
import { Watch } from '../engines/watch.ts';

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
  readonly #watch: Watch;
  #isLost = false;

  constructor(options: PlaceWatchOptions) {
    this.#options = options;
    const check = async () => ((await this.check()) ? EVERY_MS : undefined);
    this.#watch = new Watch({ check, firstAfterMs: EVERY_MS, clock: options.clock });
    this.#watch.wake();
  }

  async check(): Promise<boolean> {
    const { firstMoved, onLost } = this.#options;
    const path = await firstMoved();
    // Closing the database removes some of its files.
    if (this.#isLost || path === undefined || this.#watch.stopping) return !this.#isLost;
    this.#isLost = true;
    onLost?.(
      `The database file ${path} was moved, deleted or replaced while the bot had it open. The bot ends, since the next start would not find what it writes. Put the file back, with those beside it; the next start opens it.`,
    );
    return false;
  }

  async stop(): Promise<void> {
    await this.#watch.stop();
  }
}
