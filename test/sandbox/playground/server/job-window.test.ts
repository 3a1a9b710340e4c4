import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { migrate, openDatabase } from '../../../../src/store/database.ts';
import { JobWindow } from '../../../../packages/stand-ins/playground/job-window.ts';
import type { JobView } from '../../../../packages/stand-ins/playground/wire.ts';
import type { SandboxJob } from '../../../../packages/stand-ins/runpod/job.ts';
import { preparedFace } from '../../../support/face-picture.ts';
import { LogBench } from '../../../support/log-bench.ts';
import { ManualClock } from '../../../support/manual-clock.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

/** A window on that database, in a time of its own. */
function watch(path: string, sent: readonly SandboxJob[] = []) {
  const clock = new ManualClock();
  const told: (readonly JobView[])[] = [];
  const tell = (jobs: readonly JobView[]) => told.push(jobs);
  const window = new JobWindow({ clock, path, sent: () => sent, tell });
  const ending = new AbortController();
  const over = window.watch(ending.signal);
  onTestFinished(async () => {
    ending.abort();
    await over;
  });
  /** Lets it look several times. */
  const look = () => clock.advance(2_000);
  return { window, told, look, ending, over };
}

/** A job as RunPod has it. */
function sentJob(id: string, input: unknown): SandboxJob {
  return {
    id,
    endpointId: 'ep',
    input,
    policy: {},
    status: 'IN_QUEUE',
    submittedAt: 0,
    cancelRequested: false,
  };
}

describe('the window on the jobs', () => {
  it('shows nothing as long as there is no database, and no folder for it', async () => {
    const folder = join(tempFolder(), 'later');
    const path = join(folder, 'darkroom.sqlite');
    const { window, told, look } = watch(path);
    await look();
    expect([window.jobs, told]).toEqual([[], []]);
    mkdirSync(folder);
    await look();
    expect([window.jobs, told]).toEqual([[], []]);
    const database = openDatabase(path);
    onTestFinished(() => database.close());
    await look();
    expect(told).toEqual([[]]);
  });

  it('waits where the tables are not there yet', async () => {
    const path = join(tempFolder(), 'darkroom.sqlite');
    const sqlite = new SQLite(path);
    onTestFinished(() => {
      sqlite.close();
    });
    sqlite.exec('CREATE TABLE others (id INTEGER) STRICT');
    const { told, look } = watch(path);
    await look();
    expect(told).toEqual([]);
    sqlite.exec('DROP TABLE others');
    migrate(sqlite, path);
    await look();
    expect(told).toEqual([[]]);
  });

  it('shows each job with what happened to it, the newest first', async () => {
    const bench = new LogBench();
    const ofWords = await bench.jobIn('ready');
    await bench.clock.advance(5_000);
    const withPhoto = await bench.jobIn('preparing');
    await bench.move(withPhoto, 'ready');
    await bench.clock.advance(5_000);
    const asked = await bench.create();
    const { window, look } = watch(bench.path);
    await look();
    expect(window.jobs.map(({ id, row }) => [id, row.id, row.state])).toEqual([
      [asked.id, asked.id, 'accepted'],
      [withPhoto.id, withPhoto.id, 'ready'],
      [ofWords.id, ofWords.id, 'ready'],
    ]);
    expect(
      window.jobs.map(({ events }) => events.map((event) => [event.from_state, event.to_state])),
    ).toEqual([
      [[null, 'accepted']],
      [
        [null, 'accepted'],
        ['accepted', 'preparing'],
        ['preparing', 'ready'],
      ],
      [[null, 'ready']],
    ]);
  });

  it('tells once of what has changed, and not of what has not', async () => {
    const bench = new LogBench();
    const job = await bench.create();
    const { told, look } = watch(bench.path);
    await look();
    await look();
    expect(told.map((jobs) => jobs.map(({ row }) => row.state))).toEqual([['accepted']]);
    await bench.move(job, 'preparing');
    await look();
    await look();
    expect(told.map((jobs) => jobs.map(({ row }) => row.state))).toEqual([
      ['accepted'],
      ['preparing'],
    ]);
  });

  it('shows the latest 20', async () => {
    const bench = new LogBench();
    for (let count = 0; count < 25; count += 1) await bench.create();
    const { window, look } = watch(bench.path);
    await look();
    expect(window.jobs.map(({ id }) => id)).toEqual(
      Array.from({ length: 20 }, (_, index) => `job${25 - index}`),
    );
  });

  it('has words for photos and tokens', async () => {
    const bench = new LogBench();
    const face = Buffer.from('the bytes of a face');
    const job = await bench.jobIn('preparing', { interactionToken: 'a-secret-token' });
    await bench.log.keepPictures(job.id, [preparedFace(face)]);
    const { window, look } = watch(bench.path);
    await look();
    expect(window.jobs[0]?.row).toMatchObject({
      pictures_kept: '(19 bytes)',
      interaction_token: '(a token)',
      params: expect.stringContaining('a lighthouse') as unknown,
      attempt: 0,
      error_code: null,
    });
    expect(JSON.stringify(window.jobs)).not.toMatch(/secret|the bytes/);
  });

  it('shows what RunPod was sent for a job, its photo shortened', async () => {
    const bench = new LogBench();
    await bench.jobIn('queued', {}, { runpodId: 'run-2' });
    await bench.create();
    const sent = [
      sentJob('run-1', { seed: 1 }),
      sentJob('run-2', { seed: 2, face: 'A'.repeat(4_000) }),
    ];
    const { window, look } = watch(bench.path, sent);
    await look();
    expect(window.jobs.map(({ input }) => input)).toEqual([
      undefined,
      { seed: 2, face: `${'A'.repeat(24)}… (4000 characters)` },
    ]);
  });

  it('waits for nobody who holds the database, and looks again', async () => {
    const path = join(tempFolder(), 'darkroom.sqlite');
    const sqlite = new SQLite(path);
    onTestFinished(() => {
      sqlite.close();
    });
    migrate(sqlite, path);
    const { told, look } = watch(path);
    await look();
    expect(told).toEqual([[]]);
    sqlite.exec('BEGIN EXCLUSIVE');
    // Were each look to wait as long as SQLite does by default, these would outlast the test.
    await look();
    sqlite.exec('COMMIT');
    sqlite.exec('CREATE TABLE others (id INTEGER) STRICT');
    await look();
    expect(told.at(-1)).toEqual([]);
    expect(told.length).toBeGreaterThan(1);
  });

  it('keeps what it has seen where the database vanishes', async () => {
    const bench = new LogBench();
    await bench.create();
    const { window, told, look } = watch(bench.path);
    await look();
    await bench.db.destroy();
    for (const end of ['', '-wal', '-shm']) rmSync(bench.path + end, { force: true });
    await look();
    expect(window.jobs.map(({ id }) => id)).toEqual(['job1']);
    expect(told).toHaveLength(1);
  });

  it('does not keep the bot from emptying its write-ahead log', async () => {
    const bench = new LogBench();
    await bench.create();
    const { look } = watch(bench.path);
    await look();
    const sqlite = new SQLite(bench.path);
    onTestFinished(() => {
      sqlite.close();
    });
    expect(sqlite.pragma('wal_checkpoint(TRUNCATE)')).toMatchObject([{ busy: 0, log: 0 }]);
  });

  it('looks no more once it was told to end', async () => {
    const bench = new LogBench();
    const { ending, over, look, told } = watch(bench.path);
    await look();
    ending.abort();
    await over;
    await bench.create();
    await look();
    expect(told).toEqual([[]]);
  });
});
