import { readdirSync } from 'node:fs';
import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Job } from '../../src/jobs/job.ts';
import { FolderPictures } from '../../src/images/folder-pictures.ts';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { forgetJobs, inCommit } from '../../src/privacy/sql/retention.ts';
import { Turns } from '../../src/engines/turns.ts';
import { Retention } from '../../src/privacy/retention.ts';
import { FROM_THE_OLDEST } from '../../src/store/queries.ts';
import { PNG } from '../comfy/pictures.ts';
import { copyJob } from '../support/copy-job.ts';
import { BY_BUTTON, LogBench } from '../support/log-bench.ts';
import { clearNothing, peopleParts } from '../support/people-parts.ts';
import { facePicture } from '../support/face-picture.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A log with pictures, of which nothing has been removed yet. */
class Archive extends LogBench {
  readonly folder = `${this.path}.files`;
  readonly pictures = new FolderPictures(this.folder);
  readonly people = peopleParts(this);
  readonly erasure = this.people.erasure;
  readonly reports = this.people.reports;
  readonly logged: string[] = [];
  clockIsRight = true;

  /** A completed job, shown unless told otherwise. */
  async completed({ shown = true } = {}): Promise<Job> {
    const job = await this.jobIn('running');
    const pictures = await this.pictures.save(job.id, [{ bytes: PNG, format: 'png' }]);
    const done = await this.move(job, 'completed', { pictures });
    if (shown) await this.log.note.shown(done.id, done.revision);
    return done;
  }

  /** Pictures are kept for a day, rows for three. */
  startRetention(): Retention {
    const { store, pictures, clock } = this;
    const retention = new Retention({
      store,
      reports: this.reports,
      erasure: this.erasure,
      deleteMessages: () => undefined,
      clockIsRight: () => Promise.resolve(this.clockIsRight),
      pictures,
      clock,
      turns: new Turns(),
      logger: pino({}, { write: (line: string) => this.logged.push(line) }),
      resultRetentionMs: DAY,
      logRetentionMs: 3 * DAY,
      safetyRecordMs: 0,
    });
    onTestFinished(() => retention.stop());
    retention.start();
    return retention;
  }

  get files(): string[] {
    return readdirSync(this.folder);
  }
}

describe('pictures', () => {
  it('are kept for their time after the job, and then go from the row and the folder', async () => {
    const archive = new Archive();
    const job = await archive.completed();
    archive.startRetention();
    await archive.clock.advance(DAY);
    expect(archive.files).toEqual([`${job.id}-1.png`]);
    await archive.clock.advance(DAY);
    await expect.poll(() => archive.files).toEqual([]);
    expect((await archive.find(job)).pictures).toEqual([]);
  });

  it('are not touched before their time', async () => {
    const archive = new Archive();
    const job = await archive.completed();
    await archive.clock.advance(DAY);
    await archive.startRetention().stop();
    expect(archive.files).toEqual([`${job.id}-1.png`]);
  });

  it('that are old already go at the start', async () => {
    const archive = new Archive();
    await archive.completed();
    await archive.clock.advance(DAY + 1);
    archive.startRetention();
    await expect.poll(() => archive.files).toEqual([]);
  });

  it('are kept until their message shows them, or never can', async () => {
    const archive = new Archive();
    const unseen = await archive.completed({ shown: false });
    const lost = await archive.completed({ shown: false });
    await archive.log.note.undeliverable(lost.id);
    await archive.clock.advance(2 * DAY);
    archive.startRetention();
    await expect.poll(() => archive.files).toEqual([`${unseen.id}-1.png`]);
  });

  it('that nobody could be told of are kept from then on, so that the operator can fetch them', async () => {
    const archive = new Archive();
    const lost = await archive.completed({ shown: false });
    await archive.clock.advance(2 * DAY);
    await archive.log.note.undeliverable(lost.id);
    await archive.clock.advance(DAY - 1);
    await archive.startRetention().stop();
    expect(archive.files).toEqual([`${lost.id}-1.png`]);
    await archive.clock.advance(2);
    archive.startRetention();
    await expect.poll(() => archive.files).toEqual([]);
  });

  it('going is no change that a message would show', async () => {
    const archive = new Archive();
    const job = await archive.completed();
    await archive.clock.advance(2 * DAY);
    let changes = 0;
    archive.log.events.on('changed', () => (changes += 1));
    archive.startRetention();
    await expect.poll(() => archive.files).toEqual([]);
    const { revision, shownRevision } = await archive.find(job);
    expect([changes, shownRevision]).toEqual([0, revision]);
  });
});

