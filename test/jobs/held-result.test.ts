import { describe, expect, it } from 'vitest';
import { LARGEST_RESULT_BYTES, StorageWatch } from '../../src/jobs/storage-watch.ts';
import { isTerminal, type Job } from '../../src/jobs/job.ts';
import { FolderPictures } from '../../src/images/folder-pictures.ts';
import { base64, PNG } from '../comfy/pictures.ts';
import { FailingDisk } from '../support/failing-disk.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { RunnerBench, type Surroundings } from '../support/runner-bench.ts';
import { tempFolder } from '../support/temp-folder.ts';

const MINUTE = 60_000;
const run = /\/run$/;
const output = { images: [{ data: base64(PNG) }] };
const over = ({ state }: Job) => isTerminal(state);

/** A bench whose disk can be made to fail; time passes for its probes as it is moved. */
async function open(context: Surroundings = {}) {
  const disk = new FailingDisk();
  const pictures = new FolderPictures(tempFolder(), disk.calls);
  const probes = new ManualClock();
  const storage = new StorageWatch({ pictures, clock: probes });
  const bench = await RunnerBench.open({ context: { pictures, storage, ...context } });
  const { observations } = bench.context;
  return {
    bench,
    disk,
    storage,
    /** A job that RunPod has, and that will be done there. */
    sent: async (): Promise<Job> => {
      bench.runpod.script({ output });
      return bench.until(await bench.ask(), ({ runpodId }) => runpodId !== undefined);
    },
    isHeld: ({ id }: Job) => observations.of(id).unstored === true,
    /** The disk works again, and the next probe finds that. */
    mend: async () => {
      disk.code = undefined;
      await expect
        .poll(async () => {
          await probes.advance(MINUTE);
          return storage.trouble;
        })
        .toBeUndefined();
    },
  };
}

const FAULTS = 'ENOSPC EDQUOT EMFILE ENFILE EROFS EIO ENOENT ENOTDIR EACCES EPERM ESTALE'.split(
  ' ',
);

describe('a result that cannot be stored', () => {
  it.each(FAULTS)('because of %s waits at RunPod, and is stored once it can be', async (code) => {
    const { bench, disk, isHeld, mend, sent } = await open();
    const job = await sent();
    disk.code = code;
    const held = await bench.until(job, isHeld);
    expect(over(held)).toBe(false);
    expect((await bench.until(job, ({ state }) => state === 'running')).errorCode).toBeUndefined();
    await mend();
    expect(await bench.until(job, over)).toMatchObject({
      state: 'completed',
      attempt: 1,
      pictures: [{ file: `${job.id}-1.png` }],
    });
    expect(bench.runpod.submissions()).toBe(1);
  });

  it('is not fetched again while storage fails', async () => {
    const { bench, disk, isHeld, sent } = await open();
    const job = await sent();
    disk.code = 'EIO';
    await bench.until(job, isHeld);
    const asked = bench.requests(/status/);
    await bench.time.advance(20 * MINUTE);
    expect(bench.requests(/status/)).toBe(asked);
    expect(over((await bench.log.jobs.find(job.id)) ?? job)).toBe(false);
  });

  it('ends as such when RunPod drops it, 30 minutes after it was completed', async () => {
    const { bench, disk, sent } = await open();
    const job = await sent();
    disk.code = 'ENOSPC';
    const ended = await bench.end(job);
    expect(ended).toMatchObject({ state: 'failed', errorCode: 'storage_failed', pictures: [] });
    const { submittedAt = 0, finishedAt = 0, executionMs = 0, delayMs = 0 } = ended;
    expect(finishedAt - submittedAt - executionMs - delayMs).toBeGreaterThanOrEqual(30 * MINUTE);
    expect(finishedAt - submittedAt).toBeLessThan(31 * MINUTE);
    expect(bench.runpod.jobs[0]?.cancelRequested).toBe(false);
  });

  it('ends as such when RunPod has forgotten it', async () => {
    const { bench, disk, isHeld, mend, sent } = await open();
    const job = await sent();
    disk.code = 'ENOSPC';
    await bench.until(job, isHeld);
    bench.runpod.http.fault({ path: /status/, times: Infinity, answer: { status: 404 } });
    await mend();
    expect(await bench.until(job, over)).toMatchObject({
      state: 'failed',
      errorCode: 'storage_failed',
    });
    expect(bench.runpod.submissions()).toBe(1);
  });

  it('outlives its deadline, and a RunPod that does not answer meanwhile', async () => {
    const { bench, disk, isHeld, mend, sent } = await open();
    const job = await sent();
    disk.code = 'ENOSPC';
    await bench.until(job, isHeld);
    await bench.time.advance(11 * MINUTE);
    bench.runpod.http.fault({ path: /status/, times: 3, answer: { status: 503 } });
    await mend();
    expect((await bench.until(job, over)).state).toBe('completed');
  });

  it('is fetched again with backoff when storage works for other jobs', async () => {
    const { bench, disk, sent } = await open();
    const job = await sent();
    disk.code = 'EIO';
    disk.fails = (path) => path.includes(job.id);
    const ended = await bench.end(job);
    expect(ended).toMatchObject({ state: 'failed', errorCode: 'storage_failed' });
    const tries = disk.opened.filter((path) => path.includes(job.id)).length;
    expect(tries).toBeGreaterThan(1);
    expect(tries).toBeLessThan(45);
  });

  it('is resumed by the next start', async () => {
    const { bench, disk, isHeld, sent } = await open();
    const job = await sent();
    disk.code = 'ENOSPC';
    await bench.until(job, isHeld);
    const { pictures } = bench.context;
    await bench.stop();
    disk.code = undefined;
    const storage = new StorageWatch({ pictures, clock: new ManualClock() });
    await bench.start(undefined, { storage });
    expect((await bench.until(job, over)).state).toBe('completed');
    expect(bench.runpod.submissions()).toBe(1);
  });

  it('may be cancelled meanwhile', async () => {
    const { bench, disk, isHeld, sent } = await open();
    const job = await sent();
    disk.code = 'ENOSPC';
    await bench.until(job, isHeld);
    await bench.log.move(job.id, 'cancelled', 'a click', { cancelledBy: '3' });
    expect((await bench.end(job)).state).toBe('cancelled');
  });
});

