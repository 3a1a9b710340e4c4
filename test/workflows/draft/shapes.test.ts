import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { shapesAround } from '../../../src/workflows/draft/latents.ts';
import { node, sdxl } from '../../support/sdxl-workflow.ts';
import { drafted } from './draft.ts';

describe('shapes around a size', () => {
  it('are those that SDXL was trained on, where the size is one of them', () => {
    const sizes = {
      '1:1': [1024, 1024],
      '4:3': [1152, 896],
      '3:4': [896, 1152],
      '3:2': [1216, 832],
      '2:3': [832, 1216],
      '16:9': [1344, 768],
      '9:16': [768, 1344],
    };
    expect(shapesAround([1024, 1024])).toEqual(sizes);
    expect(shapesAround([832, 1216])).toEqual(sizes);
  });

  it('have the size itself among them, by its ratio where that is no usual one', () => {
    expect(Object.entries(shapesAround([1536, 640]))[0]).toEqual(['12:5', [1536, 640]]);
    expect(shapesAround([1328, 1328])['1:1']).toEqual([1328, 1328]);
  });

  it('have sides of finer steps where 64 is too coarse for the shape', () => {
    expect(shapesAround([576, 1024])).toEqual({
      '1:1': [768, 768],
      '4:3': [896, 640],
      '3:4': [640, 896],
      '3:2': [928, 640],
      '2:3': [640, 928],
      '16:9': [1024, 576],
      '9:16': [576, 1024],
    });
    expect(shapesAround([512, 512], [64])['16:9']).toEqual([640, 384]);
    expect(shapesAround([512, 512])['16:9']).toEqual([672, 384]);
  });

  it('are no two of the same pixels', () => {
    const side = fc.integer({ min: 1, max: 128 }).map((times) => times * 16);
    const step = fc.constantFrom(8, 16, 32, 64, 128);
    fc.assert(
      fc.property(side, side, step, (width, height, multiple) => {
        const sizes = Object.values(shapesAround([width, height], [multiple]));
        expect(new Set(sizes.map(String)).size).toBe(sizes.length);
      }),
    );
  });

  it('are left out where so few pixels allow none that is nearly theirs', () => {
    expect(shapesAround([64, 64])).toEqual({
      '1:1': [64, 64],
      '4:3': [64, 48],
      '3:4': [48, 64],
      '16:9': [80, 48],
      '9:16': [48, 80],
    });
  });

  it('are of about as many pixels, and of sides that models take', () => {
    const side = fc.integer({ min: 32, max: 128 }).map((times) => times * 16);
    fc.assert(
      fc.property(side, side, (width, height) => {
        const sizes = Object.values(shapesAround([width, height]));
        expect(sizes).toContainEqual([width, height]);
        for (const [across, down] of sizes) {
          expect([across % 16, down % 16]).toEqual([0, 0]);
          const share = (across * down) / (width * height);
          expect(share).toBeGreaterThan(0.8);
          expect(share).toBeLessThan(1.2);
        }
      }),
    );
  });

  it.each([
    ['EmptyLTXVLatentVideo', { length: 97 }, 32],
    ['EmptyHunyuanImageLatent', {}, 32],
    ['EmptySD3LatentImage', {}, 16],
    ['Empty It', {}, 16],
  ])('have sides that %s takes as they are', (className, more, step) => {
    const latent = node(className, { width: 736, height: 512, batch_size: 1, ...more });
    const { manifest } = drafted(sdxl({ '5': latent }));
    const shape = z.object({ sizes: z.record(z.string(), z.array(z.number())) });
    const entry = manifest.nodes.find(({ type }) => type === 'aspect_ratio');
    const sizes = Object.values(shape.parse(entry).sizes);
    expect(sizes).toContainEqual([736, 512]);
    expect(sizes.length).toBeGreaterThan(4);
    for (const side of sizes.flat()) expect(side % step).toBe(0);
  });

  it('are the exported one turned, after scaling, where the noise is', () => {
    const scaled = {
      '5': node('EmptyLatentImage', { width: 1280, height: 704, batch_size: 1 }),
      '8': node('SaveImage', { images: ['20', 0], filename_prefix: 'a' }),
      '20': node('ImageScale', {
        ...{ image: ['7', 0], upscale_method: 'bilinear', crop: 'disabled' },
        ...{ width: 1920, height: 1088 },
      }),
    };
    const text = JSON.stringify(drafted(sdxl(scaled)).manifest);
    expect(text).toContain('16:9 (1920×1088)');
    expect(text).toContain('9:16 (1088×1920)');
  });

  it('have the exported size among them where the node would round it', () => {
    const latent = node('EmptyLTXVLatentVideo', { width: 1000, height: 600, batch_size: 1 });
    const text = JSON.stringify(drafted(sdxl({ '5': latent })).manifest);
    expect(text).toContain('[1000,600]');
    expect(text).toContain('"1:1":[768,768]');
  });
});