it('the token of a private picture stays for as long as it reaches the message, and goes then', async () => {
  const archive = new Archive();
  const tokenExpiresAt = archive.clock.now() + HOUR / 4;
  const made = await archive.jobIn('completed', { private: 'server', tokenExpiresAt });
  await archive.log.note.shown(made.id, made.revision);
  const dead = { private: 'server', tokenExpiresAt: archive.clock.now() - 1 } as const;
  const before = await archive.jobIn('completed', dead);
  archive.startRetention();
  await expect.poll(async () => (await archive.find(before)).interactionToken).toBeUndefined();
  expect((await archive.find(made)).interactionToken).toBe(made.interactionToken);
  await archive.clock.advance(HOUR);
  await expect.poll(async () => (await archive.find(made)).interactionToken).toBeUndefined();
});

describe('rows', () => {
  it('go with their events and consents once they have been kept for long enough', async () => {
    const archive = new Archive();
    const pictures = [facePicture({ url: 'https://cdn.test/me.jpg', size: 5 })];
    const old = await archive.jobIn('awaiting_consent', { pictures });
    await archive.log.confirm(old.id, BY_BUTTON, {
      interactionId: '7',
      interactionToken: 't',
      tokenExpiresAt: 1,
    });
    await archive.move(old, 'failed');
    await archive.log.note.shown(old.id, 9);
    await archive.clock.advance(2 * DAY);
    const young = await archive.completed();
    await archive.clock.advance(DAY + 1);
    archive.startRetention();
    await expect.poll(() => archive.log.jobs.find(old.id)).toBeUndefined();
    expect(await archive.eventsOf(old)).toEqual([]);
    const consents = () => archive.db.selectFrom('consents').selectAll().execute();
    await expect.poll(consents).toEqual([]);
    expect(await archive.log.jobs.find(young.id)).toBeDefined();
  });

  it('stay while something is left to be done about them', async () => {
    const archive = new Archive();
    const remoteOpen = { runpodEndpointId: 'e', runpodId: 'r', remoteOpen: true };
    const open = await archive.jobIn('queued', {}, remoteOpen);
    await archive.move(open, 'cancelled');
    await archive.log.note.shown(open.id, 9);
    const running = await archive.jobIn('running');
    const unseen = await archive.completed({ shown: false });
    const untold = await archive.jobIn('failed');
    const gone = await archive.completed();
    await archive.clock.advance(30 * DAY);
    archive.startRetention();
    await expect.poll(() => archive.log.jobs.find(gone.id)).toBeUndefined();
    for (const { id } of [open, running, unseen, untold]) {
      expect(await archive.log.jobs.find(id)).toBeDefined();
    }
  });
});

describe('the row of a job', () => {
  it('stays for as long as it names pictures', async () => {
    const archive = new Archive();
    const job = await archive.completed();
    await archive.clock.advance(1);
    const { forgotten } = await inCommit(
      archive.store,
      forgetJobs,
      archive.clock.now(),
      FROM_THE_OLDEST,
    );
    expect(forgotten).toBe(0);
    expect((await archive.find(job)).pictures).toHaveLength(1);
  });
});

describe('many rows', () => {
  it('go in transactions of fifty at most, all in one hour', async () => {
    const archive = new Archive();
    const job = await archive.completed();
    await archive.clock.advance(30 * DAY);
    const more = 240;
    await archive.db.updateTable('jobs').set({ pictures: '[]' }).execute();
    await copyJob(archive.path, job.id, more);
    let commits = 0;
    const onCommitted = () => {
      commits += 1;
    };
    subscribe('darkroom:store:committed', onCommitted);
    onTestFinished(() => {
      unsubscribe('darkroom:store:committed', onCommitted);
    });
    archive.startRetention();
    await expect
      .poll(() =>
        archive.store.read
          .selectFrom('jobs')
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .executeTakeFirstOrThrow(),
      )
      .toEqual({ count: 0 });
    expect(commits).toBeGreaterThanOrEqual(Math.ceil((more + 1) / 50));
  });
});

