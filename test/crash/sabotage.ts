import SQLite from 'better-sqlite3';
import type { JobState } from '../../src/jobs/job.ts';

/** Triggers in the bot's database, set from outside, that keep jobs from going on. */
export class Sabotage {
  readonly #path: string;
  readonly #names: string[] = [];

  constructor(path: string) {
    this.#path = path;
  }

  /** The database does not let a job get from one state to the other. */
  block(from: JobState, to: JobState): void {
    this.#refuse(`old.state = '${from}' AND new.state = '${to}'`);
  }

  /** The database lets a job get from that state to no other but this one, so that it waits there. */
  keepUntil(from: JobState, to: JobState): void {
    this.#refuse(`old.state = '${from}' AND new.state NOT IN ('${from}', '${to}')`);
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

  #refuse(when: string): void {
    this.#install(`WHEN ${when} BEGIN SELECT RAISE(ABORT, 'refused by a test'); END`);
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
