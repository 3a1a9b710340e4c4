import { type Clock, systemClock } from '../engines/clock.ts';
import { BotError } from '../errors/errors.ts';

/**
 * From the first request to the checkpoint. Leaves time to respond first, even if the response
 * waits for a file or two, and lets several requests share a checkpoint.
 */
const DELAY_MS = 500;
/** Between two tries while a reader blocks the checkpoint. */
const RETRY_MS = 1_000;

interface CheckpointOptions {
  /** Deletes orphaned data first. Rejects with a BotError if it must be retried. */
  readonly clear?: () => Promise<void>;
  /** Removes deleted data from the write-ahead log. False if it must be retried. */
  readonly emptyLog?: () => boolean;
  readonly afterAnswersMs?: number;
  readonly lookAgainMs?: number;
  readonly clock?: Clock | undefined;
}

/**
 * Removes deleted data from the database for good, without delaying responses. A reader or a full
 * disk blocks that, so it is retried while the database is open. If the bot stops before, closing
 * the database or the next start does it.
 */
export class Checkpoints {
  readonly #clear: () => Promise<void>;
  readonly #emptyLog: () => boolean;
  readonly #delayMs: number;
  readonly #retryMs: number;
  readonly #clock: Clock;
  readonly #stop = new AbortController();
  #skipDelay = new AbortController();
  #requested = false;
  #running: Promise<void> | undefined;

  constructor({
    clear = () => Promise.resolve(),
    emptyLog = () => true,
    afterAnswersMs: delayMs = DELAY_MS,
    lookAgainMs: retryMs = RETRY_MS,
    clock = systemClock,
  }: CheckpointOptions = {}) {
    this.#clear = clear;
    this.#emptyLog = emptyLog;
    this.#delayMs = delayMs;
    this.#retryMs = retryMs;
    this.#clock = clock;
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
      await this.#pause(this.#delayMs, AbortSignal.any([signal, this.#skipDelay.signal]));
      for (;;) {
        this.#requested = false;
        const isCleared = await this.#isCleared();
        if (signal.aborted) return;
        if (isCleared && this.#emptyLog()) break;
        await this.#pause(this.#retryMs, signal);
      }
    }
  }

  async #pause(ms: number, signal: AbortSignal): Promise<void> {
    await this.#clock.sleep(ms, signal).catch(() => undefined);
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
}
