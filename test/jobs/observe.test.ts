import { describe, expect, it } from 'vitest';
import { STALLED_AFTER_MS } from '../../src/recipes/estimates.ts';
import type { Job } from '../../src/jobs/job.ts';
import { PNG, base64 } from '../comfy/pictures.ts';
import { RunnerBench, type BenchOptions } from '../support/runner-bench.ts';

const status = /\/status\//;
const output = { images: [{ filename: 'a.png', data: base64(PNG), type: 'image/png' }] };

const running = ({ state }: Job) => state === 'running';
const queued = ({ state }: Job) => state === 'queued';

/** An answer of GET /status. */
const says = (body: object) => ({ status: 200, body: JSON.stringify({ id: 'x', ...body }) });

/** The same while a worker works, in the words of the contract's. */
const reports = (percent: number) => {
  const output = { type: 'progress', value: percent, max: 100, percent, node: '10' };
  return says({ status: 'IN_PROGRESS', output });
};

/** A job that a GPU works on without end, and what is seen of it. */
async function atWork(options: BenchOptions = {}) {
  const bench = await RunnerBench.open(options);
  bench.runpod.script({ stuck: true });
  const job = await bench.until(await bench.ask(), running);
  const seen = () => bench.context.observations.of(job.id);
  return { bench, job, seen };
}

