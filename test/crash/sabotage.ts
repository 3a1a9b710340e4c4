import type { JobState } from '../../src/jobs/job.ts';
import type { CrashDatabase } from './database.ts';

/** Triggers in the bot's database, set from outside, that keep jobs from going on. */
export class Sabotage {
  readonly #database: CrashDatabase;
  readonly #names: string[] = [];

  constructor(database: CrashDatabase) {
    this.#database = database;
  }

  /** The database does not let a job get from one state to the other. */
  block(from: JobState, to: JobState): Promise<void> {
    return this.#refuse(`old.state = '${from}' AND new.state = '${to}'`);
  }

  /** The database lets a job get from that state to no other but this one, so that it waits there. */
  keepUntil(from: JobState, to: JobState): Promise<void> {
    return this.#refuse(`old.state = '${from}' AND new.state NOT IN ('${from}', '${to}')`);
  }

  /** What is read back of a job that comes to that state makes no sense. */
  damage(to: JobState): Promise<void> {
    const facts = "error_facts = 'damaged by a test'";
    return this.#install(`new.state = '${to}'`, {
      sqlite: `UPDATE jobs SET ${facts} WHERE id = old.id`,
      postgres: `new.${facts}`,
    });
  }

  /** Takes all of it away. */
  async lift(): Promise<void> {
    const on = this.#database.kind === 'postgres' ? ' ON jobs' : '';
    const names = this.#names.splice(0);
    if (names.length > 0) {
      await this.#database.exec(names.map((name) => `DROP TRIGGER ${name}${on};`).join('\n'));
    }
  }

  #refuse(when: string): Promise<void> {
    return this.#install(when, {
      sqlite: "SELECT RAISE(ABORT, 'refused by a test')",
      postgres: "RAISE 'refused by a test'",
    });
  }

  async #install(when: string, does: Readonly<Record<CrashDatabase['kind'], string>>) {
    const name = `sabotage_${this.#names.length}`;
    const trigger = `CREATE TRIGGER ${name} BEFORE UPDATE OF state ON jobs`;
    await this.#database.exec(
      this.#database.kind === 'sqlite'
        ? `${trigger} WHEN ${when} BEGIN ${does.sqlite}; END;`
        : `CREATE OR REPLACE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS
             $$ BEGIN ${does.postgres}; RETURN new; END $$;
           ${trigger} FOR EACH ROW WHEN (${when}) EXECUTE FUNCTION ${name}();`,
    );
    this.#names.push(name);
  }
}
