import { describe, expect, it } from 'vitest';
import { image } from '../../../src/recipes/image.ts';

const params = image.request.parse({
  prompt: 'a fox in the snow',
  denoise: 0.45,
  count: 3,
  steps: 30,
  seed: 7,
});
const graph = image.graph(params, {
  models: { checkpoint: 'ink.safetensors', ipAdapterFile: 'i', clipVisionName: 'v' },
  faceWorkflow: 'plus-face',
  pictures: { image: 'start.jpg' },
});

describe('/image', () => {
  it('encodes the picture at a megapixel in its own shape, in whole pieces of 8 pixels', () => {
    expect(graph['6']).toEqual({ class_type: 'LoadImage', inputs: { image: 'start.jpg' } });
    expect(graph['14']).toMatchObject({
      class_type: 'ImageScaleToTotalPixels',
      inputs: { image: ['6', 0], megapixels: 1, resolution_steps: 8 },
    });
    expect(graph['15']).toMatchObject({ class_type: 'VAEEncode', inputs: { pixels: ['14', 0] } });
  });

  it('samples from there, as many pictures as are asked for', () => {
    expect(graph['16']).toEqual({
      class_type: 'RepeatLatentBatch',
      inputs: { samples: ['15', 0], amount: 3 },
    });
    expect(graph['10']?.inputs).toMatchObject({
      latent_image: ['16', 0],
      denoise: 0.45,
      steps: 30,
      seed: 7,
    });
    expect(graph['1']?.inputs).toEqual({ ckpt_name: 'ink.safetensors' });
  });

  it('changes a little more than half and makes one picture, where nothing else is said', () => {
    expect(image.request.parse({ prompt: 'x' })).toMatchObject({ denoise: 0.6, count: 1 });
  });

  it('may show a person', () => {
    expect(image.person).toBe(true);
  });

  it('is as much work as it has steps and pictures, however little changes', () => {
    const work = image.work(params);
    expect(image.work({ ...params, denoise: 0.1 })).toBe(work);
    expect(image.work({ ...params, count: 1 })).toBe(work / 3);
    expect(image.work({ ...params, steps: 15 })).toBe(work / 2);
  });
});
