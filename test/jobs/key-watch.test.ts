import { forOperators, type Notice } from '../../src/say/say.ts';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { KeyWatch } from '../../src/jobs/endpoint-notices.ts';
import { recipesOf } from '../../src/recipes/recipe.ts';
import { requestOf } from '../../src/recipes/stored-request.ts';
import { isTerminal, type Job } from '../../src/jobs/job.ts';
import { base64, PNG } from '../comfy/pictures.ts';
import { FLUX, recipesWithFlux } from '../support/flux.ts';
import { publicRecipe } from '../support/public-recipe.ts';
import { RunnerBench, type BenchOptions } from '../support/runner-bench.ts';
import { WatchedClock } from '../support/watched-clock.ts';

const MINUTE = 60_000;
const every = { path: /./, times: Infinity } as const;
const output = { images: [{ data: base64(PNG) }] };

const over = ({ state }: Job) => isTerminal(state);
const running = ({ state }: Job) => state === 'running';

interface Watched {
  readonly bench: RunnerBench;
  /** What the operator was told. */
  readonly told: string[];
  /** The watch's own waits, which are no job's. */
  readonly clock: WatchedClock;
}

/** A bench whose key is watched, as in the bot. */
async function open(options?: BenchOptions): Promise<Watched> {
  const bench = await RunnerBench.open(options);
  const told: string[] = [];
  const note = (notice: Notice) => Promise.resolve(void told.push(notice(forOperators)));
  const { runpod } = bench.context;
  const clock = new WatchedClock(bench.time);
  const notices = { trouble: note, relief: note };
  const watch = new KeyWatch({ endpoint: bench.own, runpod, clock, notices });
  watch.start();
  onTestFinished(() => watch.stop());
  return { bench, told, clock };
}

/** Moves time on by steps, whenever jobs and watch do nothing but wait. */
async function minutes({ bench, clock }: Watched, count: number): Promise<void> {
  const end = bench.time.now() + count * MINUTE;
  while (bench.time.now() < end) {
    const watching = bench.own.access.refused && clock.sleeping === 0;
    await bench.time.advance(bench.atRest && !watching ? 1_000 : 0);
  }
}

/** The same until a job fits. */
async function until(watched: Watched, { id }: Job, fits: (job: Job) => boolean): Promise<Job> {
  for (;;) {
    const job = await watched.bench.log.jobs.find(id);
    if (job && fits(job)) return job;
    await minutes(watched, 1 / 60);
  }
}

const refusedFor = ({ bench }: Watched, job: Job) =>
  bench.context.observations.shown(job).keyRefused === true;

