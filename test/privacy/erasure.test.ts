import diagnostics from 'node:diagnostics_channel';
import { sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lapseReports } from '../../src/moderation/moderation.ts';
import { askErasure, unfinishedErasures } from '../../src/privacy/sql/erasures.ts';
import { forgetErased, inCommit } from '../../src/privacy/sql/retention.ts';
import type { Job } from '../../src/jobs/job.ts';
import type { Decided } from '../../src/moderation/sql/reports.ts';
import { FROM_THE_OLDEST } from '../../src/store/queries.ts';
import { BY_BUTTON, LogBench } from '../support/log-bench.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { clearNothing, peopleParts } from '../support/people-parts.ts';
import { slicing } from '../support/slicing.ts';
import { facePicture } from '../support/face-picture.ts';

/** A log whose people may report, and be erased. */
class Archive extends LogBench {
  readonly people = peopleParts(this);
  readonly erasure = this.people.erasure;
  readonly reports = this.people.reports;

  completed(): Promise<Job> {
    return this.jobIn('completed');
  }
}

async function reportedJobs(archive: Archive, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const { id: jobId } = await archive.completed();
    const report = { id: `r${n}`, jobId, reporterId: String(n), lapsesAt: 0 };
    await archive.reports.file({ ...report, reason: 'hateful' });
  }
}

function undecided({ db }: Archive) {
  return db.selectFrom('reports').select('id').where('decidedAt', 'is', null).execute();
}

describe('an erasure that the bot ended in', () => {
  /** Asked for, and nothing done about it yet. */
  async function asked(archive: Archive): Promise<void> {
    const values = { userId: '400000000000000001', askedAt: archive.clock.now() };
    await archive.db.insertInto('erasures').values(values).execute();
  }

  function erasuresOf({ db }: Archive) {
    return db.selectFrom('erasures').selectAll().execute();
  }

  it('cancels what is under way once it is taken up, and erases it', async () => {
    const archive = new Archive();
    const { id } = await archive.jobIn('ready');
    await asked(archive);
    const jobs: Job[] = [];
    await archive.erasure.resume((slice) => {
      jobs.push(...slice.jobs);
      return Promise.resolve();
    });
    expect(jobs.map((job) => [job.id, job.state])).toEqual([[id, 'cancelled']]);
    const row = archive.db.selectFrom('jobs').select('erasedAt').where('id', '=', id);
    expect(await row.executeTakeFirst()).toEqual({ erasedAt: archive.clock.now() });
    expect(await erasuresOf(archive)).toEqual([]);
  });

  it('leaves alone what was asked for after it', async () => {
    const archive = new Archive();
    await asked(archive);
    await archive.clock.advance(1);
    const later = await archive.jobIn('ready');
    await archive.erasure.resume(clearNothing);
    expect((await archive.find(later)).state).toBe('ready');
    expect(await erasuresOf(archive)).toEqual([]);
  });

  it('stays on record while something is unfinished', async () => {
    const archive = new Archive();
    await archive.jobIn('ready');
    await asked(archive);
    const cancel = archive.log.cancelEach.bind(archive.log);
    archive.log.cancelEach = () => Promise.resolve([]);
    await archive.erasure.resume(clearNothing);
    expect(await erasuresOf(archive)).toHaveLength(1);
    archive.log.cancelEach = cancel;
    await archive.erasure.resume(clearNothing);
    expect(await erasuresOf(archive)).toEqual([]);
  });
});

it('an erasure that is asked for again is up to the later time, whatever the clock says', async () => {
  const archive = new Archive();
  const { store, clock } = archive;
  const asked = await askErasure(store, '400000000000000001', clock);
  const setBack = new ManualClock(clock.now() - 1);
  expect(await askErasure(store, asked.userId, setBack)).toEqual(asked);
  await setBack.advance(2);
  const later = { ...asked, askedAt: asked.askedAt + 1 };
  expect(await askErasure(store, asked.userId, setBack)).toEqual(later);
  expect(await unfinishedErasures(store)).toEqual([later]);
});

it('an erasure has nothing left to do about a slice once it begins the next', async () => {
  const archive = new Archive();
  for (let count = 0; count < 60; count += 1) await archive.jobIn('failed');
  const { userId } = await archive.jobIn('failed');
  const inSlice: number[] = [];
  const onCommit = () => inSlice.push(0);
  const onNoted = () => inSlice.push((inSlice.pop() ?? 0) + 1);
  diagnostics.subscribe('darkroom:store:committed', onCommit);
  diagnostics.subscribe('darkroom:job:noted', onNoted);
  onTestFinished(() => {
    diagnostics.unsubscribe('darkroom:store:committed', onCommit);
    diagnostics.unsubscribe('darkroom:job:noted', onNoted);
  });
  const { jobs } = await archive.erasure.erase(userId, clearNothing);
  expect(jobs).toBe(61);
  expect(inSlice.filter((noted) => noted > 0)).toEqual([10, 10, 10, 10, 10, 10, 1]);
});

