import { describe, expect, it } from 'vitest';
import type { Job } from '../../../src/jobs/job.ts';
import { Changing } from '../../../src/jobs/sql/changing.ts';
import { withdrawSomeConsents } from '../../../src/jobs/sql/consents.ts';
import { eraseDecidedJobs, eraseOneJob, eraseSomeJobs } from '../../../src/jobs/sql/erase-jobs.ts';
import { forgetErased, forgetJobs, forgetPictures } from '../../../src/privacy/sql/retention.ts';
import { Locks } from '../../../src/store/locks.ts';
import { FROM_THE_OLDEST } from '../../../src/store/queries.ts';
import { BY_BUTTON, LogBench, pseudonym } from '../../support/log-bench.ts';
import { finishedFrom } from '../../support/made-from.ts';
import { clearNothing, peopleParts } from '../../support/people-parts.ts';

/** After everything. */
const BEFORE = Number.MAX_SAFE_INTEGER;
const BEN = '400000000000000002';

/** A log with another writer, who is faster whenever rows are to be locked. */
class Contest extends LogBench {
  readonly people = peopleParts(this);
  /** The rows that were locked, call by call. */
  readonly locked: (readonly string[])[] = [];

  /** A piece of work. It gets its first rows after `other` has written. */
  behind(other: () => Promise<unknown>): Changing {
    const locks = new Locks({
      take: () => undefined,
      takeRows: async (_, ids) => {
        this.locked.push(ids);
        if (this.locked.length === 1) await other();
      },
    });
    return new Changing(this.db, { locks, clock: this.clock, rows: this.log.rows, pseudonym });
  }

  /** A job that is over and shown. */
  async over(): Promise<Job> {
    const job = await finishedFrom(this, []);
    await this.log.note.shown(job.id, job.revision);
    return job;
  }

  report({ id: jobId }: Job): Promise<unknown> {
    const report = { id: 'r1', jobId, reporterId: BEN, lapsesAt: 0 } as const;
    return this.people.reports.file({ ...report, reason: 'minor' });
  }

  async remaining(): Promise<string[]> {
    const rows = await this.db.selectFrom('jobs').select('id').execute();
    return rows.map(({ id }) => id);
  }
}

describe('what is about to be forgotten', () => {
  it('keeps its pictures if they are reported meanwhile', async () => {
    const bench = new Contest();
    const job = await bench.over();
    const piece = bench.behind(() => bench.report(job));
    const { forgotten } = await forgetPictures(piece, BEFORE, FROM_THE_OLDEST);
    expect(forgotten).toEqual([]);
    expect((await bench.find(job)).pictures).toHaveLength(1);
  });

  it('stays if it is reported meanwhile', async () => {
    const bench = new Contest();
    const job = await bench.jobIn('completed');
    await bench.log.note.shown(job.id, job.revision);
    const { forgotten } = await forgetJobs(
      bench.behind(() => bench.report(job)),
      BEFORE,
      FROM_THE_OLDEST,
    );
    expect(forgotten).toBe(0);
    expect(await bench.remaining()).toEqual([job.id]);
  });

  it('is locked together with its sources, also those that it gets meanwhile', async () => {
    const bench = new Contest();
    const first = await bench.over();
    const second = await finishedFrom(bench, [first]);
    const third = await finishedFrom(bench, [second]);
    await bench.log.note.shown(third.id, third.revision);
    await bench.db.updateTable('jobs').set({ pictures: '[]' }).where('id', '=', third.id).execute();
    const piece = bench.behind(() =>
      bench.db.deleteFrom('jobs').where('id', '=', second.id).execute(),
    );
    expect(await forgetJobs(piece, BEFORE, FROM_THE_OLDEST)).toMatchObject({ forgotten: 1 });
    expect(bench.locked).toEqual([[second.id, third.id], [first.id]]);
    expect(await bench.remaining()).toEqual([first.id]);
  });

  it('is counted once if two forget it', async () => {
    const bench = new Contest();
    const job = await bench.over();
    await bench.people.erasure.erase(job.userId, clearNothing);
    await bench.log.note.messageGone(job.id);
    const piece = bench.behind(() =>
      forgetErased(bench.behind(clearOfOthers), BEFORE, FROM_THE_OLDEST),
    );
    expect(await forgetErased(piece, BEFORE, FROM_THE_OLDEST)).toMatchObject({ forgotten: 0 });
    const counts = await bench.db.selectFrom('erasedCounts').selectAll().execute();
    expect(counts).toEqual([{ state: 'completed', count: 1 }]);
  });
});

/** Nobody else writes. */
const clearOfOthers = () => Promise.resolve();

describe('an erasure', () => {
  it('waits for a report that is filed meanwhile', async () => {
    const bench = new Contest();
    const job = await bench.over();
    const piece = bench.behind(() => bench.report(job));
    const slice = { userId: job.userId, askedAt: BEFORE, from: FROM_THE_OLDEST };
    expect(await eraseSomeJobs(piece, slice)).toMatchObject({ jobs: [], waiting: 1 });
    expect(await bench.find(job)).toMatchObject({ userId: job.userId });
  });

  it('has a message deleted that is posted meanwhile', async () => {
    const bench = new Contest();
    const job = await bench.over();
    const piece = bench.behind(() => bench.log.note.message(job, '777'));
    const slice = { userId: job.userId, askedAt: BEFORE, from: FROM_THE_OLDEST };
    expect((await eraseSomeJobs(piece, slice)).jobs).toMatchObject([{ messageId: '777' }]);
  });

  it('of one job does nothing about one that is reported meanwhile', async () => {
    const bench = new Contest();
    const job = await bench.over();
    expect(
      await eraseOneJob(
        bench.behind(() => bench.report(job)),
        job,
      ),
    ).toBeUndefined();
  });

  it('after a decision does nothing about a job that is erased meanwhile', async () => {
    const bench = new Contest();
    const job = await bench.over();
    await bench.report(job);
    await bench.people.erasure.erase(job.userId, clearNothing);
    await bench.db.deleteFrom('reports').execute();
    const piece = bench.behind(() => bench.log.change(eraseDecidedJobs));
    expect(await eraseDecidedJobs(piece)).toEqual({ jobs: [], pictures: [], isMore: false });
    expect(bench.locked[0]).toEqual([job.id]);
  });
});

it('a withdrawal locks a job, and what was made from it if it is deleted meanwhile', async () => {
  const bench = new Contest();
  const source = await bench.over();
  const { id: jobId, guildId } = source;
  const consent = { jobId, userId: BEN, guildId, givenAt: 1, ...BY_BUTTON };
  await bench.db.insertInto('consents').values(consent).execute();
  const made = await finishedFrom(bench, [source]);
  const piece = bench.behind(() => bench.db.deleteFrom('jobs').where('id', '=', jobId).execute());
  expect(await withdrawSomeConsents(piece, BEN, BEFORE)).toMatchObject({ consents: 1 });
  expect(bench.locked).toEqual([[jobId], [made.id]]);
  const row = bench.db.selectFrom('jobs').select('consentWithdrawn').where('id', '=', made.id);
  expect(await row.executeTakeFirst()).toEqual({ consentWithdrawn: 2 });
});
