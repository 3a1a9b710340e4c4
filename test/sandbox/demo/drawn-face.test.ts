import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { drawnFace } from '../../../packages/stand-ins/demo/drawn-face.ts';

describe('drawnFace', () => {
  it('is a square PNG with enough contrast to be taken for a face', async () => {
    const face = sharp(await drawnFace());
    const { format, width, height } = await face.metadata();
    expect({ format, width, height }).toEqual({ format: 'png', width: 480, height: 480 });
    const { channels } = await face.greyscale().stats();
    expect(channels[0]?.stdev).toBeGreaterThan(20);
  });
});
