import { existsSync, writeFileSync } from 'node:fs';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isTerminal, type Job } from '../../src/jobs/job.ts';
import { FolderPictures } from '../../src/images/folder-pictures.ts';
import { type PictureStore, StorageError } from '../../src/images/picture-store.ts';
import { base64, PNG } from '../comfy/pictures.ts';
import { copyJob } from '../support/copy-job.ts';
import { CountedTurns } from '../support/counted-turns.ts';
import { RunnerBench } from '../support/runner-bench.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { facePicture } from '../support/face-picture.ts';

const MINUTE = 60_000;
const output = { images: [{ data: base64(PNG) }] };
const pictures = [facePicture({ url: 'https://cdn.example/photo.png', size: 3 })];

const over = ({ state }: Job) => isTerminal(state);
const running = ({ state }: Job) => state === 'running';

describe('a question of consent', () => {
  it('is left alone for ten minutes, and then closes', async () => {
    const bench = await RunnerBench.open();
    const job = await bench.end(await bench.ask({ state: 'awaiting_consent', pictures }));
    expect(job).toMatchObject({ state: 'expired', errorCode: 'consent_lapsed' });
    expect((job.finishedAt ?? 0) - job.createdAt).toBe(10 * MINUTE);
    expect(job.attachments).toEqual([]);
    expect(bench.runpod.http.requests).toEqual([]);
  });

  it('counts the time for which the bot was down', async () => {
    const bench = await RunnerBench.open();
    const job = await bench.ask({ state: 'awaiting_consent', pictures });
    await bench.downFor(10 * MINUTE);
    expect((await bench.end(job)).errorCode).toBe('consent_lapsed');
  });

  it('goes on at once when it is answered', async () => {
    const bench = await RunnerBench.open();
    bench.runpod.script({ stuck: true });
    const job = await bench.ask({ state: 'awaiting_consent', pictures });
    const consent = { givenBy: 'button', wordingVersion: 1, wording: 'yes' } as const;
    const { tokenExpiresAt } = job;
    const answer = { interactionId: '5', interactionToken: 'click', tokenExpiresAt };
    await bench.log.confirm(job.id, consent, answer);
    const sent = await bench.until(job, ({ state }) => state === 'queued');
    expect(sent.submittedAt).toBe(job.createdAt);
  });
});

