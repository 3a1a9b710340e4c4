import { describe, expect, it } from 'vitest';
import { PastRuns } from '../../src/jobs/past-runs.ts';
import { FLUX, fluxRequest, recipesWithFlux } from '../support/flux.ts';
import { LogBench } from '../support/log-bench.ts';
import { JobLog } from '../../src/jobs/job-log.ts';
import { NO_LIMITS } from '../../src/jobs/sql/limits.ts';
import { someDestinations } from '../support/some-destinations.ts';

/** A log of jobs for words alone and of a recipe with an endpoint of its own, and its past runs. */
function open() {
  const bench = new LogBench();
  const recipes = recipesWithFlux();
  bench.log = new JobLog(bench.store, bench.clock, NO_LIMITS, String, recipes);
  const pastRuns = new PastRuns({
    log: bench.log,
    destinations: someDestinations(recipes),
    clock: bench.clock,
  });
  const times = async (recipe = 'text') =>
    (await pastRuns.of(recipe)).map(({ executionMs }) => executionMs);
  return { bench, pastRuns, times };
}

describe('past runs', () => {
  it('are those that the log has, and those that come', async () => {
    const { bench, times } = open();
    const here = { runpodEndpointId: 'ep', worker: 'contract' };
    await bench.jobIn('completed', {}, { executionMs: 1, ...here });
    expect(await times()).toEqual([1]);
    await bench.jobIn('completed', {}, { executionMs: 2, ...here });
    await bench.jobIn('completed', {}, here);
    expect(await times()).toEqual([2, 1]);
  });

  it.each([
    ['at another endpoint', { runpodEndpointId: 'another', worker: 'contract' }],
    ['by another kind of worker', { runpodEndpointId: 'ep', worker: 'worker-comfyui' }],
  ])('leave out those %s, however they are learned of', async (_, there) => {
    const { bench, times } = open();
    await bench.jobIn('completed', {}, { executionMs: 1, ...there });
    expect(await times()).toEqual([]);
    await bench.jobIn('completed', {}, { executionMs: 2, ...there });
    expect(await times()).toEqual([]);
  });

  it('leave out those with only some of their pictures, however they are learned of', async () => {
    const { bench, times } = open();
    const made = { executionMs: 1, runpodEndpointId: 'ep', worker: 'contract' };
    const cut = { ...made, error: { code: 'worker_unknown' } } as const;
    await bench.jobIn('completed', {}, cut);
    expect(await times()).toEqual([]);
    await bench.jobIn('completed', {}, cut);
    await bench.jobIn('completed', {}, made);
    expect(await times()).toEqual([1]);
  });

  it('are by the endpoint of each recipe', async () => {
    const { bench, times } = open();
    const request = { request: fluxRequest() };
    const there = { runpodEndpointId: FLUX, worker: 'contract' };
    expect([await times(), await times('flux')]).toEqual([[], []]);
    await bench.jobIn('completed', request, { executionMs: 1, ...there });
    await bench.jobIn('completed', {}, { executionMs: 2, ...there });
    await bench.jobIn('completed', request, { executionMs: 3, ...there, runpodEndpointId: 'ep' });
    expect([await times(), await times('flux')]).toEqual([[], [1]]);
  });

  it('are followed once somebody has asked, and no longer than to the end', async () => {
    const { bench, pastRuns, times } = open();
    const listeners = () => bench.log.events.listenerCount('changed');
    const before = listeners();
    await times();
    await times('flux');
    expect(listeners()).toBe(before + 1);
    pastRuns.stop();
    await times('face');
    expect(listeners()).toBe(before);
  });

  it('tell how long a run takes, by all that are known when that is asked', async () => {
    const { bench, pastRuns } = open();
    const here = { runpodEndpointId: 'ep', worker: 'contract' };
    const { wanted } = await bench.jobIn('completed', {}, { executionMs: 4_000, ...here });
    expect((await pastRuns.timesOf(wanted))?.p50).toBe(4_000);
    for (let runs = 0; runs < 2; runs += 1) {
      await bench.jobIn('completed', {}, { executionMs: 8_000, ...here });
    }
    expect((await pastRuns.timesOf(wanted))?.p50).toBe(8_000);
    for (let runs = 0; runs < 40; runs += 1) {
      await bench.jobIn('completed', {}, { executionMs: 6_000, ...here });
    }
    expect((await pastRuns.timesOf(wanted))?.p50).toBe(6_000);
    expect(await pastRuns.timesOf(wanted)).toBe(await pastRuns.timesOf(wanted));
  });

  it('count those under way for as long as few have ended', async () => {
    const { bench, pastRuns } = open();
    const here = { runpodEndpointId: 'ep', worker: 'contract' };
    const { wanted } = await bench.jobIn('completed', {}, { executionMs: 4_000, ...here });
    await pastRuns.timesOf(wanted);
    const running = await bench.jobIn('running', {}, { startedAt: bench.clock.now(), ...here });
    expect((await pastRuns.timesOf(wanted))?.p50).toBe(4_000);
    await bench.clock.advance(20_000);
    expect((await pastRuns.timesOf(wanted))?.p50).toBe(17_000);
    await bench.log.cancel(running.id, 'a click', '1');
    expect((await pastRuns.timesOf(wanted))?.p50).toBe(4_000);
  });
});
