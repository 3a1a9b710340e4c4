import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import SQLite from 'better-sqlite3';

/** Between two tries, while somebody reads the database. */
const LOOK_AGAIN_MS = 1_000;

/**
 * Takes out of the write-ahead log what rows no longer hold. That cannot be while somebody reads
 * the database or the disk is full: then it is tried again, for as long as the database is open.
 */
export class Checkpoints {
  readonly #sqlite: SQLite.Database;
  #asked = false;
  #making: Promise<void> | undefined;
  readonly #stop = new AbortController();

  readonly #lookAgainMs: number;

  /** The connection that writes. It must wait for no lock: nobody's reading holds up anything. */
  constructor(sqlite: SQLite.Database, lookAgainMs = LOOK_AGAIN_MS) {
    this.#sqlite = sqlite;
    this.#lookAgainMs = lookAgainMs;
  }

  /** What was committed before this is to leave the log. */
  ask(): void {
    this.#asked = true;
    this.#making ??= this.#make().finally(() => {
      this.#making = undefined;
    });
  }

  /** Resolves once nothing is asked for any more. */
  async made(): Promise<void> {
    await this.#making;
  }

  stop(): void {
    this.#stop.abort();
  }

  async #make(): Promise<void> {
    const { signal } = this.#stop;
    while (this.#asked && !signal.aborted) {
      // Answers go out first.
      await turn();
      if (this.#stop.signal.aborted) return;
      this.#asked = false;
      if (this.#truncate()) continue;
      this.#asked = true;
      await sleep(this.#lookAgainMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  #truncate(): boolean {
    if (this.#sqlite.inTransaction) return false;
    try {
      // The first column says whether somebody was in the way.
      return this.#sqlite.pragma('wal_checkpoint(TRUNCATE)', { simple: true }) === 0;
    } catch (error) {
      if (error instanceof SQLite.SqliteError) return false;
      throw error;
    }
  }
}