it('an erasure leaves no name on the disk where there was nothing to erase', async () => {
  const archive = new Archive();
  const userId = '400000000000000077';
  await archive.erasure.erase(userId, clearNothing);
  expect((await archive.bytesOnDisk()).includes(userId)).toBe(false);
});

describe('the end of the bot', () => {
  it('comes between two batches of jobs that an erasure cancels', async () => {
    const archive = new Archive();
    const end = new AbortController();
    const { erasure } = peopleParts(archive, { signal: end.signal });
    for (let count = 0; count < 27; count += 1) await archive.jobIn('ready');
    archive.log.events.on('changed', () => {
      end.abort(new Error('the end'));
    });
    await expect(erasure.erase('400000000000000001', clearNothing)).rejects.toThrow('the end');
    const left = await archive.unfinished();
    expect(left.filter((job) => 'state' in job && job.state === 'ready')).toHaveLength(2);
  });

  it('comes between two reports that lapse', async () => {
    const archive = new Archive();
    const end = new AbortController();
    await reportedJobs(archive, 3);
    const onDecided = () => {
      end.abort(new Error('the end'));
      return Promise.resolve();
    };
    const before = archive.clock.now() + 1;
    const lapse = lapseReports(archive.reports, before, onDecided, slicing(end.signal));
    await expect(lapse).rejects.toThrow('the end');
    expect(await undecided(archive)).toHaveLength(2);
  });
});

describe('reports that nobody decides', () => {
  it('lapse in slices, each handed on, and none after its time', async () => {
    const archive = new Archive();
    await reportedJobs(archive, 1);
    await sql`WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 230)
      INSERT INTO reports (id, job_id, guild_id, reporter_id, reason, reported_at)
      SELECT 'copy' || n, 'gone' || n, guild_id, reporter_id, reason, reported_at + n
      FROM reports, numbers WHERE id = 'r0'`.execute(archive.db);
    const decided: string[] = [];
    const onDecided = ({ report }: Decided) => Promise.resolve(void decided.push(report.id));
    await lapseReports(archive.reports, archive.clock.now() + 230, onDecided, slicing());
    expect(new Set(decided).size).toBe(230);
    expect(decided).toHaveLength(230);
    expect(await undecided(archive)).toEqual([{ id: 'copy230' }]);
  });
});

describe('consents that are withdrawn', () => {
  it('end jobs with a photo first, and are those that were given until then', async () => {
    const archive = new Archive();
    const pictures = [facePicture({ url: 'https://cdn.test/me.jpg', size: 5 })];
    const job = await archive.create({ pictures });
    const words = await archive.jobIn('ready');
    const given = {
      userId: job.userId,
      guildId: job.guildId,
      ...BY_BUTTON,
      givenAt: archive.clock.now(),
    };
    const later = { ...given, jobId: 'later', givenAt: given.givenAt + 1 };
    const consent = { ...given, jobId: job.id };
    await archive.db.insertInto('consents').values(consent).execute();
    const standing = () =>
      archive.db.selectFrom('consents').select('jobId').where('withdrawnAt', 'is', null).execute();
    const atCancel: unknown[] = [];
    const cancel = archive.log.cancelEach.bind(archive.log);
    archive.log.cancelEach = async (...args) => {
      await archive.db.insertInto('consents').values(later).execute();
      atCancel.push(...(await standing()));
      return cancel(...args);
    };
    expect(await archive.erasure.withdrawConsents(job.userId)).toEqual({
      consents: 1,
      statements: 0,
    });
    expect(atCancel).toHaveLength(2);
    expect(await standing()).toEqual([{ jobId: 'later' }]);
    expect((await archive.find(job)).state).toBe('cancelled');
    expect((await archive.find(words)).state).toBe('ready');
  });

  it('include what was given before the clock was set back', async () => {
    const archive = new Archive();
    const job = await archive.create({ pictures: [facePicture()] });
    const { userId, guildId } = job;
    const given = { userId, guildId, ...BY_BUTTON, givenAt: archive.clock.now(), jobId: job.id };
    await archive.db.insertInto('consents').values(given).execute();
    archive.clock.setBack(3_600_000);
    expect(await archive.erasure.withdrawConsents(userId)).toMatchObject({ consents: 1 });
    expect((await archive.find(job)).state).toBe('cancelled');
  });
});

describe('erased jobs whose message is there', () => {
  it('are passed by, and those after them forgotten', async () => {
    const archive = new Archive();
    const left = await archive.completed();
    const gone = await archive.completed();
    await archive.erasure.erase(left.userId, clearNothing);
    await archive.log.note.messageGone(gone.id);
    await archive.clock.advance(1);
    const { forgotten } = await inCommit(
      archive.store,
      forgetErased,
      archive.clock.now(),
      FROM_THE_OLDEST,
    );
    expect(forgotten).toBe(1);
    expect(await archive.log.jobs.find(gone.id)).toBeUndefined();
    expect(await archive.log.jobs.find(left.id)).toBeDefined();
  });
});