describe('a removal that fails', () => {
  it('is logged, and made again the next hour', async () => {
    const archive = new Archive();
    await archive.completed();
    await archive.clock.advance(2 * DAY);
    await archive.store.settled();
    const write = archive.store.write.bind(archive.store);
    archive.store.write = () => Promise.reject(new Error('the disk is away'));
    archive.startRetention();
    await expect.poll(() => archive.logged.join()).toContain('could not be removed');
    archive.store.write = write;
    await archive.clock.advance(HOUR);
    await expect.poll(() => archive.files).toEqual([]);
  });
});

describe('a report that nobody decides', () => {
  it.each([
    ['sexual', 'removed'],
    ['hateful', 'shown'],
  ] as const)('keeps its job for its time, and then ends: %s, %s', async (reason, visibility) => {
    const archive = new Archive();
    const { id } = await archive.completed();
    await archive.reports.file({ id: 'r1', jobId: id, reporterId: '1', reason, lapsesAt: 0 });
    archive.startRetention();
    await archive.clock.advance(2 * DAY);
    expect(archive.files).toEqual([`${id}-1.png`]);
    await archive.clock.advance(DAY + 2 * HOUR);
    await expect
      .poll(async () => (await archive.log.jobs.find(id))?.visibility ?? visibility)
      .toBe(visibility);
    await expect.poll(async () => (await archive.reports.find('r1'))?.decidedBy).toBe('nobody');
  });
});

describe('an erased job', () => {
  it('is counted for a day, and then is a number', async () => {
    const archive = new Archive();
    const job = await archive.completed();
    await archive.erasure.erase(job.userId, clearNothing);
    await archive.log.note.messageGone(job.id);
    archive.startRetention();
    await archive.clock.advance(DAY - HOUR);
    expect(await archive.log.jobs.find(job.id)).toBeDefined();
    await archive.clock.advance(2 * HOUR);
    await expect.poll(() => archive.log.jobs.find(job.id)).toBeUndefined();
    expect((await archive.log.jobs.countByState()).get('completed')).toBe(1);
  });

  it('stays as long again as others are kept, where its message does', async () => {
    const archive = new Archive();
    const [left, gone] = [await archive.completed(), await archive.completed()];
    await archive.clock.advance(3 * DAY - HOUR);
    await archive.erasure.erase(left.userId, clearNothing);
    await archive.log.note.messageGone(gone.id);
    archive.startRetention();
    await archive.clock.advance(2 * HOUR);
    await expect.poll(() => archive.log.jobs.find(gone.id)).toBeUndefined();
    expect(await archive.log.jobs.find(left.id)).toBeDefined();
    await archive.clock.advance(3 * DAY);
    await expect.poll(() => archive.log.jobs.find(left.id)).toBeUndefined();
  });
});

describe('by a clock that is not right', () => {
  it('nothing is removed, until it is again', async () => {
    const archive = new Archive();
    const job = await archive.completed();
    const report = { id: 'r1', jobId: job.id, reporterId: '1', lapsesAt: 0 } as const;
    await archive.reports.file({ ...report, reason: 'hateful' });
    await archive.db.insertInto('dataCopies').values({ userId: '1', sentAt: 1 }).execute();
    const before = await archive.find(job);
    archive.clockIsRight = false;
    await archive.clock.advance(100 * DAY);
    archive.startRetention();
    await archive.clock.advance(2 * HOUR);
    expect(await archive.find(job)).toEqual(before);
    expect(archive.files).toEqual([`${job.id}-1.png`]);
    expect(await archive.reports.find('r1')).not.toHaveProperty('decidedBy', 'nobody');
    expect(await archive.db.selectFrom('dataCopies').selectAll().execute()).toHaveLength(1);
    archive.clockIsRight = true;
    await archive.clock.advance(2 * HOUR);
    await expect.poll(() => archive.files).toEqual([]);
    await expect.poll(() => archive.log.jobs.find(job.id)).toBeUndefined();
  });

  it('an erasure that was asked for is carried out all the same', async () => {
    const archive = new Archive();
    const { id, userId } = await archive.completed();
    const asked = { userId, askedAt: archive.clock.now() };
    await archive.db.insertInto('erasures').values(asked).execute();
    archive.clockIsRight = false;
    archive.startRetention();
    await expect.poll(() => archive.log.jobs.isErased(id)).toBe(true);
    await expect.poll(() => archive.files).toEqual([]);
  });
});