describe('a revoked key', () => {
  it.each([401, 403])(
    'by a %i is said of every job at once, and no job is lost to it',
    async (code) => {
      const watched = await open();
      const { bench } = watched;
      bench.runpod.script({ output, executionMs: 30_000 });
      bench.runpod.script({ output, executionMs: 30_000 });
      const first = await bench.until(await bench.ask(), running);
      const second = await bench.until(await bench.ask(), running);
      bench.runpod.http.fault({ ...every, answer: { status: code } });
      const third = await bench.ask();
      await minutes(watched, 1);
      expect([first, second, third].map((job) => refusedFor(watched, job))).toEqual([
        true,
        true,
        true,
      ]);
      bench.runpod.http.clearFaults();
      bench.runpod.script({ output });
      for (const job of [first, second, third]) {
        expect((await until(watched, job, over)).state).toBe('completed');
        expect(refusedFor(watched, job)).toBe(false);
      }
      expect(bench.runpod.submissions()).toBe(3);
    },
  );

  it('is asked about by one request in half a minute, however many jobs there are', async () => {
    const watched = await open({ runpod: { workers: 9 } });
    const { bench } = watched;
    for (let count = 0; count < 9; count += 1) {
      bench.runpod.script({ stuck: true });
      await bench.until(await bench.ask(), running);
    }
    bench.runpod.http.fault({ ...every, answer: { status: 401 } });
    await minutes(watched, 1);
    const before = bench.runpod.http.requests.length;
    await minutes(watched, 5);
    const asked = bench.runpod.http.requests.slice(before).map(({ path }) => path);
    expect(asked.length).toBeGreaterThanOrEqual(9);
    expect(asked.length).toBeLessThanOrEqual(11);
    expect(new Set(asked)).toEqual(new Set([`/v2/${bench.runpod.endpointId}/health`]));
  });

  it('is told to the operator once, and once that it works again', async () => {
    const watched = await open();
    const { bench, told } = watched;
    bench.runpod.script({ stuck: true });
    await bench.until(await bench.ask(), running);
    bench.runpod.http.fault({ ...every, answer: { status: 401 } });
    await minutes(watched, 3);
    expect(told).toEqual([expect.stringContaining('RunPod refuses RUNPOD_API_KEY')]);
    expect(told.join()).not.toContain(bench.runpod.apiKey);
    bench.runpod.http.clearFaults();
    await minutes(watched, 1);
    expect(told.slice(1)).toEqual(['RunPod accepts RUNPOD_API_KEY again.']);
    bench.runpod.http.fault({ ...every, answer: { status: 401 } });
    await minutes(watched, 1);
    expect(told).toHaveLength(3);
  });

  it('is not told where it comes and goes faster than it is looked at', async () => {
    const watched = await open();
    const { access, endpointId } = watched.bench.own;
    for (let count = 0; count < 20; count += 1) {
      access.note({ use: 'GET', endpointId, status: 401 });
      await setImmediate();
      access.note({ use: 'GET', endpointId, status: 200 });
    }
    await minutes(watched, 2);
    expect(watched.told).toEqual([]);
  });

  it('that may only read is found so, and told once', async () => {
    const watched = await open();
    const { bench, told } = watched;
    bench.runpod.http.fault({ ...every, method: 'POST', answer: { status: 403 } });
    const job = await bench.ask();
    await minutes(watched, 5);
    expect([told.length, refusedFor(watched, job)]).toEqual([1, true]);
    expect(bench.requests(/\/run$/)).toBe(1);
    bench.runpod.http.clearFaults();
    bench.runpod.script({ output });
    expect((await until(watched, job, over)).state).toBe('completed');
    await minutes(watched, 1);
    expect(told).toHaveLength(2);
  });

  it.each([401, 403])('by one %i only is told nobody', async (status) => {
    const watched = await open();
    const { bench, told } = watched;
    // What it says of a job that is not there is no matter.
    bench.runpod.http.fault({ path: /cancel/, times: Infinity, answer: { status: 405 } });
    bench.runpod.http.fault({ path: /health/, answer: { status } });
    bench.runpod.http.fault({ path: /run$/, answer: { status: 401 } });
    bench.runpod.script({ output });
    const job = await until(watched, await bench.ask(), over);
    expect([job.state, told]).toEqual(['completed', []]);
  });

  it('ends a job that waits at RunPod at its deadline, by its own name', async () => {
    const watched = await open();
    const { bench } = watched;
    bench.runpod.script({ stuck: true });
    const job = await bench.until(await bench.ask(), running);
    bench.runpod.http.fault({ ...every, answer: { status: 401 } });
    const ended = await until(watched, job, over);
    expect(ended).toMatchObject({ state: 'expired', errorCode: 'key_refused' });
    expect((ended.finishedAt ?? 0) - (ended.submittedAt ?? 0)).toBe(10 * MINUTE);
    bench.runpod.http.clearFaults();
    await minutes(watched, 2);
    expect(bench.runpod.jobs[0]?.cancelRequested).toBe(true);
  });

  it('ends a job that waits here when its time to wait is up', async () => {
    const watched = await open();
    const { bench } = watched;
    bench.runpod.http.fault({ ...every, answer: { status: 401 } });
    const job = await until(watched, await bench.ask(), over);
    expect(job).toMatchObject({ state: 'failed', errorCode: 'key_refused' });
    expect((job.finishedAt ?? 0) - job.createdAt).toBe(30 * MINUTE);
    expect(bench.runpod.submissions()).toBe(0);
  });

  it('is said at once of a job that waits its turn', async () => {
    const watched = await open({ context: { maxJobsInFlight: 1 } });
    const { bench } = watched;
    bench.runpod.script({ stuck: true });
    await bench.until(await bench.ask(), running);
    const waiting = await bench.ask();
    await bench.until(waiting, () => bench.context.observations.of(waiting.id).place === 1);
    bench.runpod.http.fault({ ...every, answer: { status: 401 } });
    await minutes(watched, 1 / 6);
    expect(refusedFor(watched, waiting)).toBe(true);
  });
});

