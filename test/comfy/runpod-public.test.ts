import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runpodPublic } from '../../src/workers/runpod-public.ts';
import { text } from '../../src/recipes/text.ts';
import { workerRequest } from '../../src/workers/worker.ts';
import { publicGraph } from '../support/public-recipe.ts';
import { base64, PNG } from './pictures.ts';

const url = 'https://image.runpod.ai/abc123/output.png';

describe("a request for one of RunPod's public endpoints", () => {
  it('is the flat input that the graph holds', () => {
    const input = { prompt: 'a lighthouse', width: 1024, seed: 0 };
    expect(runpodPublic.input({ id: 'job-1', graph: () => publicGraph(input) })).toEqual(input);
  });

  it('is never a graph of ComfyUI', () => {
    const models = { checkpoint: 'a', ipAdapterFile: 'b', clipVisionName: 'c' };
    const params = text.request.parse({ prompt: 'a lighthouse' });
    const request = workerRequest(text, { id: 'job-1', params, models });
    expect(() => runpodPublic.input(request)).toThrow(TypeError);
    expect(() => runpodPublic.input({ id: 'job-1', graph: () => ({}) })).toThrow(TypeError);
  });

  it('has no place for a picture', () => {
    const pictures = { start: { format: 'jpeg', base64: 'AAAA' } } as const;
    const request = { id: 'job-1', graph: () => publicGraph({}), pictures };
    expect(() => runpodPublic.input(request)).toThrow(/want an address/);
  });

  it('reports no progress', () => {
    expect(runpodPublic.progress({ type: 'progress', percent: 48 })).toBeUndefined();
  });
});

describe('what a public endpoint brought', () => {
  const resultOf = (output: unknown) => runpodPublic.result({ status: 'COMPLETED', output });

  it.each([
    [{ image_url: url, cost: 0.0025 }, { costUsd: 0.0025 }],
    [{ image_url: ` ${url}\n`, cost: 0 }, { costUsd: 0 }],
    [{ result: url }, {}],
    [{ image_url: '', result: url }, {}],
    [{ image_url: url, cost: '0.0025' }, { oddCost: true }],
    [{ image_url: url, cost: -1 }, { oddCost: true }],
    [{ image_url: url, cost: Number.NaN }, { oddCost: true }],
    [{ image_url: url, cost: 1_000.01 }, { oddCost: true }],
    [{ image_url: url, cost: Infinity }, { oddCost: true }],
  ])('is a picture elsewhere, and a cost where one is told: %j', async (output, cost) => {
    expect(await resultOf(output)).toEqual({ kind: 'pictures', pictures: [{ url }], ...cost });
  });

  it('may be pictures in base64 too', async () => {
    const output = { images: [{ data: base64(PNG) }], cost: 0.005 };
    expect(await resultOf(output)).toEqual({
      kind: 'pictures',
      pictures: [{ bytes: PNG, format: 'png' }],
      costUsd: 0.005,
    });
  });

  it.each([
    [{ image_url: 'output.png' }],
    [{ image_url: 'javascript:alert(1)' }],
    [{ image_url: `https://image.runpod.ai/${'a'.repeat(4096)}` }],
    [{ image_url: 7 }],
    [url],
    [undefined],
  ])('is no picture where there is no address: %j', async (output) => {
    expect(await resultOf(output)).toMatchObject({ kind: 'error', error: { code: 'no_pictures' } });
  });

  it('is what it cost, also where no picture came of it', async () => {
    expect(await resultOf({ error: 'no', cost: 0.005 })).toMatchObject({
      kind: 'error',
      costUsd: 0.005,
    });
  });

  it('cost nothing where it failed', async () => {
    const error = 'Invalid parameter: width must be divisible by 64';
    expect(await runpodPublic.result({ status: 'FAILED', error })).toEqual({
      kind: 'error',
      error: { code: 'worker_unknown', text: error },
      costUsd: 0,
    });
  });

  it('is read whatever it is, with a cost that is an amount of money or none', async () => {
    const output = fc.oneof(
      fc.anything(),
      fc.record({ image_url: fc.anything(), result: fc.anything(), cost: fc.anything() }),
    );
    await fc.assert(
      fc.asyncProperty(output, async (any) => {
        const { costUsd = 0 } = await resultOf(any);
        expect(costUsd >= 0 && costUsd <= 1_000).toBe(true);
      }),
    );
  });
});
