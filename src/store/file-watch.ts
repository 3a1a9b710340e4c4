import type { Clock } from '../engines/clock.ts';
import { Watch } from '../engines/watch.ts';

const EVERY_MS = 60_000;

export interface FileWatchOptions {
  /** The path of the database's first file that was moved, deleted or replaced. */
  readonly firstMoved: () => Promise<string | undefined>;
  readonly onLost: ((reason: string) => void) | undefined;
  readonly clock: Clock;
}

/**
 * Checks every minute, and at every readiness check, that the database's files are where they were
 * opened. A process keeps writing to files that were moved or deleted, where the next start does
 * not find them. Reports a loss once.
 */
export class FileWatch {
  readonly #options: FileWatchOptions;
  readonly #watch: Watch;
  #isLost = false;

  constructor(options: FileWatchOptions) {
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
      `The database file ${path} was moved, deleted or replaced while the bot had it open. The bot stops, since the next start would not find its changes. Put the file and those beside it back, then start the bot.`,
    );
    return false;
  }

  async stop(): Promise<void> {
    await this.#watch.stop();
  }
}
