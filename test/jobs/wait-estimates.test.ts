import { describe, expect, it } from 'vitest';
import type { Job } from '../../src/jobs/job.ts';
import { NO_LIMITS } from '../../src/jobs/sql/limits.ts';
import { requestOf } from '../../src/recipes/stored-request.ts';
import { upscale } from '../../src/recipes/upscale.ts';
import type { NewJob } from '../../src/jobs/sql/new-job.ts';
import { FLUX, recipesWithFlux } from '../support/flux.ts';
import { QueueBench } from '../support/queue-bench.ts';
import { sampleRequest } from '../../packages/stand-ins/playground/cards/sample-job.ts';
import { someDestinations } from '../support/some-destinations.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HERE = { runpodEndpointId: 'ep', worker: 'contract' };

type BenchOptions = ConstructorParameters<typeof QueueBench>[0];

/** A queue with so many past runs of a minute each. */
async function open({ past = 3, ...options }: BenchOptions & { past?: number } = {}) {
  const bench = new QueueBench(options);
  for (let run = 0; run < past; run += 1) {
    await bench.jobIn('completed', {}, { executionMs: MINUTE, ...HERE });
  }
  return bench;
}

/** A job that began so long ago. */
function running(bench: QueueBench, ranMs = 0, parts: Partial<NewJob> = {}): Promise<Job> {
  return bench.jobIn('running', parts, { startedAt: bench.clock.now() - ranMs, ...HERE });
}

async function start(bench: QueueBench): Promise<void> {
  bench.dispatcher.start();
  await bench.rest();
}

/** In how many seconds each is likely to be ready; `undefined` where its message says nothing. */
function seconds(bench: QueueBench, ids: readonly string[]): (number | undefined)[] {
  return ids.map((id) => {
    const { likelyAt } = bench.observations.of(id);
    return likelyAt && (likelyAt - bench.clock.now()) / SECOND;
  });
}

describe('a job that waits for room at the endpoint', () => {
  it('is likely to be ready once those ahead of it and its own run are over', async () => {
    const bench = await open();
    await running(bench, 20 * SECOND);
    const ids = await bench.waiting(3);
    await start(bench);
    // 40 s are left of the running one, then one minute each, rounded up.
    expect(seconds(bench, ids)).toEqual([120, 180, 240]);
  });

  it('is so earlier where several run at once', async () => {
    const bench = await open({ maxJobsInFlight: 2 });
    await running(bench, 20 * SECOND);
    await running(bench, 50 * SECOND);
    const ids = await bench.waiting(3);
    await start(bench);
    expect(seconds(bench, ids)).toEqual([90, 120, 150]);
  });

  it('waits for those that RunPod has yet to start', async () => {
    const bench = await open({ maxJobsInFlight: 3 });
    await running(bench, 30 * SECOND);
    await bench.jobIn('queued', {}, { submittedAt: bench.clock.now(), ...HERE });
    await bench.jobIn('submitting');
    const ids = await bench.waiting(1);
    await start(bench);
    expect(seconds(bench, ids)).toEqual([210]);
  });

  it.each([
    ['too few such jobs have ended', 2, 'running'],
    ['no job runs, and no worker is known', 3, 'queued'],
  ] as const)('is promised nothing where %s', async (_, past, state) => {
    const bench = await open({ past });
    await bench.jobIn(state, {}, { ...HERE, submittedAt: bench.clock.now() });
    const ids = await bench.waiting(2);
    await start(bench);
    expect(seconds(bench, ids)).toEqual([undefined, undefined]);
  });

  it('is promised nothing behind a job of a kind that has never been made', async () => {
    const bench = await open();
    await running(bench, 20 * SECOND);
    const [first = ''] = await bench.waiting(1);
    const request = requestOf(upscale, { ...upscale.request.parse({}), seed: 7 });
    const { id } = await bench.create({ state: 'ready', userId: 'x', request });
    const [last = ''] = await bench.waiting(1);
    await start(bench);
    expect(seconds(bench, [first, id, last])).toEqual([120, undefined, undefined]);
  });

  it('knows of the queue of its own endpoint only', async () => {
    const bench = await open({ destinations: someDestinations(recipesWithFlux()) });
    await running(bench, 20 * SECOND);
    await running(bench, 20 * SECOND, { queue: FLUX });
    const ids = [...(await bench.waiting(1)), ...(await bench.waiting(1, FLUX))];
    await start(bench);
    expect(seconds(bench, ids)).toEqual([120, 120]);
    await bench.waiting(5, FLUX);
    await bench.rest();
    expect(seconds(bench, ids)).toEqual([120, 120]);
  });

  it('is estimated by the amount of its own work', async () => {
    const bench = await open({ past: 5 });
    await running(bench, 30 * SECOND);
    const request = sampleRequest({ steps: 40 });
    const { id } = await bench.create({ state: 'ready', userId: 'x', request });
    await start(bench);
    // Twice the steps.
    expect(seconds(bench, [id])).toEqual([150]);
  });

  it('is estimated by the pictures that it still lacks', async () => {
    const bench = await open({ past: 5 });
    await running(bench, 30 * SECOND);
    const request = sampleRequest({ steps: 80 });
    const job = await bench.create({ state: 'ready', userId: 'x', count: 4, request });
    const picture = { file: 'a.png', format: 'png' } as const;
    bench.waits.note({ ...job, madeSoFar: [picture, picture, picture] });
    await start(bench);
    // A quarter of four minutes.
    expect(seconds(bench, [job.id])).toEqual([90]);
  });

  it('is likely to be ready when the running one says so, if that knows better', async () => {
    const bench = await open();
    const { id } = await running(bench, 20 * SECOND);
    bench.observations.note(id, { readyAt: bench.clock.now() + 5 * MINUTE });
    const ids = await bench.waiting(1);
    await start(bench);
    expect(seconds(bench, ids)).toEqual([360]);
  });
});

