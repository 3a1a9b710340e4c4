import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { isTerminal, type Job } from '../../src/jobs/job.ts';
import { PNG, base64 } from '../comfy/pictures.ts';
import { FLUX, fluxRequest, recipesWithFlux } from '../support/flux.ts';
import { RunnerBench, type BenchOptions } from '../support/runner-bench.ts';

const STATUS = /\/status\//;
const output = { images: [{ filename: 'a.png', data: base64(PNG), type: 'image/png' }] };
const webhooks = { of: ({ id }: { readonly id: string }) => `http://127.0.0.1:9/${id}` };

/** Shorter than any pause before RunPod is asked, so that the bot is found to know nothing yet. */
const STEP_MS = 25;

/** How long the bot has RunPod's word be on its way. */
const LONGEST_WAY_MS = 10_000;

const over = ({ state }: Job) => isTerminal(state);

/** The bot's own webhooks are all that comes: the sandbox's go nowhere. */
async function open(options: BenchOptions = {}): Promise<RunnerBench> {
  const bench = await RunnerBench.open({ ...options, context: { webhooks, ...options.context } });
  bench.runpod.webhooks.mute(true);
  return bench;
}

/** A job that has ended at RunPod, which the bot does not know: not at a tick, when it would be polled. */
async function ended(bench: RunnerBench, executionMs = 12_010): Promise<Job> {
  bench.runpod.script({ output, executionMs });
  const job = await bench.until(await bench.ask(), ({ runpodId }) => runpodId !== undefined);
  await untilEnded(bench);
  return job;
}

/** Until the latest job has ended at RunPod, and no longer. */
async function untilEnded(bench: RunnerBench): Promise<void> {
  while (bench.runpod.jobs.at(-1)?.endedAt === undefined) {
    await bench.time.advance(STEP_MS);
    while (!bench.atRest) await turn();
  }
}

/** The same, of which RunPod then says that it is over. How many times its status was asked for. */
async function askedUntilTold(bench: RunnerBench): Promise<number> {
  const before = bench.requests(STATUS);
  const job = await ended(bench);
  expect(bench.hint(job)).toBe('hint');
  expect(await bench.until(job, over)).toMatchObject({ state: 'completed' });
  return bench.requests(STATUS) - before;
}

describe('a job of which RunPod says by itself that it is over', () => {
  it('is sent with where to say so', async () => {
    const bench = await open();
    const job = await ended(bench);
    expect(bench.runpod.jobs[0]?.webhook).toBe(webhooks.of(job));
  });

  it('is asked about as it begins and once it is over, where its worker reports nothing', async () => {
    const bench = await open();
    // As it is not known yet whether it does, it is asked about all along.
    expect(await askedUntilTold(bench)).toBe(4);
    expect(await askedUntilTold(bench)).toBe(2);
    expect(await askedUntilTold(bench)).toBe(2);
  });

  it('is asked about all along where its worker reports how far it is', async () => {
    const bench = await open();
    const report = { type: 'progress', value: 1, max: 4, percent: 25 };
    const body = JSON.stringify({ id: 'x', status: 'IN_PROGRESS', output: report });
    const reports = { path: STATUS, times: 3, answer: { status: 200, body } };
    bench.runpod.http.fault(reports);
    expect(await askedUntilTold(bench)).toBe(4);
    bench.runpod.http.fault(reports);
    expect(await askedUntilTold(bench)).toBe(4);
  });

  it('is asked about once for all that RunPod repeats', async () => {
    const bench = await open();
    await askedUntilTold(bench);
    const job = await ended(bench);
    const before = bench.requests(STATUS);
    const told = [bench.hint(job), bench.hint(job), bench.hint(job)];
    expect(told).toEqual(['hint', 'repeat', 'repeat']);
    await bench.end(job);
    expect(bench.requests(STATUS) - before).toBe(1);
    expect(bench.hint(job)).toBe('unknown');
  });

  it('is not taken for over by a word of the attempt before, which comes once it was sent again', async () => {
    const bench = await open();
    bench.runpod.script({ output, executionMs: 12_000 });
    bench.runpod.script({ output, executionMs: 61_000 });
    bench.runpod.http.fault({ path: /\/run$/, when: 'after', answer: 'reset' });
    const job = await bench.until(await bench.ask(), ({ runpodId }) => runpodId !== undefined);
    expect(job.attempt).toBe(2);
    const before = bench.requests(STATUS);
    expect(bench.hint({ id: job.id, attempt: 1 })).toBe('hint');
    expect(bench.hint({ id: job.id, attempt: 1 })).toBe('repeat');
    await untilEnded(bench);
    expect(bench.requests(STATUS) - before).toBeLessThan(30);
    expect(bench.hint(job)).toBe('hint');
    expect(bench.hint({ id: job.id, attempt: 1 })).toBe('repeat');
    expect(await bench.until(job, over)).toMatchObject({ state: 'completed', attempt: 2 });
  });

  it('shows how far it may be while nobody is asked', async () => {
    const bench = await open();
    for (let runs = 0; runs < 6; runs += 1) await askedUntilTold(bench);
    bench.runpod.script({ output, executionMs: 12_000 });
    const job = await bench.until(await bench.ask(), ({ state }) => state === 'running');
    const before = bench.requests(STATUS);
    const shares: number[] = [];
    bench.context.observations.events.on('observed', () => {
      shares.push(bench.context.observations.of(job.id).leastShare ?? 0);
    });
    await untilEnded(bench);
    expect(bench.requests(STATUS)).toBe(before);
    expect(shares.length).toBeGreaterThan(1);
    expect(shares).toEqual(shares.toSorted((one, other) => one - other));
    expect(shares.at(-1)).toBeGreaterThan(0.5);
  });

  it('is not taken for over where that is not true, and is asked about all the same', async () => {
    const bench = await open();
    await askedUntilTold(bench);
    bench.runpod.script({ output, executionMs: 60_000 });
    const job = await bench.until(await bench.ask(), ({ state }) => state === 'running');
    const before = bench.requests(STATUS);
    expect(bench.hint(job)).toBe('hint');
    expect(await bench.until(job, over)).toMatchObject({ state: 'completed' });
    expect(bench.requests(STATUS) - before).toBeLessThan(30);
  });
});