describe('a key that may use one endpoint and not another', () => {
  it('is told to the operator with the endpoint and what is made there', async () => {
    const bench = await RunnerBench.open({
      context: { recipes: recipesWithFlux() },
      runpod: { otherEndpointIds: [FLUX] },
    });
    const told: string[] = [];
    const note = (notice: Notice) => Promise.resolve(void told.push(notice(forOperators)));
    const { runpod, destinations } = bench.context;
    for (const endpoint of destinations.endpoints) {
      const notices = { trouble: note, relief: note };
      const watch = new KeyWatch({ endpoint, runpod, clock: bench.clock, notices });
      watch.start();
      onTestFinished(() => watch.stop());
    }
    bench.runpod.http.fault({ path: /flux/, times: Infinity, answer: { status: 403 } });
    const { access } = bench.endpoint(FLUX);
    await bench.until(await bench.ask(), () => access.refused && told.length > 0);
    expect(told).toEqual([
      expect.stringContaining(`has no access to the endpoint ${FLUX} (FLUX.1 dev).`),
    ]);
    expect(bench.own.access.refused).toBe(false);
    bench.runpod.http.clearFaults();
    await bench.time.advance(MINUTE);
    await expect.poll(() => told.slice(1)).toEqual([expect.stringContaining(`${FLUX} again.`)]);
  });
});

describe("the key at one of RunPod's public endpoints", () => {
  const recipes = recipesOf([publicRecipe]);
  const asked = { request: requestOf(publicRecipe, { prompt: 'hills' }), price: 0.001 };
  const openPublic = () =>
    open({ runpod: { worker: 'runpod-public', stepMs: 1 }, context: { recipes } });

  it('is watched without a word about health, and nothing is cancelled for it', async () => {
    const watched = await openPublic();
    const { bench, told } = watched;
    bench.runpod.http.fault({ ...every, answer: { status: 401 } });
    const job = await bench.ask(asked);
    await minutes(watched, 3);
    expect([told.length, refusedFor(watched, job)]).toEqual([1, true]);
    bench.runpod.http.clearFaults();
    bench.runpod.script({ output });
    expect((await until(watched, job, over)).state).toBe('completed');
    await minutes(watched, 1);
    expect(told).toHaveLength(2);
    expect(bench.requests(/health|cancel/)).toBe(0);
  });

  it.each([/./, /run$/, /status/])('is not refused by a 403 from %s', async (path) => {
    const watched = await openPublic();
    const { bench, told } = watched;
    bench.runpod.http.fault({ path, times: Infinity, answer: { status: 403 } });
    const job = await bench.ask(asked);
    await minutes(watched, 1);
    expect([told, refusedFor(watched, job), bench.own.access.refused]).toEqual([[], false, false]);
    bench.runpod.http.clearFaults();
    bench.runpod.script({ output });
    expect((await until(watched, await bench.ask(asked), over)).state).toBe('completed');
  });
});

describe('a request that RunPod forbids by a 403 although it takes the key', () => {
  it('ends its own job, and no other one waits for it', async () => {
    const watched = await open();
    const { bench, told } = watched;
    bench.runpod.http.fault({ path: /run$/, answer: { status: 403 } });
    const job = await until(watched, await bench.ask(), over);
    expect(job).toMatchObject({ state: 'failed', errorCode: 'request_refused' });
    bench.runpod.script({ output });
    expect((await until(watched, await bench.ask(), over)).state).toBe('completed');
    await minutes(watched, 1);
    expect([told, bench.requests(/run$/)]).toEqual([[], 2]);
  });
});
