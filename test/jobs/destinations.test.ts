import { describe, expect, it } from 'vitest';
import { type Recipe, recipesOf } from '../../src/recipes/recipe.ts';
import type { WorkerKind } from '../../src/workers/worker-kinds.ts';
import { endpointsOf, titlesOf } from '../../src/jobs/destinations.ts';
import { FLUX, flux, fluxRequest, recipesWithFlux } from '../support/flux.ts';
import {
  sampleJob,
  wantedOf,
  sampleRequest,
} from '../../packages/stand-ins/playground/cards/sample-job.ts';
import { someDestinations } from '../support/some-destinations.ts';

const endpointsFor = (kind: WorkerKind, ...recipes: readonly Partial<Recipe>[]) =>
  endpointsOf(recipesOf(recipes.map((parts) => ({ ...flux, ...parts }))), {
    endpointId: 'ep',
    kind,
  });

const uses = (...recipes: readonly Partial<Recipe>[]) =>
  endpointsFor('contract', ...recipes).map((use) => [
    use.queue,
    use.endpointId,
    titlesOf(use).join(),
  ]);

describe('the endpoints that there are', () => {
  it("are the bot's own first, and then those that recipes name, each once", () => {
    expect(
      uses(
        { name: 'a', title: 'A', endpoint: 'x' },
        { name: 'b', title: 'B', endpoint: 'y' },
        { name: 'c', title: 'C', endpoint: 'x' },
      ),
    ).toEqual([
      ['', 'ep', ''],
      ['x', 'x', 'A,C'],
      ['y', 'y', 'B'],
    ]);
  });

  it("are RunPod's public ones where all that is made there needs those", () => {
    const theirs = { name: 'a', endpoint: 'x', worker: 'runpod-public' } as const;
    const publicOf = (kind: WorkerKind, ...recipes: readonly Partial<Recipe>[]) =>
      endpointsFor(kind, ...recipes).map(({ isPublic }) => isPublic);
    expect(publicOf('contract', theirs)).toEqual([false, true]);
    expect(publicOf('runpod-public', theirs)).toEqual([true, true]);
    expect(publicOf('contract', { ...theirs, endpoint: 'ep' })).toEqual([false]);
  });

  it("make nothing of ComfyUI's where the bot's own is a public one, unless another is named", () => {
    const made = endpointsFor(
      'runpod-public',
      { name: 'a' },
      { name: 'b', endpoint: 'x' },
      { name: 'd', worker: 'contract', endpoint: 'ep' },
      { name: 'e', worker: 'contract', endpoint: 'x' },
      { name: 'f', worker: 'runpod-public', endpoint: 'ep' },
    );
    expect(
      made.map(({ endpointId, recipes }) => [endpointId, recipes.map(({ name }) => name)]),
    ).toEqual([
      ['ep', ['f']],
      ['x', ['e']],
    ]);
  });

  it("are no more where a recipe names the bot's own", () => {
    expect(uses({ endpoint: 'ep' })).toEqual([['', 'ep', 'FLUX.1 dev']]);
  });
});

describe('the jobs of a recipe', () => {
  it("go to the bot's own endpoint and worker where it names no other", () => {
    const there = { queue: '', endpointId: 'ep', workerKind: 'contract' };
    expect(someDestinations().find('text')).toMatchObject(there);
  });

  it('go to those that it names', () => {
    const recipes = recipesWithFlux({ worker: 'worker-comfyui' });
    const there = { queue: FLUX, endpointId: FLUX, workerKind: 'worker-comfyui' };
    expect(someDestinations(recipes).find('flux')).toMatchObject(there);
  });

  it('go nowhere where it is not here', () => {
    expect(someDestinations().find('flux')).toBeUndefined();
  });
});

describe('a job', () => {
  const destinations = someDestinations(recipesWithFlux());
  const job = sampleJob({ wanted: wantedOf(sampleRequest()) });

  it.each([
    ['that is unsent is in the queue of its recipe', '', { queue: 'old' }],
    ['that RunPod has is in that of its endpoint', FLUX, { runpodId: '1', runpodEndpointId: FLUX }],
    [
      'at an endpoint that nothing is sent to any more stays in its own',
      'old',
      { queue: 'old', runpodId: '1', runpodEndpointId: 'old' },
    ],
    [
      'of a recipe that is not here stays in its own',
      'old',
      { queue: 'old', wanted: { ...job.wanted, recipe: 'gone' } },
    ],
    [
      "is in none that is needed where RunPod has it at what was the bot's own endpoint",
      'the-old-one',
      { queue: '', runpodId: 'a', runpodEndpointId: 'the-old-one' },
    ],
  ])('%s', (_, queue, parts) => {
    expect(destinations.queueFor({ ...job, ...parts })).toBe(queue);
  });

  it('is read by the kind of worker that it was sent to, else by that of today', () => {
    const input = (worker: string | undefined) =>
      destinations.workerFor({ ...job, worker }).input({ id: '1', graph: () => ({}) });
    expect(input('worker-comfyui')).toEqual({ workflow: {} });
    expect([input(undefined), input('of-another-version')]).toEqual([{}, {}]);
  });
});

it('each endpoint has its own health, and its own access', () => {
  const { endpoints } = someDestinations(recipesWithFlux());
  const [own, other] = endpoints;
  expect(own?.health).not.toBe(other?.health);
  own?.access.note({ use: 'GET', endpointId: 'ep', status: 401 });
  expect(endpoints.map(({ access }) => access.refused)).toEqual([true, false]);
  expect(fluxRequest().recipe).toBe(other?.recipes[0]?.name);
});
