import { describe, expect, it } from 'vitest';
import type { RunnerContext } from '../../src/jobs/runner.ts';
import { ServerRules } from '../../src/rules/sql/server-rules.ts';
import { base64, PNG } from '../comfy/pictures.ts';
import { facePicture } from '../support/face-picture.ts';
import { RunnerBench } from '../support/runner-bench.ts';
import { unfinishedJobs } from '../support/unfinished-jobs.ts';
import { writeBeside } from '../support/write-beside.ts';

const output = { images: [{ data: base64(PNG) }] };
const over = ({ finishedAt }: { finishedAt: number | undefined }) => finishedAt !== undefined;

/** A runner that lets RunPod have so many jobs at once, each of which ends only when it may. */
async function open(
  maxJobsInFlight: number,
  context: Partial<RunnerContext> = {},
): Promise<RunnerBench> {
  const bench = await RunnerBench.open({
    context: { maxJobsInFlight, ...context },
    runpod: { workers: 50 },
  });
  bench.runpod.hold();
  for (let count = 0; count < 40; count += 1) bench.runpod.script({ output });
  return bench;
}

describe('an endpoint that has as many jobs as it may', () => {
  it('gets no more until one of them is over', async () => {
    const bench = await open(2);
    const jobs = [await bench.ask(), await bench.ask(), await bench.ask()];
    const [first, , third] = jobs;
    if (!first || !third) throw new Error('no jobs');
    const { runpodId } = await bench.until(first, ({ state }) => state === 'running');
    const { observations } = bench.context;
    await bench.until(third, () => observations.of(third.id).place === 1);
    expect(bench.runpod.submissions()).toBe(2);
    await bench.runpod.complete(runpodId ?? '');
    await bench.until(third, ({ state }) => state === 'running');
    expect(bench.runpod.submissions()).toBe(3);
  });

  it('gets them in fair turn by person', async () => {
    const bench = await open(1);
    const first = await bench.ask({ userId: 'a' });
    await bench.until(first, ({ state }) => state === 'running');
    const others = [
      await bench.ask({ userId: 'a' }),
      await bench.ask({ userId: 'a' }),
      await bench.ask({ userId: 'b' }),
      await bench.ask({ userId: 'c' }),
    ];
    const { observations } = bench.context;
    const places = () => others.map(({ id }) => observations.of(id).place);
    await bench.until(first, () => places().every((place) => place !== undefined));
    // Turns are taken when there is room, and until then the first person has one in flight.
    expect(places()).toEqual([3, 4, 1, 2]);
  });

  it('tells those in line when they come closer', async () => {
    const bench = await open(1);
    const first = await bench.ask({ userId: 'a' });
    await bench.until(first, ({ state }) => state === 'running');
    const [second, third] = [await bench.ask({ userId: 'b' }), await bench.ask({ userId: 'c' })];
    const { observations } = bench.context;
    await bench.until(third, () => observations.of(third.id).place === 2);
    await bench.log.move(second.id, 'cancelled', 'test', { cancelledBy: 'b' });
    await bench.until(third, () => observations.of(third.id).place === 1);
  });

  it.each(['failed', 'expired', 'cancelled'] as const)(
    'has room again when the one in flight has %s and is closed there too',
    async (state) => {
      const bench = await open(1);
      const first = await bench.ask({ userId: 'a' });
      await bench.until(first, (job) => job.state === 'running');
      const second = await bench.ask({ userId: 'b' });
      await bench.until(second, () => bench.context.observations.of(second.id).place === 1);
      await bench.log.move(first.id, state, 'test', { remoteOpen: false });
      await bench.until(second, (job) => job.state === 'running');
    },
  );

  it('counts what is cancelled here but not yet there', async () => {
    const bench = await open(1);
    bench.runpod.http.fault({ path: /\/cancel\//, times: Infinity, answer: { status: 502 } });
    const first = await bench.ask({ userId: 'a' });
    await bench.until(first, ({ state }) => state === 'running');
    const second = await bench.ask({ userId: 'b' });
    await bench.log.move(first.id, 'cancelled', 'test', { cancelledBy: 'a' });
    await bench.until(second, () => bench.context.observations.of(second.id).place === 1);
    expect(bench.runpod.submissions()).toBe(1);
    bench.runpod.http.clearFaults();
    await bench.until(second, ({ state }) => state === 'running');
    expect((await bench.log.jobs.find(first.id))?.remoteOpen).toBe(false);
  });

  it('has room again as soon as what was cancelled here is over there', async () => {
    const bench = await open(1);
    const first = await bench.ask({ userId: 'a' });
    await bench.until(first, ({ state }) => state === 'running');
    const second = await bench.ask({ userId: 'b' });
    await bench.until(second, () => bench.context.observations.of(second.id).place === 1);
    await bench.log.move(first.id, 'cancelled', 'test', { cancelledBy: 'a' });
    // Nobody moves the time on, so no sleep ends by itself.
    await expect.poll(async () => (await bench.log.jobs.find(second.id))?.state).toBe('queued');
  });

  it('goes on where the line could not be read once, and that is logged', async () => {
    const bench = await open(1);
    const first = await bench.ask({ userId: 'a' });
    const { runpodId } = await bench.until(first, ({ state }) => state === 'running');
    const { log } = bench;
    const claimNext = log.claimNext.bind(log);
    log.claimNext = () => Promise.reject(new Error('the disk is away'));
    const second = await bench.ask({ userId: 'b' });
    await expect.poll(() => bench.logged.join('')).toContain('queues of waiting jobs could not be');
    log.claimNext = claimNext;
    await bench.runpod.complete(runpodId ?? '');
    await bench.until(second, ({ state }) => state === 'running');
  });

  it('goes on telling that the key is refused, whatever moves in the line', async () => {
    const bench = await open(1);
    const first = await bench.ask({ userId: 'a' });
    await bench.until(first, ({ state }) => state === 'running');
    const [second, third] = [await bench.ask({ userId: 'b' }), await bench.ask({ userId: 'c' })];
    const { observations } = bench.context;
    const { access, endpointId } = bench.own;
    await bench.until(third, () => observations.of(third.id).place === 2);
    for (const use of ['GET', 'POST'] as const) access.note({ use, endpointId, status: 401 });
    await bench.log.move(second.id, 'cancelled', 'test', { cancelledBy: 'b' });
    await bench.until(third, () => observations.of(third.id).place === 1);
    expect(observations.shown(third).keyRefused).toBe(true);
  });

  it('does not hold a job for ever: its time in line ends it, with a sentence', async () => {
    // The job that is in flight goes on for longer.
    const bench = await open(1, { jobTimeoutMs: 7_200_000 });
    const first = await bench.ask({ userId: 'a' });
    await bench.until(first, ({ state }) => state === 'running');
    const second = await bench.ask({ userId: 'b' });
    const { queueTimeoutMs } = bench.context;
    const ended = await bench.until(second, over);
    expect(ended).toMatchObject({ state: 'failed', errorCode: 'no_turn_in_time' });
    expect(ended.errorFacts).toEqual({ minutes: queueTimeoutMs / 60_000 });
    expect((ended.finishedAt ?? 0) - second.createdAt).toBe(queueTimeoutMs);
    expect(bench.runpod.submissions()).toBe(1);
  });

  it('after a restart lets those that waited keep their turns', async () => {
    const bench = await open(1);
    const first = await bench.ask({ userId: 'a' });
    const { runpodId } = await bench.until(first, ({ state }) => state === 'running');
    const [second, third] = [await bench.ask({ userId: 'b' }), await bench.ask({ userId: 'c' })];
    const { observations } = bench.context;
    await bench.until(third, () => observations.of(third.id).place === 2);
    await bench.stop();
    await bench.start();
    await bench.runpod.complete(runpodId ?? '');
    await bench.until(second, ({ state }) => state === 'running');
    expect((await bench.log.jobs.find(third.id))?.state).toBe('ready');
  });

  it('after a restart is not held up by a row that nobody can read', async () => {
    const bench = await open(1);
    bench.runpod.http.fault({ path: /\/run$/, times: Infinity, answer: { status: 429 } });
    const broken = await bench.ask({ userId: 'a' });
    const next = await bench.ask({ userId: 'b' });
    await bench.until(next, ({ retryAt }) => retryAt !== undefined);
    await bench.stop();
    const breakRow = 'UPDATE jobs SET params = ?, retry_at = NULL WHERE id = ?';
    await writeBeside(bench.databasePath, breakRow, '{', broken.id);
    bench.runpod.http.clearFaults();
    await bench.start();
    await bench.until(next, ({ state }) => state === 'running');
    const about = bench.logged.filter(
      (line) => line.includes(broken.id) && line.includes('cannot be read'),
    );
    expect(about).toHaveLength(1);
    expect((await unfinishedJobs(bench.log)).filter((job) => 'unreadable' in job)).toEqual([]);
  });

  it('after a restart is not held up by one at RunPod that nobody can read, and stops that', async () => {
    const bench = await open(1);
    bench.runpod.script({ stuck: true });
    const broken = await bench.until(
      await bench.ask({ userId: 'a' }),
      ({ state }) => state === 'running',
    );
    await bench.stop();
    const breakRow = 'UPDATE jobs SET params = ? WHERE id = ?';
    await writeBeside(bench.databasePath, breakRow, '{', broken.id);
    await bench.start();
    bench.runpod.script({ stuck: true });
    await bench.until(await bench.ask({ userId: 'b' }), ({ state }) => state === 'running');
    expect(bench.runpod.jobs[0]?.cancelRequested).toBe(true);
  });

  it('is not waited for where RunPod asked to wait: others go first', async () => {
    const bench = await open(1);
    bench.runpod.http.fault({
      path: /\/run$/,
      answer: { status: 429, headers: { 'retry-after': '600' } },
    });
    const first = await bench.ask({ userId: 'a' });
    await bench.until(first, ({ retryAt }) => retryAt !== undefined);
    const second = await bench.ask({ userId: 'b' });
    await bench.until(second, ({ state }) => state === 'running');
    expect((await bench.log.jobs.find(first.id))?.state).toBe('ready');
  });
});

describe("a job that waits while the day's GPU time is used up", () => {
  it('is not sent, and says when it opens again', async () => {
    const bench = await RunnerBench.open({ maxGpuMsPerDay: 1, context: { maxJobsInFlight: 1 } });
    bench.runpod.hold();
    bench.runpod.script({ output, executionMs: 10 });
    const [first, second] = [await bench.ask({ userId: 'a' }), await bench.ask({ userId: 'b' })];
    await bench.until(first, ({ state }) => state === 'running');
    bench.runpod.release();
    await bench.until(first, over);
    const ended = await bench.until(second, over);
    expect(ended).toMatchObject({ state: 'failed', errorCode: 'gpu_time_spent' });
    expect(Number(ended.errorFacts.at) * 1000).toBe(Date.UTC(2030, 0, 2));
    expect(bench.runpod.submissions()).toBe(1);
  });
});

describe('a server that is held', () => {
  it('holds up no other one, whatever goes wrong with it', async () => {
    const bench = await open(2);
    const { held } = bench.log;
    const failing = new Error('no such thing');
    Object.defineProperty(held, 'holds', { value: () => Promise.reject(failing) });
    const job = await bench.ask();
    await bench.until(job, ({ state }) => state === 'running');
    expect(bench.logged.join('')).toContain('no such thing');
  });

  it('has a job ended whose photo is still being prepared', async () => {
    const bench = await open(2, {
      preparePicture: (_photo, _use, signal) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            reject(signal.reason as Error);
          });
        }),
    });
    const request = { count: 1, command: 'imagine', private: false, photos: true };
    const ruled = { roles: [], request, gpuMs: 0 };
    const job = await bench.ask({ ruled, pictures: [facePicture()] });
    await bench.until(job, ({ state }) => state === 'preparing');
    const rules = new ServerRules(bench.store, bench.time);
    const change = { subject: { kind: 'server' }, limit: 'photos', value: false } as const;
    await rules.change(job.guildId, change, '9');
    bench.runner.applyRules();
    const ended = await bench.end(job);
    expect(ended).toMatchObject({ state: 'failed', errorCode: 'rule_changed' });
  });
});
