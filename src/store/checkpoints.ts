import { setTimeout as sleep } from 'node:timers/promises';
import SQLite from 'better-sqlite3';
import { BotError } from '../errors/errors.ts';
import { emptyLog } from './sqlite.ts';

/**
 * From the first request to the checkpoint. Leaves time to respond first, even if the response
 * waits for a file or two, and lets several requests share a checkpoint.
 */
const DELAY_MS = 500;
/** Between two tries while a reader blocks the checkpoint. */
const RETRY_MS = 1_000;

/**
 * Removes deleted data from the write-ahead log, without delaying responses. A reader or a full
 * disk blocks that, so it is retried while the database is open. If the bot stops before, closing
 * the database or the next start does it.
 */
export class Checkpoints {
  readonly #sqlite: SQLite.Database;
  readonly #clear: () => Promise<void>;
  readonly #delayMs: number;
  readonly #retryMs: number;
  readonly #stop = new AbortController();
  #skipDelay = new AbortController();
  #requested = false;
  #running: Promise<void> | undefined;

  /**
   * `sqlite`: the writing connection. It must not wait for locks, so that no reader blocks it.
   * `clear` deletes orphaned data first, and rejects with a BotError if it must be retried.
   */
  constructor(
    sqlite: SQLite.Database,
    {
      clear = () => Promise.resolve(),
      afterAnswersMs: delayMs = DELAY_MS,
      lookAgainMs: retryMs = RETRY_MS,
    } = {},
  ) {
    this.#sqlite = sqlite;
    this.#clear = clear;
    this.#delayMs = delayMs;
    this.#retryMs = retryMs;
  }

  /** Requests a checkpoint of everything committed so far. */
  request(): void {
    this.#requested = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  /** Skips the delay. Resolves once no checkpoint is requested any more. */
  async settled(): Promise<void> {
    this.#skipDelay.abort();
    await this.#running;
    this.#skipDelay = new AbortController();
  }

  /** Resolves once orphaned data is deleted, if the database can be written. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (this.#requested) {
      await pause(this.#delayMs, AbortSignal.any([signal, this.#skipDelay.signal]));
      for (;;) {
        this.#requested = false;
        const isCleared = await this.#isCleared();
        if (signal.aborted) return;
        if (isCleared && this.#truncate()) break;
        await pause(this.#retryMs, signal);
      }
    }
  }

  async #isCleared(): Promise<boolean> {
    try {
      await this.#clear();
      return true;
    } catch (error) {
      if (error instanceof BotError) return false;
      throw error;
    }
  }

  #truncate(): boolean {
    if (this.#sqlite.inTransaction) return false;
    try {
      return emptyLog(this.#sqlite);
    } catch (error) {
      if (error instanceof SQLite.SqliteError) return false;
      throw error;
    }
  }
}

/** Does not keep the process alive. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);
}