describe('while pictures cannot be stored', () => {
  it('nothing is sent, waiting jobs show why, and all are made afterwards', async () => {
    const { bench, disk, isHeld, mend, sent } = await open();
    const first = await sent();
    disk.code = 'EROFS';
    await bench.until(first, isHeld);
    const waiting = [await bench.ask(), await bench.ask()];
    const { observations } = bench.context;
    await bench.until(first, () => waiting.every((job) => observations.shown(job).storageFails));
    await bench.time.advance(5 * MINUTE);
    expect(bench.requests(run)).toBe(1);
    bench.runpod.script({ output });
    bench.runpod.script({ output });
    await mend();
    for (const job of [first, ...waiting]) {
      expect((await bench.until(job, over)).state).toBe('completed');
      expect(observations.shown(job).storageFails).toBeUndefined();
    }
    expect(bench.runpod.submissions()).toBe(3);
  });

  it('a job that may have been submitted is not sent again', async () => {
    const { bench, disk, storage, mend } = await open();
    bench.runpod.http.fault({ path: run, answer: 'reset' });
    const job = await bench.ask();
    await bench.until(job, ({ retryAt }) => retryAt !== undefined);
    disk.code = 'EIO';
    expect(await storage.check()).toBe('failing');
    await bench.time.advance(5 * MINUTE);
    expect(bench.requests(run)).toBe(1);
    bench.runpod.script({ output });
    await mend();
    expect(await bench.until(job, over)).toMatchObject({ state: 'completed', attempt: 2 });
  });

  it('ends a job that has waited for as long as it may', async () => {
    const { bench, disk, isHeld, sent } = await open({ queueTimeoutMs: 5 * MINUTE });
    const first = await sent();
    disk.code = 'ENOSPC';
    await bench.until(first, isHeld);
    expect(await bench.until(await bench.ask(), over)).toMatchObject({
      state: 'failed',
      errorCode: 'storage_unwell',
    });
    expect(bench.runpod.submissions()).toBe(1);
  });
});

describe('room on the disk', () => {
  it('limits how many jobs are sent at once', async () => {
    const { bench, disk } = await open();
    disk.freeBytes = 2.5 * LARGEST_RESULT_BYTES;
    for (let count = 0; count < 3; count += 1) bench.runpod.script({ output });
    bench.runpod.hold();
    const jobs = [await bench.ask(), await bench.ask(), await bench.ask()];
    const [, second = jobs[0], third] = jobs;
    if (!second || !third) throw new Error('no jobs');
    await bench.until(second, ({ state }) => state !== 'ready' && state !== 'submitting');
    await bench.time.advance(5 * MINUTE);
    expect([bench.requests(run), (await bench.log.jobs.find(third.id))?.state]).toEqual([
      2,
      'ready',
    ]);
    bench.runpod.release();
    for (const job of jobs) expect((await bench.until(job, over)).state).toBe('completed');
  });
});
