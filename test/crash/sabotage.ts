import SQLite from 'better-sqlite3';
import type { JobState } from '../../src/jobs/job.ts';

/** Triggers in the bot's database, set from outside, that keep jobs from going on. */
export class Sabotage {
  readonly #path: string;
  readonly #names: string[] = [];

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * No job gets from one state to the other: the database does not take it, in the words that
   * SQLite and Kysely have for a full disk, which passes.
   */
  block(from: JobState, to: JobState): void {
    this.#install(
      `WHEN old.state = '${from}' AND new.state = '${to}'
       BEGIN SELECT RAISE(ABORT, 'no transaction is active'); END`,
    );
  }

  /** What is read back of a job that comes to that state makes no sense. */
  damage(to: JobState): void {
    this.#install(
      `WHEN new.state = '${to}'
       BEGIN UPDATE jobs SET error_facts = 'damaged by a test' WHERE id = old.id; END`,
    );
  }

  /** Takes all of it away. */
  lift(): void {
    const names = this.#names.splice(0);
    if (names.length > 0) this.#exec(names.map((name) => `DROP TRIGGER ${name};`).join('\n'));
  }

  #install(rest: string): void {
    const name = `sabotage_${this.#names.length}`;
    this.#exec(`CREATE TRIGGER ${name} BEFORE UPDATE OF state ON jobs ${rest};`);
    this.#names.push(name);
  }

  #exec(statements: string): void {
    const sqlite = new SQLite(this.#path);
    try {
      sqlite.exec(statements);
    } finally {
      sqlite.close();
    }
  }
}
