import fc from 'fast-check';
import { expect, it } from 'vitest';
import { recipesOf } from '../../src/recipes/recipe.ts';
import { requestOf } from '../../src/recipes/stored-request.ts';
import { publicRecipe } from '../support/public-recipe.ts';
import { RunnerBench } from '../support/runner-bench.ts';

const MICROS = 157;
const asked = { request: requestOf(publicRecipe, { prompt: 'hills' }), price: MICROS / 1e6 };

/** What goes wrong with a request that RunPod gets next. */
const FAULTS = {
  'the answer is lost': { path: /run$/, when: 'after', answer: 'reset' },
  'nothing comes through': { path: /run$/, answer: { status: 502, body: '<html>' } },
  'there is too much to do': { path: /run$/, answer: { status: 429 } },
  'the results are forgotten': { path: /status/, times: 3, answer: { status: 404 } },
} as const;

const happening = fc.constantFrom(
  ...(Object.keys(FAULTS) as (keyof typeof FAULTS)[]),
  'somebody asks',
  'somebody cancels',
  'the bot is down',
);

/** Lets what is under way go on for a little. */
async function pass(bench: RunnerBench): Promise<void> {
  for (let turn = 0; turn < 25; turn += 1) await bench.time.advance(0);
}

async function play(most: number, happenings: readonly string[]): Promise<RunnerBench> {
  const bench = await RunnerBench.open({
    runpod: { worker: 'runpod-public', stepMs: 200 },
    context: { recipes: recipesOf([publicRecipe]) },
    maxMicrosPerDay: most * MICROS,
  });
  const jobs = [await bench.ask(asked)];
  for (const one of happenings) {
    if (one === 'somebody asks') jobs.push(await bench.ask(asked));
    else if (one === 'somebody cancels') {
      await bench.log.move(jobs.at(-1)?.id ?? '', 'cancelled', 'a click', { cancelledBy: '3' });
    } else if (one === 'the bot is down') await bench.downFor(60_000);
    else bench.runpod.http.fault(FAULTS[one as keyof typeof FAULTS]);
    await pass(bench);
  }
  for (const job of jobs) await bench.end(job);
  return bench;
}

it('no more is spent than may be, whatever goes wrong on the way', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 3 }),
      fc.array(happening, { minLength: 4, maxLength: 20 }),
      async (most, happenings) => {
        const bench = await play(most, happenings);
        expect(bench.runpod.submissions()).toBeLessThanOrEqual(most);
        await bench.stop();
      },
    ),
    { numRuns: 8 },
  );
});