describe('what is seen of a job at RunPod', () => {
  it('shows how many are ahead, how far it is, and how long past runs took', async () => {
    const bench = await RunnerBench.open({ runpod: { workers: 1 } });
    bench.runpod.script({ output, executionMs: 30_000 });
    for (let others = 2; others > 0; others -= 1) bench.runpod.script({ stuck: true });
    const first = await bench.ask();
    await bench.until(first, running);
    const second = await bench.ask();
    // Somewhat later, so that they did not come at the same time.
    const polls = bench.requests(status);
    await bench.until(second, (job) => queued(job) && bench.requests(status) > polls + 1);
    const third = await bench.ask();
    const { observations } = bench.context;
    await bench.until(third, () => observations.of(third.id).ahead !== undefined);
    expect(observations.of(third.id)).toEqual({ ahead: 1 });
    await bench.until(second, running);
    bench.runpod.http.fault({
      path: new RegExp(`/status/${bench.runpod.jobs[1]?.id ?? ''}`),
      answer: says({ status: 'IN_PROGRESS', output: { type: 'progress', percent: 48 } }),
    });
    await bench.until(second, () => observations.of(second.id).progress !== undefined);
    expect(observations.of(second.id)).toMatchObject({ progress: 0.48, expectedMs: 30_000 });
  });

  it('shows when it is likely to be ready, by those ahead, until it runs', async () => {
    const bench = await RunnerBench.open({ runpod: { workers: 1 } });
    for (let run = 0; run < 5; run += 1) bench.runpod.script({ output, executionMs: 60_000 });
    for (let run = 0; run < 3; run += 1) await bench.end(await bench.ask());
    const first = await bench.until(await bench.ask(), running);
    const second = await bench.ask();
    const seen = () => bench.context.observations.of(second.id);
    await bench.until(second, () => seen().likelyAt !== undefined);
    const expected = (first.startedAt ?? 0) + 120_000;
    expect(seen().likelyAt).toBeGreaterThanOrEqual(expected);
    expect(seen().likelyAt).toBeLessThan(expected + 60_000);
    const shown = new Set<number | undefined>();
    bench.context.observations.events.on('observed', (id) => {
      if (id === second.id) shown.add(seen().likelyAt);
    });
    const { likelyAt } = seen();
    await bench.until(second, running);
    expect(shown).toEqual(new Set([likelyAt, undefined]));
    expect(seen().likelyAt).toBeUndefined();
  });

  it('shows that of jobs that wait here too after a restart', async () => {
    const bench = await RunnerBench.open({
      runpod: { workers: 1 },
      context: { maxJobsInFlight: 1 },
    });
    for (let run = 0; run < 5; run += 1) bench.runpod.script({ output, executionMs: 60_000 });
    for (let run = 0; run < 3; run += 1) await bench.end(await bench.ask());
    const first = await bench.until(await bench.ask(), running);
    const second = await bench.ask();
    await bench.downFor(1_000);
    const seen = () => bench.context.observations.of(second.id);
    await bench.until(second, () => seen().likelyAt !== undefined);
    expect(seen().place).toBe(1);
    const expected = (first.startedAt ?? 0) + 120_000;
    expect(seen().likelyAt).toBe(Math.ceil(expected / 30_000) * 30_000);
  });

  it('takes back nothing that was reported, and promises nothing from a percent that stands still', async () => {
    const { bench, job, seen } = await atWork();
    bench.runpod.http.fault({ path: status, answer: reports(48) });
    bench.runpod.http.fault({ path: status, times: 10_000, answer: reports(30) });
    await bench.until(job, () => seen().readyAt !== undefined);
    const { movedAt } = seen();
    await bench.until(job, () => seen().readyAt === undefined);
    expect(seen()).toEqual({ progress: 0.48, movedAt });
  });

  it.each([
    ['does not answer', 'reset'],
    ['knows of no such job', { status: 404 }],
    ['answers with a status that nobody knows', says({ status: 'PONDERING' })],
  ] as const)('lets go of the time that it promised where RunPod %s', async (_, answer) => {
    // Seldom enough that it is not gone by the second answer that it is not known.
    const { bench, job, seen } = await atWork({ context: { pollIntervalMs: 15_000 } });
    bench.runpod.http.fault({ path: status, answer: reports(48) });
    await bench.until(job, () => seen().readyAt !== undefined);
    const { movedAt = 0, readyAt } = seen();
    bench.runpod.http.fault({ path: status, times: 10_000, answer });
    const stalledAt = movedAt + STALLED_AFTER_MS;
    await bench.until(
      job,
      () => seen().readyAt !== readyAt || bench.clock.now() > stalledAt + 30_000,
    );
    expect(seen()).toEqual({ progress: 0.48, movedAt });
    expect(bench.clock.now()).toBeGreaterThanOrEqual(stalledAt);
  });

  it('promises by past runs again where RunPod does not answer for long', async () => {
    const bench = await RunnerBench.open();
    bench.runpod.script({ output, executionMs: 120_000 });
    bench.runpod.script({ stuck: true });
    await bench.end(await bench.ask());
    const job = await bench.until(await bench.ask(), running);
    const seen = () => bench.context.observations.of(job.id);
    bench.runpod.http.fault({ path: status, answer: reports(48) });
    await bench.until(job, () => seen().progress === 0.48);
    const { startedAt = 0 } = job;
    const { readyAt } = seen();
    expect(readyAt).toBeLessThan(startedAt + 60_000);
    bench.runpod.http.fault({ path: status, times: 10_000, answer: 'reset' });
    await bench.until(job, () => seen().readyAt !== readyAt);
    expect(seen().readyAt).toBe(startedAt + 120_000);
    await bench.until(job, () => seen().readyAt === undefined);
    expect(bench.clock.now()).toBeGreaterThan(startedAt + 120_000);
  });

  it('goes on from the percent that was shown when RunPod puts it back into its queue', async () => {
    const { bench, job, seen } = await atWork();
    bench.runpod.http.fault({ path: status, answer: reports(60) });
    await bench.until(job, () => seen().progress === 0.6);
    bench.runpod.http.fault({ path: status, answer: says({ status: 'IN_QUEUE' }) });
    await bench.until(job, queued);
    expect(seen()).toMatchObject({ leastShare: 0.6 });
    expect(seen().progress).toBeUndefined();
    bench.runpod.http.fault({ path: status, answer: reports(10) });
    await bench.until(job, running);
    expect(seen()).toMatchObject({ leastShare: 0.6, progress: 0.1 });
  });
});
