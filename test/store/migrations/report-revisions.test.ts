import SQLite from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { reportRevisions } from '../../../src/store/migrations.ts';
import { migrate } from '../../../src/store/database.ts';
import { bringToSchema, schemaBefore } from '../../support/old-schema.ts';

/** A report as the version before wrote it. */
interface Before {
  readonly shown: number;
  readonly decidedAt?: number;
  readonly undeliverableAt?: number;
}

/** Reports that the version before left, as they are from then on. */
function broughtOver(reports: Readonly<Record<string, Before>>) {
  const sqlite = new SQLite(':memory:');
  onTestFinished(() => {
    sqlite.close();
  });
  bringToSchema(sqlite, schemaBefore(reportRevisions));
  const insert = sqlite.prepare(
    `INSERT INTO reports (id, job_id, guild_id, reporter_id, reason, reported_at, shown_revision,
       decided_at, undeliverable_at)
     VALUES (?, 'job', 'guild', ?, 'other', 1, ?, ?, ?)`,
  );
  for (const [id, { shown, decidedAt = null, undeliverableAt = null }] of Object.entries(reports)) {
    insert.run(id, id, shown, decidedAt, undeliverableAt);
  }
  migrate(sqlite, ':memory:');
  return {
    untold: sqlite
      .prepare<[], string>(
        `SELECT id FROM reports INDEXED BY reports_untold
         WHERE undeliverable_at IS NULL AND shown_revision < revision`,
      )
      .pluck()
      .all(),
    shown: sqlite.prepare<[], number>('SELECT shown_revision FROM reports').pluck().all(),
  };
}

it('leaves untold what was, and told what moderators see as it is', () => {
  const { untold } = broughtOver({
    'open and never told': { shown: 0 },
    'open and told': { shown: 1 },
    'open and to be told again': { shown: -3 },
    'decided and never told': { shown: 0, decidedAt: 5 },
    'decided and told while it was open': { shown: 1, decidedAt: 5 },
    'decided and told so': { shown: 2, decidedAt: 5 },
    'decided and to be told again': { shown: -1, decidedAt: 5 },
    'out of reach': { shown: 0, undeliverableAt: 5 },
    'out of reach once it was decided': { shown: 1, decidedAt: 4, undeliverableAt: 5 },
  });
  expect(untold.toSorted()).toEqual([
    'decided and never told',
    'decided and to be told again',
    'decided and told while it was open',
    'open and never told',
    'open and to be told again',
  ]);
});

it('leaves no revision below zero', () => {
  expect(broughtOver({ a: { shown: -7 }, b: { shown: 1 } }).shown.toSorted()).toEqual([0, 1]);
});
