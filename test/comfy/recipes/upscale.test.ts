import { describe, expect, it } from 'vitest';
import { upscale, UPSCALE_OPTIONS } from '../../../src/recipes/upscale.ts';

const graphOf = (asked: object) =>
  upscale.graph(upscale.request.parse({ seed: 7, ...asked }), {
    models: { checkpoint: 'ink.safetensors', ipAdapterFile: 'i', clipVisionName: 'v' },
    faceWorkflow: 'plus-face',
    pictures: { image: 'start.png' },
  });

describe('/upscale', () => {
  it.each([
    ['1.5', 1.5],
    ['2', 2],
  ])('makes the picture %s times as large before it goes over it', (factor, scale) => {
    const graph = graphOf({ factor, denoise: 0.25 });
    expect(graph['14']).toMatchObject({
      class_type: 'ImageScaleBy',
      inputs: { image: ['6', 0], scale_by: scale },
    });
    expect(graph['15']?.inputs).toMatchObject({ pixels: ['14', 0] });
    expect(graph['10']?.inputs).toMatchObject({ latent_image: ['16', 0], denoise: 0.25 });
    expect(graph['16']?.inputs).toMatchObject({ samples: ['15', 0], amount: 1 });
  });

  it('needs no words, and changes little', () => {
    expect(upscale.request.parse({})).toMatchObject({ prompt: '', denoise: 0.3, factor: '2' });
    expect(graphOf({})['7']?.inputs).toMatchObject({ text: '' });
  });

  it('takes no picture of which more than four megapixels would come', () => {
    expect(UPSCALE_OPTIONS.image.maxPixels * 2 ** 2).toBeLessThanOrEqual(4 * 1024 * 1024);
  });

  it('of a factor that is no longer offered is done by the largest', () => {
    const params = upscale.read({ prompt: '', factor: '8' }, 1);
    if (!params) throw new Error('not read');
    expect(upscale.work(params)).toBe(upscale.work({ ...params, factor: '2' }));
  });

  it('is as much work as its steps and the pixels that come of it', () => {
    const params = upscale.request.parse({ factor: '1.5' });
    expect(upscale.work({ ...params, factor: '2' }) / upscale.work(params)).toBeCloseTo(16 / 9);
  });
});
