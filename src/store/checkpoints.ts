import { setTimeout as sleep } from 'node:timers/promises';
import SQLite from 'better-sqlite3';
import { BotError } from '../errors/errors.ts';
import { emptyLog } from './sqlite.ts';

/**
 * From the first request to the checkpoint. An answer that follows from the same change has gone
 * out by then, even if it waited for a file or two, and many who ask share one checkpoint.
 */
const AFTER_ANSWERS_MS = 500;
/** Between two tries while a reader has the database open. */
const LOOK_AGAIN_MS = 1_000;

/**
 * Takes out of the write-ahead log what rows no longer hold, once that is gone from the database, and
 * stands in no answer's way. That cannot be done while a reader holds the database or the disk is full:
 * then it is tried again, for as long as the database is open. Where the bot stops before, closing or the
 * next start does it.
 */
export class Checkpoints {
  readonly #sqlite: SQLite.Database;
  readonly #clear: () => Promise<void>;
  readonly #afterAnswersMs: number;
  readonly #lookAgainMs: number;
  readonly #stop = new AbortController();
  #hurry = new AbortController();
  #asked = false;
  #making: Promise<void> | undefined;

  /**
   * `sqlite`: the connection that writes. It must wait for no lock: a reader must not block it.
   * `clear` removes what is still to be removed, and rejects with a BotError where that cannot be done now.
   */
  constructor(
    sqlite: SQLite.Database,
    {
      clear = () => Promise.resolve(),
      afterAnswersMs = AFTER_ANSWERS_MS,
      lookAgainMs = LOOK_AGAIN_MS,
    } = {},
  ) {
    this.#sqlite = sqlite;
    this.#clear = clear;
    this.#afterAnswersMs = afterAnswersMs;
    this.#lookAgainMs = lookAgainMs;
  }

  /** What was committed before this is to leave the log. */
  ask(): void {
    this.#asked = true;
    this.#making ??= this.#make().finally(() => {
      this.#making = undefined;
    });
  }

  /** Waits for no answers. Resolves once nothing is asked for any more. */
  async made(): Promise<void> {
    this.#hurry.abort();
    await this.#making;
    this.#hurry = new AbortController();
  }

  /** Resolves once what was to be removed is, as far as the database can be written. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#making;
  }

  async #make(): Promise<void> {
    const { signal } = this.#stop;
    while (this.#asked) {
      await pause(this.#afterAnswersMs, AbortSignal.any([signal, this.#hurry.signal]));
      for (;;) {
        this.#asked = false;
        const isCleared = await this.#isCleared();
        if (signal.aborted) return;
        if (isCleared && this.#truncate()) break;
        await pause(this.#lookAgainMs, signal);
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

/** Keeps no process alive. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);
}
