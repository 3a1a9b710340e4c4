import { describe, expect, it } from 'vitest';
import { isTerminal, type Job } from '../../src/jobs/job.ts';
import type { RunnerContext } from '../../src/jobs/runner.ts';
import { base64, PNG } from '../comfy/pictures.ts';
import { FLUX, fluxRequest, recipesWithFlux } from '../support/flux.ts';
import { RunnerBench } from '../support/runner-bench.ts';

const output = { images: [{ data: base64(PNG) }] };
const running = ({ state }: Job) => state === 'running';
const over = ({ state }: Job) => isTerminal(state);

/** A runner whose two endpoints may each have so many jobs, which end only when they may. */
async function open(
  maxJobsInFlight: number,
  context: Partial<RunnerContext> = {},
): Promise<RunnerBench> {
  const bench = await RunnerBench.open({
    context: { maxJobsInFlight, recipes: recipesWithFlux(), ...context },
    runpod: { workers: 50, otherEndpointIds: [FLUX] },
  });
  bench.runpod.hold();
  for (let count = 0; count < 40; count += 1) bench.runpod.script({ output });
  return bench;
}

const askFlux = (bench: RunnerBench, userId = '3') => bench.ask({ userId, request: fluxRequest() });

const place = ({ context }: RunnerBench, { id }: Job) => context.observations.of(id).place;

describe('jobs that are made at another endpoint', () => {
  it('are sent there, asked about there and cancelled there', async () => {
    const bench = await open(0);
    const job = await bench.until(await askFlux(bench), running);
    expect(job).toMatchObject({ queue: FLUX, runpodEndpointId: FLUX, worker: 'contract' });
    await bench.log.move(job.id, 'cancelled', 'a click', { cancelledBy: '3' });
    await bench.end(job);
    const paths = bench.runpod.http.requests.map(({ path }) => path);
    const about = paths.filter((path) => /run$|status|cancel/.test(path));
    expect(about.filter((path) => !path.startsWith(`/v2/${FLUX}/`))).toEqual([]);
    expect(bench.runpod.jobs[0]).toMatchObject({ endpointId: FLUX, status: 'CANCELLED' });
  });

  it('have their turns though the endpoint of others is full, and the other way round', async () => {
    const bench = await open(1);
    const first = await bench.until(await bench.ask({ userId: 'a' }), running);
    const waits = await bench.ask({ userId: 'b' });
    await bench.until(waits, () => place(bench, waits) === 1);
    const elsewhere = await bench.until(await askFlux(bench, 'b'), running);
    const next = await askFlux(bench, 'c');
    await bench.until(next, () => place(bench, next) === 1);
    expect(bench.runpod.submissions()).toBe(2);
    await bench.runpod.complete(elsewhere.runpodId ?? '');
    await bench.until(next, running);
    expect((await bench.log.jobs.find(waits.id))?.state).toBe('ready');
    await bench.runpod.complete(first.runpodId ?? '');
    await bench.until(waits, running);
  });

  it('are told how their own endpoint stands, and how many are ahead there', async () => {
    const bench = await open(0);
    bench.runpod.http.fault({
      path: new RegExp(`/${FLUX}/health`),
      times: Infinity,
      answer: { status: 200, body: JSON.stringify({ workers: { throttled: 2 } }) },
    });
    bench.runpod.throttle(true);
    const own = await bench.ask();
    const jobs = [await askFlux(bench)];
    await bench.until(own, ({ state }) => state === 'queued');
    await bench.time.advance(1_000);
    jobs.push(await askFlux(bench));
    const seen = (job: Job) => bench.context.observations.of(job.id);
    for (const job of jobs) await bench.until(job, () => seen(job).holdUp === 'throttled');
    expect(jobs.map((job) => seen(job).ahead)).toEqual([0, 1]);
    await bench.until(own, () => seen(own).ahead === 0);
    expect(seen(own).holdUp).not.toBe('none');
  });
});

describe('a key that is refused at one endpoint', () => {
  it('holds up the jobs of that one, and no other', async () => {
    const bench = await open(1);
    const mine = await bench.until(await askFlux(bench, 'a'), running);
    const other = await bench.until(await bench.ask({ userId: 'a' }), running);
    bench.runpod.http.fault({
      path: new RegExp(`/${FLUX}/`),
      times: Infinity,
      answer: { status: 403 },
    });
    const { access } = bench.endpoint(FLUX);
    await bench.until(mine, () => access.refusedFor('GET'));
    access.note({ use: 'POST', endpointId: FLUX, status: 403 });
    const waits = await askFlux(bench, 'b');
    const { observations } = bench.context;
    await bench.until(waits, () => place(bench, waits) === 1);
    expect([mine, waits, other].map((job) => observations.shown(job).keyRefused ?? false)).toEqual([
      true,
      true,
      false,
    ]);
    await bench.runpod.complete(other.runpodId ?? '');
    await bench.until(other, over);
    await bench.until(await bench.ask({ userId: 'b' }), running);
    expect((await bench.log.jobs.find(waits.id))?.state).toBe('ready');
    bench.runpod.http.clearFaults();
    for (const use of ['GET', 'POST'] as const) access.note({ use, endpointId: FLUX, status: 200 });
    await bench.runpod.complete(mine.runpodId ?? '');
    await bench.until(waits, running);
    expect(observations.shown(waits).keyRefused).toBeUndefined();
  });

  it('wakes only the jobs of that one when it is taken again', async () => {
    const bench = await open(0, { pollIntervalMs: 60_000 });
    const mine = await bench.until(await askFlux(bench), running);
    const other = await bench.until(await bench.ask(), running);
    const { access } = bench.endpoint(FLUX);
    const asked = ({ runpodId }: Job) => bench.requests(new RegExp(`status/${runpodId ?? ''}`));
    const told: string[] = [];
    bench.context.observations.events.on('observed', (id) => told.push(id));
    const before = asked(other);
    access.note({ use: 'GET', endpointId: FLUX, status: 401 });
    access.note({ use: 'GET', endpointId: FLUX, status: 200 });
    const mineBefore = asked(mine);
    await expect.poll(() => asked(mine)).toBeGreaterThan(mineBefore);
    expect([asked(other), told.includes(other.id)]).toEqual([before, false]);
  });

  it('is named by those that waited for it in vain, and by no others', async () => {
    const bench = await open(1, { jobTimeoutMs: 7_200_000 });
    await bench.until(await bench.ask({ userId: 'a' }), running);
    const { access } = bench.endpoint(FLUX);
    access.note({ use: 'POST', endpointId: FLUX, status: 401 });
    const [mine, other] = [await askFlux(bench, 'b'), await bench.ask({ userId: 'b' })];
    expect((await bench.until(mine, over)).errorCode).toBe('key_refused');
    expect((await bench.until(other, over)).errorCode).toBe('no_turn_in_time');
  });
});

