import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faceReference } from '../../src/comfy/face-reference.ts';
import { requestedSettingsSchema } from '../../src/comfy/settings.ts';
import { textToImage } from '../../src/comfy/text-to-image.ts';
import { contractWorker } from '../../src/comfy/worker.ts';
import { base64, PNG } from './pictures.ts';

const settings = requestedSettingsSchema.parse({ prompt: 'a lighthouse', seed: 0 });
const models = { checkpoint: 'a.safetensors', ipAdapterFile: 'b.bin', clipVisionName: 'c.bin' };

describe("the contract's worker", () => {
  it('is sent the plain graph itself for words alone', () => {
    expect(contractWorker.input({ settings, models })).toEqual(
      textToImage({ settings, checkpoint: 'a.safetensors' }),
    );
  });

  it('is sent the graph with the face where there is one', () => {
    expect(contractWorker.input({ settings, models, face: 'AAAA' })).toEqual(
      faceReference({ settings, ...models, face: 'AAAA' }),
    );
  });

  it('is understood when it is done', () => {
    const output = { images: [{ filename: 'ComfyUI_00001_.png', data: base64(PNG) }] };
    expect(contractWorker.result({ status: 'COMPLETED', output })).toEqual({
      kind: 'pictures',
      pictures: [{ bytes: PNG, format: 'png' }],
    });
  });
});

describe('progress', () => {
  it.each([
    [{ type: 'progress', value: 5, max: 20, percent: 25, node: '10' }, 0.25],
    [{ type: 'progress', value: 5, max: 20, node: '10' }, 0.25],
    [{ type: 'progress', percent: 48 }, 0.48],
    [{ type: 'progress', percent: 0 }, 0],
    [{ type: 'progress', percent: null, value: 1, max: 4 }, 0.25],
    [{ type: 'progress', percent: 140 }, 1],
    [{ type: 'progress', percent: -3 }, 0],
    [{ type: 'progress', value: 30, max: 20 }, 1],
    [{ type: 'progress', value: 1, max: 0 }, undefined],
    [{ type: 'progress' }, undefined],
    [{ type: 'progress', percent: '48' }, undefined],
    [{ type: 'progress', percent: Number.NaN }, undefined],
    [{ type: 'preview', percent: 48 }, undefined],
    [{ images: [] }, undefined],
    [0.5, undefined],
    ['50 %', undefined],
    [null, undefined],
    [undefined, undefined],
  ])('of %j is %s', (output, progress) => {
    expect(contractWorker.progress(output)).toBe(progress);
  });

  it('is a share from 0 to 1 or unknown, whatever it is read from', () => {
    const field = fc.oneof(fc.double(), fc.anything());
    const output = fc.record({
      type: fc.constant('progress'),
      value: field,
      max: field,
      percent: field,
    });
    fc.assert(
      fc.property(fc.oneof(output, fc.anything()), (any) => {
        const progress = contractWorker.progress(any) ?? 0;
        expect(progress >= 0 && progress <= 1).toBe(true);
      }),
    );
  });
});