describe('a job that waits for others of its member', () => {
  const limits = { ...NO_LIMITS, atOncePerPerson: 2 };
  const ada = { userId: 'ada' };

  it('is likely to be ready once enough of these have ended', async () => {
    const bench = await open({ maxJobsInFlight: 0, limits });
    await running(bench, 0, ada);
    await running(bench, 30 * SECOND, ada);
    const ids: string[] = [];
    for (const count of [1, 1, 2, 1]) {
      ids.push((await bench.create({ state: 'ready', count, ...ada })).id);
    }
    await start(bench);
    // After 30 s, 60 s, then both of these, then that one.
    expect(seconds(bench, ids)).toEqual([90, 120, 180, 240]);
  });

  it('does not hold up others', async () => {
    const bench = await open({ maxJobsInFlight: 3, limits });
    for (let run = 0; run < 2; run += 1) await running(bench, 0, ada);
    await running(bench, 40 * SECOND);
    const { id: own } = await bench.create({ state: 'ready', ...ada });
    const { id: other } = await bench.create({ state: 'ready', userId: 'ben' });
    await start(bench);
    expect(seconds(bench, [own, other])).toEqual([120, 90]);
  });

  it('waits for the room of its server too', async () => {
    const bench = await open({
      maxJobsInFlight: 9,
      limits: { ...NO_LIMITS, atOncePerPerson: 9, atOncePerServer: 1 },
    });
    await running(bench, 20 * SECOND);
    const ids = await bench.waiting(2);
    await start(bench);
    expect(seconds(bench, ids)).toEqual([120, 180]);
  });
});

describe('an estimate', () => {
  it('stays where it is while the queue moves as expected', async () => {
    const bench = await open();
    const first = await running(bench);
    const ids = await bench.waiting(5);
    const last = ids.slice(-1);
    await start(bench);
    expect(seconds(bench, last)).toEqual([360]);
    const shown: unknown[] = [];
    bench.observations.events.on('observed', (id) => {
      if (id === last[0]) shown.push(bench.observations.of(id).likelyAt);
    });
    await bench.clock.advance(55 * SECOND);
    await bench.move(first, 'completed', { executionMs: 55 * SECOND, ...HERE });
    await bench.rest();
    expect(bench.taken).toEqual(ids.slice(0, 1));
    expect(new Set(shown)).toEqual(new Set([bench.clock.now() + 305 * SECOND]));
  });

  it('is corrected once it has passed, and withdrawn where nothing more is known', async () => {
    const bench = await open();
    await running(bench);
    const ids = await bench.waiting(1);
    await start(bench);
    expect(seconds(bench, ids)).toEqual([120]);
    // The running one takes longer than nearly all of its kind.
    await bench.clock.advance(119 * SECOND);
    expect(seconds(bench, ids)).toEqual([1]);
    await bench.clock.advance(SECOND);
    await bench.rest();
    expect(seconds(bench, ids)).toEqual([undefined]);
  });

  it('is withdrawn in time though nothing else changes', async () => {
    const bench = await open();
    const { id } = await bench.jobIn('queued', {}, HERE);
    await start(bench);
    bench.observations.note(id, { ahead: 1, likelyAt: bench.clock.now() + 20 * SECOND });
    bench.dispatcher.schedule();
    await bench.rest();
    await bench.clock.advance(19_999);
    expect(seconds(bench, [id])).toEqual([0.001]);
    await bench.clock.advance(1);
    await bench.rest();
    expect(bench.observations.of(id)).toEqual({ ahead: 1, likelyAt: undefined });
  });

  it('is made for thousands from few reads, and reads no row of theirs', async () => {
    const bench = await open();
    await running(bench);
    const ids = await bench.crowd(1_000);
    // As after a restart.
    for (const id of ids) bench.waits.note(await bench.find({ id }));
    let finds = 0;
    const find = bench.log.jobs.find.bind(bench.log.jobs);
    bench.log.jobs.find = (id) => {
      finds += 1;
      return find(id);
    };
    await start(bench);
    for (let second = 0; second < 4; second += 1) await bench.clock.advance(SECOND);
    expect(seconds(bench, ids.slice(-1))).toEqual([1_001 * 60 - 4]);
    expect(finds).toBe(0);
  });
});
