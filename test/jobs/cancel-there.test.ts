import { describe, expect, it } from 'vitest';
import { base64, PNG } from '../comfy/pictures.ts';
import { RunnerBench } from '../support/runner-bench.ts';
import { facePicture } from '../support/face-picture.ts';
import { CANCEL_PATH as path, cancel, openRunning } from './running-there.ts';

const MINUTE = 60_000;

describe('a cancelled job', () => {
  it.each(['contract', 'live'] as const)(
    'is stopped at RunPod in its %s dialect',
    async (dialect) => {
      const { bench, job } = await openRunning({ runpod: { dialect } });
      await cancel(bench, job);
      expect(await bench.end(job)).toMatchObject({ state: 'cancelled', remoteOpen: false });
      expect(bench.runpod.jobs[0]?.status).toBe('CANCELLED');
      expect(bench.requests(path)).toBe(1);
    },
  );

  it('is told to RunPod again until it takes', async () => {
    const { bench, job } = await openRunning();
    bench.runpod.http.fault({ path, times: 20, answer: { status: 503 } });
    await cancel(bench, job);
    await bench.end(job);
    expect(bench.runpod.jobs[0]?.status).toBe('CANCELLED');
    expect(bench.requests(path)).toBe(21);
  });

  it('is told to RunPod after a restart', async () => {
    const { bench, job } = await openRunning();
    bench.runpod.http.fault({ path, times: Infinity, answer: 'reset' });
    await cancel(bench, job);
    await bench.until(job, () => bench.requests(path) > 5);
    bench.runpod.http.clearFaults();
    await bench.downFor(MINUTE);
    expect((await bench.end(job)).remoteOpen).toBe(false);
    expect(bench.runpod.jobs[0]?.status).toBe('CANCELLED');
  });

  it('needs no telling where RunPod no longer knows it', async () => {
    const { bench, job } = await openRunning();
    bench.runpod.http.fault({ path: /\/(cancel|status)\//, times: 2, answer: { status: 404 } });
    await cancel(bench, job);
    expect((await bench.end(job)).remoteOpen).toBe(false);
    expect(bench.requests(path)).toBe(1);
  });

  it('is given up once its limits at RunPod must have ended it', async () => {
    const { bench, job } = await openRunning();
    bench.runpod.http.fault({ path, times: Infinity, answer: { status: 400 } });
    await cancel(bench, job);
    expect((await bench.end(job)).remoteOpen).toBe(false);
    expect(bench.requests(path)).toBeGreaterThan(10);
    expect(bench.requests(path)).toBeLessThan(200);
  });

  it.each([400, 403, 404, 405])(
    'that cannot be cancelled, by a %i, is asked about until it is over',
    async (status) => {
      const { bench, job } = await openRunning();
      bench.runpod.http.fault({ path, times: Infinity, answer: { status } });
      await cancel(bench, job);
      await bench.time.advance(5 * MINUTE);
      expect((await bench.log.jobs.find(job.id))?.remoteOpen).toBe(true);
      const body = JSON.stringify({ status: 'COMPLETED', executionTime: 222_000 });
      bench.runpod.http.fault({ path: /status/, answer: { status: 200, body } });
      const closed = await bench.end(job);
      expect(closed).toMatchObject({ state: 'cancelled', remoteOpen: false, executionMs: 222_000 });
    },
  );

  it('is asked about by a key that may only read', async () => {
    const { bench, job } = await openRunning();
    bench.runpod.http.fault({
      method: 'POST',
      path: /./,
      times: Infinity,
      answer: { status: 403 },
    });
    await cancel(bench, job);
    await bench.time.advance(MINUTE);
    const body = JSON.stringify({ status: 'COMPLETED' });
    bench.runpod.http.fault({ path: /status/, answer: { status: 200, body } });
    expect((await bench.end(job)).remoteOpen).toBe(false);
    expect(bench.requests(path)).toBe(1);
  });

  it('has cost what RunPod says that it took', async () => {
    const bench = await RunnerBench.open({ runpod: { cancelMs: 20_000 } });
    bench.runpod.script({ stuck: true });
    const job = await bench.until(await bench.ask(), ({ state }) => state === 'running');
    await cancel(bench, job);
    const { executionMs } = await bench.end(job);
    const [there] = bench.runpod.jobs;
    expect(executionMs).toBe((there?.endedAt ?? 0) - (there?.startedAt ?? 0));
    expect(executionMs).toBeGreaterThanOrEqual(20_000);
  });

  it('is waited for at RunPod for a minute, and no longer', async () => {
    const { bench, job } = await openRunning({ runpod: { cancelMs: 60 * MINUTE } });
    await cancel(bench, job);
    await bench.end(job);
    const { finishedAt = 0 } = await bench.until(job, () => true).catch(() => job);
    expect(bench.time.now() - finishedAt).toBeLessThanOrEqual(3 * MINUTE);
  });

  it('is given up at once where that fails for a reason that nobody foresaw', async () => {
    const { bench, job } = await openRunning();
    bench.context.runpod.cancel = () => Promise.reject(new TypeError('a bug'));
    await cancel(bench, job);
    expect((await bench.end(job)).remoteOpen).toBe(false);
  });

  it('stays cancelled although its worker finishes all the same', async () => {
    const bench = await RunnerBench.open({ runpod: { cancelMs: 30_000 } });
    bench.runpod.script({ output: { images: [{ data: base64(PNG) }] }, executionMs: 20_000 });
    const job = await bench.until(await bench.ask(), ({ state }) => state === 'running');
    await cancel(bench, job);
    expect(await bench.end(job)).toMatchObject({ state: 'cancelled', pictures: [] });
  });

  it('asks RunPod for nothing if it was never sent', async () => {
    const bench = await RunnerBench.open();
    const pictures = [facePicture({ url: 'https://cdn.example/photo.png', size: 3 })];
    const job = await bench.ask({ state: 'awaiting_consent', pictures });
    await cancel(bench, job);
    await bench.end(job);
    expect(bench.runpod.http.requests).toEqual([]);
  });
});
