import { describe, expect, it } from 'vitest';
import { recipesOf } from '../../src/recipes/recipe.ts';
import { requestOf } from '../../src/recipes/stored-request.ts';
import { PNG } from '../comfy/pictures.ts';
import { publicRecipe } from '../support/public-recipe.ts';
import { RunnerBench, type BenchOptions } from '../support/runner-bench.ts';

const request = requestOf(publicRecipe, { prompt: 'hills' });
/** What the sandbox says that it costs, which is what is documented. */
const MICROS = 157;

async function open(options: BenchOptions = {}) {
  const bench = await RunnerBench.open({
    runpod: { worker: 'runpod-public', stepMs: 1 },
    context: { recipes: recipesOf([publicRecipe]) },
    ...options,
  });
  const ask = (price = MICROS / 1e6) => bench.ask({ request, price });
  return { bench, ask };
}

describe("a job of one of RunPod's public endpoints", () => {
  it('has its picture fetched, and keeps what it cost', async () => {
    const { bench, ask } = await open();
    const { state, pictures, priceMicros, costMicros } = await bench.end(await ask());
    expect([state, pictures.length]).toEqual(['completed', 1]);
    expect([priceMicros, costMicros]).toEqual([MICROS, MICROS]);
  });

  it('cost nothing where it failed there', async () => {
    const { bench, ask } = await open();
    bench.runpod.script({ error: 'Invalid parameter: width must be divisible by 64' });
    const { state, costMicros } = await bench.end(await ask());
    expect([state, costMicros]).toEqual(['failed', 0]);
  });

  it.each([1e9, 9e12, 1e308])('that says it cost %d counts as what is documented', async (cost) => {
    const { bench, ask } = await open();
    const image = { image_url: `${bench.runpod.http.url}/a.png`, cost };
    bench.runpod.http.app.get('/a.png', () => new Response(Uint8Array.from(PNG)));
    bench.runpod.script({ output: image });
    const { state, pictures, costMicros } = await bench.end(await ask());
    expect([state, pictures.length, costMicros]).toEqual(['completed', 1, undefined]);
    expect(await bench.log.spend.since(0)).toBe(MICROS);
    expect(bench.logged.join('')).toContain('is not credible');
  });

  it('that waits in line ends with a sentence once the money of the day is spent, unsent', async () => {
    const { bench, ask } = await open({ maxMicrosPerDay: 2 * MICROS });
    bench.runpod.script({ output: { image_url: 'none', cost: 1 } });
    const dear = await ask();
    await bench.until(dear, ({ state }) => state === 'failed');
    const late = await bench.end(await ask());
    expect(late).toMatchObject({ state: 'failed', errorCode: 'money_spent', attempt: 0 });
    expect(late.errorFacts.at).toBe(Date.UTC(2030, 0, 2) / 1000);
    expect(bench.runpod.submissions()).toBe(1);
  });

  it('is sent as long as there is money for it and for those before it', async () => {
    const { bench, ask } = await open({ maxMicrosPerDay: 3 * MICROS });
    const jobs = [await ask(), await ask(), await ask(), await ask()];
    const states = await Promise.all(jobs.map(async (job) => (await bench.end(job)).state));
    expect(states.toSorted()).toEqual(['completed', 'completed', 'completed', 'failed']);
    expect(bench.runpod.submissions()).toBe(3);
  });

  it('that cannot be cancelled there is asked for what it cost', async () => {
    const { bench, ask } = await open();
    bench.runpod.hold();
    const job = await bench.until(await ask(), ({ state }) => state === 'running');
    bench.runpod.http.fault({ path: /cancel/, times: Infinity, answer: { status: 404 } });
    await bench.log.move(job.id, 'cancelled', 'a click', { cancelledBy: '3' });
    await bench.time.advance(90_000);
    const told = { status: 'COMPLETED', output: { image_url: 'https://image.example/a', cost: 2 } };
    const answer = { status: 200, body: JSON.stringify(told) };
    bench.runpod.http.fault({ path: /status/, answer });
    expect(await bench.end(job)).toMatchObject({ state: 'cancelled', costMicros: 2_000_000 });
  });
});