describe('a job of which RunPod says nothing', () => {
  const missed = (bench: RunnerBench) =>
    bench.logged.filter((line) => line.includes('a webhook is missing')).length;

  it('is asked about slowly, and the next ones more often, until RunPod says something', async () => {
    const bench = await open();
    await askedUntilTold(bench);
    const job = await bench.until(await ended(bench), over);
    expect(job.state).toBe('completed');
    await bench.time.advance(LONGEST_WAY_MS);

    const before = bench.requests(STATUS);
    await bench.until(await ended(bench), over);
    expect(bench.requests(STATUS) - before).toBeGreaterThan(5);
    expect(missed(bench)).toBe(1);

    await askedUntilTold(bench);
    expect(await askedUntilTold(bench)).toBe(2);
  });

  it('is none of those whose end was seen just before RunPod says so', async () => {
    const bench = await open();
    await askedUntilTold(bench);
    const job = await bench.end(await ended(bench));
    expect(bench.hint(job)).toBe('unknown');
    await bench.time.advance(LONGEST_WAY_MS);
    expect(await askedUntilTold(bench)).toBe(2);
    expect(missed(bench)).toBe(0);
  });

  it('is none of those that RunPod speaks of before the bot is done with them', async () => {
    const bench = await open();
    const told: string[] = [];
    bench.context.log.events.on('changed', (job) => {
      if (isTerminal(job.state)) setImmediate(() => told.push(bench.hint(job)));
    });
    await bench.until(await ended(bench), over);
    await bench.time.advance(LONGEST_WAY_MS);
    expect(told).toEqual(['hint']);
    expect(bench.own.webhooks.areExpected()).toBe(true);
  });

  it('is followed by slower questions again where RunPod says something, however shortly after them', async () => {
    const bench = await open();
    await askedUntilTold(bench);
    await bench.until(await ended(bench), over);
    await bench.time.advance(LONGEST_WAY_MS);
    const job = await bench.end(await ended(bench));
    expect(missed(bench)).toBe(1);
    expect(bench.hint(job)).toBe('unknown');
    expect(await askedUntilTold(bench)).toBe(2);
  });

  it('is not made up for by what is said of one that is not over', async () => {
    const bench = await open();
    await bench.until(await ended(bench), over);
    await bench.time.advance(LONGEST_WAY_MS);
    bench.runpod.script({ output, executionMs: 60_000 });
    const job = await bench.until(await bench.ask(), ({ state }) => state === 'running');
    expect(bench.hint(job)).toBe('hint');
    expect(bench.own.webhooks.areExpected()).toBe(false);
    await bench.until(job, over);
    expect(bench.own.webhooks.areExpected()).toBe(true);
  });

  it('is not made up for by what is said of one at another endpoint', async () => {
    const bench = await open({
      context: { recipes: recipesWithFlux() },
      runpod: { otherEndpointIds: [FLUX] },
    });
    await bench.until(await ended(bench), over);
    await bench.time.advance(LONGEST_WAY_MS);
    bench.runpod.script({ output, executionMs: 12_000 });
    const asked = await bench.ask({ request: fluxRequest() });
    const job = await bench.until(asked, ({ runpodId }) => runpodId !== undefined);
    await untilEnded(bench);
    expect(bench.hint(job)).toBe('hint');
    await bench.until(job, over);
    const expected = ['', FLUX].map((queue) => bench.endpoint(queue).webhooks.areExpected());
    expect(expected).toEqual([false, true]);
  });

  it('that was taken up after a restart says nothing about webhooks', async () => {
    const bench = await open();
    await askedUntilTold(bench);
    const job = await ended(bench);
    await bench.downFor(1_000);
    await bench.until(job, over);
    expect(missed(bench)).toBe(0);
  });

  it('is unknown where there is none of that id', async () => {
    const bench = await open();
    expect(bench.hint({ id: 'nowhere2', attempt: 1 })).toBe('unknown');
    expect(bench.requests(STATUS)).toBe(0);
  });
});