describe('after a restart', () => {
  it('jobs in two queues keep their turns, each in its own', async () => {
    const bench = await open(1);
    const firsts = [await bench.ask({ userId: 'a' }), await askFlux(bench, 'a')];
    for (const job of firsts) await bench.until(job, running);
    const nexts = [await bench.ask({ userId: 'b' }), await askFlux(bench, 'b')];
    const lasts = [await bench.ask({ userId: 'c' }), await askFlux(bench, 'c')];
    for (const job of lasts) await bench.until(job, () => place(bench, job) === 2);
    await bench.downFor(1_000);
    for (const [index, job] of firsts.entries()) {
      const { runpodId = '' } = (await bench.log.jobs.find(job.id)) ?? {};
      await bench.runpod.complete(runpodId);
      const next = nexts[index];
      if (next) await bench.until(next, running);
    }
    for (const job of lasts) await bench.until(job, () => place(bench, job) === 1);
    expect(bench.runpod.jobs.map(({ endpointId }) => endpointId === FLUX)).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });

  it('jobs that wait go where their recipe says now, each in the order of before', async () => {
    const bench = await open(1);
    await bench.until(await askFlux(bench, 'a'), running);
    const jobs = [await askFlux(bench, 'b'), await askFlux(bench, 'c')];
    for (const [index, job] of jobs.entries()) {
      await bench.until(job, () => place(bench, job) === index + 1);
    }
    await bench.stop();
    await bench.start(undefined, {
      recipes: recipesWithFlux({ endpoint: bench.runpod.endpointId }),
    });
    const [next, last] = jobs;
    if (!next || !last) throw new Error('no jobs');
    const sent = await bench.until(next, running);
    expect(sent).toMatchObject({ queue: '', runpodEndpointId: bench.runpod.endpointId });
    await bench.until(last, () => place(bench, last) === 1);
  });

  it('a job is asked about where RunPod has it, whatever its recipe says now', async () => {
    const bench = await open(1);
    const job = await bench.until(await askFlux(bench), running);
    await bench.stop();
    await bench.start(undefined, {
      recipes: recipesWithFlux({ endpoint: bench.runpod.endpointId }),
    });
    await bench.runpod.complete(job.runpodId ?? '');
    expect((await bench.until(job, over)).state).toBe('completed');
    expect(bench.requests(new RegExp(`${bench.runpod.endpointId}/status`))).toBe(0);
  });

  it('a result that is gone there is made again where its recipe says now', async () => {
    const bench = await open(1);
    const job = await bench.until(await askFlux(bench), running);
    await bench.stop();
    bench.runpod.http.fault({ path: /status/, times: 3, answer: { status: 404 } });
    await bench.time.advance(60_000);
    await bench.start(undefined, {
      recipes: recipesWithFlux({ endpoint: bench.runpod.endpointId }),
    });
    const again = await bench.until(
      job,
      ({ attempt, state }) => attempt === 2 && state === 'running',
    );
    expect(again).toMatchObject({ queue: '', runpodEndpointId: bench.runpod.endpointId });
  });

  it('jobs of a recipe that is no more are ended, and hold up nobody', async () => {
    const bench = await open(1);
    const held = await bench.until(await askFlux(bench, 'a'), running);
    const waits = await askFlux(bench, 'b');
    await bench.until(waits, () => place(bench, waits) === 1);
    await bench.stop();
    await bench.start(undefined, {
      recipes: recipesWithFlux({ name: 'another', endpoint: 'there' }),
    });
    await bench.until(await bench.ask(), running);
    const codeOf = async ({ id }: Job) => {
      const rows = bench.store.read.selectFrom('jobs').select(['state', 'errorCode']);
      return rows.where('id', '=', id).executeTakeFirst();
    };
    for (const job of [held, waits]) {
      await expect.poll(() => codeOf(job)).toEqual({ state: 'failed', errorCode: 'other_version' });
    }
    await expect.poll(() => bench.runpod.jobs[0]?.cancelRequested).toBe(true);
  });
});
