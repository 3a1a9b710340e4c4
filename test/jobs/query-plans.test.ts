import SQLite from 'better-sqlite3';
import { CamelCasePlugin, Kysely, SqliteDialect, type CompiledQuery } from 'kysely';
import { describe, expect, it } from 'vitest';
import { migrate } from '../../src/jobs/database.ts';
import { JobQueries } from '../../src/jobs/job-queries.ts';
import { requireWithinLimits, type Limits } from '../../src/jobs/limits.ts';
import type { Tables } from '../../src/jobs/tables.ts';

const LIMITS: Limits = {
  atOncePerPerson: 1,
  atOncePerServer: 1,
  hourlyPerPerson: 1,
  hourlyPerServer: 1,
};

/** How SQLite goes about every query that something makes. */
async function plansOf(ask: (db: Kysely<Tables>) => Promise<unknown>): Promise<string[]> {
  const sqlite = new SQLite(':memory:');
  migrate(sqlite, ':memory:');
  const asked: CompiledQuery[] = [];
  const db = new Kysely<Tables>({
    dialect: new SqliteDialect({ database: sqlite }),
    plugins: [new CamelCasePlugin()],
    log: ({ query }) => {
      if (query.sql.toUpperCase().includes('SELECT')) asked.push(query);
    },
  });
  await ask(db);
  const plans = asked.flatMap(({ sql, parameters }) =>
    sqlite
      .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
      .all(...parameters)
      .map(({ detail }) => detail),
  );
  await db.destroy();
  return plans;
}

describe('what is asked at every turn reads no more of the log than it needs:', () => {
  it.each<[string, (db: Kysely<Tables>) => Promise<unknown>]>([
    ['whose turn it is', (db) => new JobQueries(db).line(9, 1)],
    [
      'whether somebody is within their limits',
      (db) =>
        db
          .transaction()
          .execute((trx) =>
            requireWithinLimits(trx, { userId: '1', pseudonym: '3', guildId: '2' }, LIMITS, 1),
          ),
    ],
    ['how long such pictures take', (db) => new JobQueries(db).pastRuns(true, 9)],
    ['what GPU time is used up', (db) => new JobQueries(db).gpuMsSince(1, 1)],
    ['what is unfinished', (db) => new JobQueries(db).unfinished()],
    ["a person's latest jobs", (db) => new JobQueries(db).latestOf('1', 9)],
  ])('%s', async (_, ask) => {
    const plans = await plansOf(ask);
    expect(plans.length).toBeGreaterThan(0);
    // An index may be read from end to end where it holds nothing else.
    expect(plans.filter((plan) => /^SCAN jobs(?! USING INDEX jobs_unfinished)/.test(plan))).toEqual(
      [],
    );
  });
});
