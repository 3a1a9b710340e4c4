import { describe, expect, it } from 'vitest';
import { statusCard } from '../../commands/status.ts';
import { recipesOf } from '../../src/recipes/recipe.ts';
import { say } from '../../src/say/say.ts';
import { FLUX, flux, recipesWithFlux } from '../support/flux.ts';
import type { BotProcess } from '../../src/store/processes.ts';
import { processNamed } from '../support/some-processes.ts';
import { RunnerBench } from '../support/runner-bench.ts';

async function fields(bench: RunnerBench, living: readonly BotProcess[] = []) {
  const { destinations } = bench.context;
  const { fields: shown = [] } = await statusCard(say(), {
    destinations,
    log: bench.log,
    workflows: { broken: [] },
    drainOrder: { since: () => Promise.resolve(undefined) },
    processes: { living },
  });
  return shown;
}

describe('/status where there are several endpoints', () => {
  it('shows each by the titles of what is made there', async () => {
    const bench = await RunnerBench.open({
      runpod: { workers: 2, otherEndpointIds: [FLUX] },
      context: { recipes: recipesWithFlux() },
    });
    const shown = await fields(bench);
    expect(shown.map(({ name }) => name)).toEqual([
      'Workers',
      "RunPod's queue",
      'FLUX.1 dev',
      "This bot's jobs",
    ]);
    expect(shown[2]?.value).toMatch(/^Workers: 2 idle.*\nQueue: none$/);
  });

  it('says of one that it is not there, and how the others stand', async () => {
    const bench = await RunnerBench.open({ context: { recipes: recipesWithFlux() } });
    const shown = await fields(bench);
    expect(shown.find(({ name }) => name === 'Workers')?.value).toContain('idle');
    expect(shown.find(({ name }) => name === 'FLUX.1 dev')?.value).toContain('endpoint');
  });

  it('says of a public one that nobody is told', async () => {
    const recipes = recipesWithFlux({ worker: 'runpod-public' });
    const bench = await RunnerBench.open({ context: { recipes } });
    const shown = await fields(bench);
    expect(shown.find(({ name }) => name === 'FLUX.1 dev')?.value).toContain('public RunPod model');
    expect(bench.requests(/health/)).toBe(1);
  });

  it('names the first few of many, and fits into a message', async () => {
    const many = Array.from({ length: 40 }, (_, n) => ({
      ...flux,
      name: `flux${n}`,
      title: `A title that is quite long, number ${n}`.repeat(5),
      endpoint: `endpoint-${n < 10 ? 0 : n}`,
    }));
    const bench = await RunnerBench.open({ context: { recipes: recipesOf(many) } });
    const shown = await fields(bench);
    expect(shown.length).toBeLessThanOrEqual(25);
    expect(shown.find(({ name }) => name === '19 more endpoints')).toBeDefined();
    const text = shown.flatMap(({ name, value }) => [name, value]).join('');
    expect(text.length).toBeLessThanOrEqual(6_000);
  });
});

it('/status says how many processes run and stop, where several can', async () => {
  const bench = await RunnerBench.open();
  const named = async (living: readonly BotProcess[]) =>
    (await fields(bench, living)).find(({ name }) => name === 'Processes')?.value;
  expect(await named([])).toBeUndefined();
  expect(await named([processNamed('a'), processNamed('b')])).toBe('2 running');
  const ending = [
    processNamed('a', { isLeaving: true, isDraining: true }),
    processNamed('b', { isDraining: true }),
  ];
  expect(await named([...ending, processNamed('c')])).toBe('1 running · 1 draining · 1 stopping');
});