describe('the runner', () => {
  it('takes up nothing where its start is broken off', async () => {
    const bench = await RunnerBench.open();
    await bench.stop();
    const unnamed = join(`${bench.databasePath}.files`, 'nobody-1.png');
    writeFileSync(unnamed, 'x');
    await expect(bench.start(AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
    // Nor does it sweep.
    expect(existsSync(unnamed)).toBe(true);
  });

  it('sweeps a store of several writers time and again, even if that fails', async () => {
    let sweeps = 0;
    const sweep = () => {
      sweeps += 1;
      return Promise.reject(new StorageError('unreachable', 'ECONNREFUSED', undefined));
    };
    const folder: PictureStore = new FolderPictures(tempFolder());
    const bucket = Object.assign(folder, { place: 'bucket' as const, sweep });
    const bench = await RunnerBench.open({ context: { pictures: bucket } });
    await expect.poll(() => sweeps).toBe(1);
    await bench.time.advance(6 * 60 * MINUTE);
    await expect.poll(() => sweeps).toBe(2);
    expect(bench.logged.join('')).toContain('orphaned pictures cannot be removed');
  });

  it('takes up a hundred jobs at a time, with a turn of the event loop after each hundred', async () => {
    const turns = new CountedTurns();
    const bench = await RunnerBench.open({ context: { turns, maxJobsInFlight: 1 } });
    bench.runpod.script({ stuck: true });
    await bench.until(await bench.ask(), running);
    const { id } = await bench.ask();
    await bench.stop();
    await copyJob(bench.databasePath, id, 249);
    let resumed = 0;
    const onResumed = () => {
      resumed += 1;
    };
    subscribe('darkroom:job:resumed', onResumed);
    onTestFinished(() => {
      unsubscribe('darkroom:job:resumed', onResumed);
    });
    const byTurn = new Set<number>();
    turns.onTake = () => byTurn.add(resumed);
    const reads = turns.reads;
    await bench.start();
    // The one that runs has a turn of its own, and those in line have none yet.
    expect([...byTurn].filter((count) => count > 1)).toEqual([100, 200, 251]);
    // What was taken up already does not keep those waiting who wait for the start.
    expect(turns.reads - reads).toBe(3);
  });

  it('sends what has its turn as it stops, so that the next start finds nothing in doubt', async () => {
    const bench = await RunnerBench.open();
    for (let count = 0; count < 40; count += 1) bench.runpod.script({ output });
    // Once it has looked for the first time.
    await bench.time.advance(0);
    const { log } = bench;
    const claimNext = log.claimNext.bind(log);
    // The line may look before all jobs are written, or only after that.
    const stopped = new Promise<void>((resolve, reject) => {
      log.claimNext = (...parts) => {
        log.claimNext = claimNext;
        const taken = claimNext(...parts);
        bench.stop().then(resolve, reject);
        return taken;
      };
    });
    const jobs = await Promise.all(Array.from({ length: 40 }, () => bench.ask()));
    await stopped;
    await bench.start();
    for (const job of jobs) {
      expect(await bench.end(job)).toMatchObject({ state: 'completed', attempt: 1 });
    }
    expect(bench.requests(/\/run$/)).toBe(40);
  });

  it('has nothing under way once every job is over', async () => {
    const bench = await RunnerBench.open();
    bench.runpod.script({ output, executionMs: 20_000 });
    bench.runpod.script({ error: 'No output images produced' });
    const jobs = [await bench.ask(), await bench.ask()];
    for (const job of jobs) await bench.end(job);
    expect(bench.context.observations.of(jobs[0]?.id ?? '')).toEqual({});
    // The line alone sleeps.
    expect([bench.runner.size, bench.clock.sleeping]).toEqual([0, 1]);
  });

  it('forgets what was seen of a job once that is over', async () => {
    const bench = await RunnerBench.open();
    const job = await bench.ask({ state: 'awaiting_consent', pictures });
    const { observations } = bench.context;
    observations.note(job.id, { place: 1 });
    await bench.log.move(job.id, 'cancelled', 'a click', { cancelledBy: '3' });
    await bench.end(job);
    expect(observations.of(job.id)).toEqual({});
  });

  it('does nothing more once it is stopped', async () => {
    const bench = await RunnerBench.open();
    bench.runpod.script({ stuck: true });
    await bench.until(await bench.ask(), running);
    await bench.stop();
    expect(bench.clock.sleeping).toBe(0);
    const before = bench.runpod.http.requests.length;
    await bench.start();
    await bench.stop();
    expect(bench.runpod.http.requests.length).toBeLessThanOrEqual(before + 2);
  });

  it('ends a job that cannot go on for a reason that nobody foresaw, and goes on with others', async () => {
    const bench = await RunnerBench.open({
      context: { preparePicture: () => Promise.reject(new TypeError('a bug')) },
    });
    bench.runpod.script({ output });
    const broken = await bench.askWithFace();
    const sound = await bench.ask();
    expect(await bench.end(broken)).toMatchObject({ state: 'failed', errorCode: 'unexpected' });
    expect((await bench.until(sound, over)).state).toBe('completed');
    expect(bench.logged.filter((line) => line.includes('a bug')).join()).toContain(broken.id);
  });

  it('prepares pictures that cannot be written down at growing intervals', async () => {
    const bench = await RunnerBench.open();
    const keep = bench.log.keepPictures.bind(bench.log);
    let full = 6;
    bench.log.keepPictures = (...parts) => {
      full -= 1;
      if (full < 0) return keep(...parts);
      return Promise.reject(new SQLite.SqliteError('database or disk is full', 'SQLITE_FULL'));
    };
    bench.runpod.script({ stuck: true });
    const job = await bench.askWithFace();
    await bench.until(job, ({ runpodId }) => runpodId !== undefined);
    expect(bench.waits.slice(0, 6)).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
  });

  it('does a step again that the database did not take', async () => {
    const bench = await RunnerBench.open();
    bench.runpod.script({ output });
    const { log } = bench;
    const move = log.move.bind(log);
    let locked = true;
    log.move = (id, to, ...rest) => {
      if (to !== 'ready' || !locked) return move(id, to, ...rest);
      locked = false;
      return Promise.reject(new SQLite.SqliteError('database is locked', 'SQLITE_BUSY'));
    };
    expect((await bench.until(await bench.ask(), over)).state).toBe('completed');
  });

  it('ends such a job although the job log fails too at first', async () => {
    const bench = await RunnerBench.open({
      context: { preparePicture: () => Promise.reject(new TypeError('a bug')) },
    });
    const { log } = bench;
    const move = log.move.bind(log);
    let broken = true;
    log.move = (id, to, ...rest) => {
      if (to !== 'failed' || !broken) return move(id, to, ...rest);
      broken = false;
      return Promise.reject(new TypeError('another bug'));
    };
    expect((await bench.end(await bench.askWithFace())).errorCode).toBe('unexpected');
  });

  it('listens to nothing once it is stopped', async () => {
    const bench = await RunnerBench.open();
    const { log } = bench.context;
    const { access } = bench.own;
    await bench.stop();
    expect([log.events.listenerCount('changed'), access.events.listenerCount('changed')]).toEqual([
      0, 0,
    ]);
  });

  it('drives many jobs, each to its own end', async () => {
    const bench = await RunnerBench.open();
    const jobs: Job[] = [];
    for (let count = 0; count < 20; count += 1) {
      bench.runpod.script(count % 2 === 0 ? { output } : { error: 'No face detected' });
      jobs.push(await bench.until(await bench.ask(), ({ runpodId }) => runpodId !== undefined));
    }
    const ends: string[] = [];
    for (const job of jobs) ends.push((await bench.end(job)).state);
    expect(ends).toEqual(jobs.map((_, index) => (index % 2 === 0 ? 'completed' : 'failed')));
  });
});
