import SQLite from 'better-sqlite3';
import { CamelCasePlugin, Kysely, SqliteDialect } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { JobLog } from '../../../src/jobs/job-log.ts';
import { NO_LIMITS } from '../../../src/jobs/sql/limits.ts';
import { Queues } from '../../../src/jobs/sql/queue.ts';
import { SqliteStore } from '../../../src/store/sqlite-store.ts';
import type { Tables } from '../../../src/store/tables.ts';
import { LogBench } from '../../support/log-bench.ts';

/** A job of each member, in this order. */
async function queueUp(bench: LogBench, members: string): Promise<void> {
  for (const userId of members) await bench.jobIn('ready', { userId });
}

describe('a look at a line in which 5,000 wait', () => {
  /** Rows that look as those do that wait for their turns, of a hundred people. */
  async function longLine(bench: LogBench): Promise<void> {
    await bench.jobIn('ready');
    await bench.db.deleteFrom('jobEvents').execute();
    const columns = await bench.db.selectFrom('jobs').selectAll().executeTakeFirstOrThrow();
    await bench.store.write(async (trx) => {
      for (let n = 1; n < 5_000; n += 1) {
        const own = { id: `j${n}`, interactionId: `i${n}`, answeredInteractionId: `i${n}` };
        const wait = { userId: `u${n % 100}`, round: Math.ceil(n / 100), readyAt: n };
        await trx
          .insertInto('jobs')
          .values({ ...columns, ...own, ...wait })
          .execute();
      }
    });
  }

  it('reads no more than it takes', async () => {
    const bench = new LogBench();
    await longLine(bench);
    const sqlite = new SQLite(bench.path, { readonly: true });
    onTestFinished(() => {
      sqlite.close();
    });
    const read: number[] = [];
    const db = new Kysely<Tables>({
      dialect: new SqliteDialect({
        database: {
          prepare: (text) => {
            const statement = sqlite.prepare(text);
            const all = statement.all.bind(statement);
            statement.all = (...parts) => {
              const rows = all(...parts);
              read.push(rows.length);
              return rows;
            };
            return statement;
          },
          close: () => undefined,
        },
      }),
      plugins: [new CamelCasePlugin()],
    });
    const queries = new Queues(new SqliteStore({ sqlite, writing: db, reading: db }), bench.clock);
    const now = bench.clock.now();
    expect(await queries.nextDue({ maxJobsInFlight: 0 }, 10)).toHaveLength(10);
    expect(await queries.nextDue({ maxJobsInFlight: 5 }, 10)).toHaveLength(5);
    expect(await queries.waitingSince(now, 10)).toHaveLength(10);
    expect((await queries.slice('', undefined, 500)).jobs).toHaveLength(500);
    expect(await queries.nonEmpty()).toEqual(['']);
    await queries.times();
    expect(await queries.rejoin(10)).toBe(0);
    // Each queue is one row, with how many are in flight there, and nothing is in progress.
    expect(read).toEqual([1, 0, 10, 1, 0, 5, 10, 500, 1, 1, 0]);
  });

  it('takes turns with as few statements as with ten', async () => {
    const bench = new LogBench();
    await queueUp(bench, 'abcdefghij');
    const sqlite = new SQLite(bench.path);
    onTestFinished(() => {
      sqlite.close();
    });
    let statements = 0;
    const db = new Kysely<Tables>({
      dialect: new SqliteDialect({ database: sqlite }),
      plugins: [new CamelCasePlugin()],
      log: () => {
        statements += 1;
      },
    });
    const store = new SqliteStore({ sqlite, writing: db, reading: db });
    const log = new JobLog(store, bench.clock, NO_LIMITS, String);
    const counted = async () => {
      statements = 0;
      expect((await log.claimNext({ maxJobsInFlight: 0 }, 3)).jobs).toHaveLength(3);
      return statements;
    };
    const few = await counted();
    expect(few).toBeGreaterThan(0);
    await longLine(bench);
    expect(await counted()).toBe(few);
  });
});
