import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import {
  drawingOf,
  DRAWINGS,
  type DrawingName,
} from '../../../packages/stand-ins/comfy/drawing/drawings.ts';
import {
  paintScene,
  sceneSvg,
  sketchScene,
} from '../../../packages/stand-ins/comfy/drawing/paint.ts';
import type { Size, Strokes } from '../../../packages/stand-ins/comfy/pictures/picture.ts';

const SIDE = 96;

const told = (prompt: string, more: Partial<Strokes & Size> = {}): Strokes & Size => ({
  prompt,
  negative: '',
  seed: 1,
  steps: 20,
  cfg: 8,
  denoise: 1,
  samplerName: 'euler',
  scheduler: 'normal',
  checkpoint: '',
  width: SIDE,
  height: SIDE,
  ...more,
});

/** The mean of each channel in a part of a picture, given in shares of its sides. */
async function shade(
  prompt: string,
  [left, top, width, height]: readonly [number, number, number, number],
) {
  const raw = { width: SIDE, height: SIDE, channels: 3 } as const;
  const part = {
    left: Math.round(left * SIDE),
    top: Math.round(top * SIDE),
    width: Math.round(width * SIDE),
    height: Math.round(height * SIDE),
  };
  const { channels } = await sharp(await paintScene(told(prompt), 0), { raw })
    .extract(part)
    .raw()
    .toBuffer()
    .then((data) => sharp(data, { raw: { ...part, channels: 3 } }).stats());
  const [red = 0, green = 0, blue = 0] = channels.map(({ mean }) => mean);
  return { red, green, blue, light: (red + green + blue) / 3 };
}

const SKY = [0, 0, 1, 0.4] as const;
const GROUND = [0, 0.9, 1, 0.1] as const;
const MIDDLE = [0.4, 0.3, 0.2, 0.4] as const;

describe('a painted scene', () => {
  it('is dark at night, and pale where snow lies', async () => {
    const [day, night, snow] = [
      await shade('a cat by day', SKY),
      await shade('a cat at night', SKY),
      await shade('a cat by day in the snow', GROUND),
    ];
    expect(night.light).toBeLessThan(day.light * 0.6);
    expect(snow.light).toBeGreaterThan((await shade('a cat by day', GROUND)).light + 40);
  });

  it('shows its subject in the colour that the prompt names', async () => {
    const [red, blue] = [await shade('red door', MIDDLE), await shade('blue door', MIDDLE)];
    expect(red.red - red.blue).toBeGreaterThan(blue.red - blue.blue + 60);
  });

  it('is the same for the same words and seed, and composed anew for another seed', () => {
    const [one, same, other] = [1, 1, 2].map((seed) => sceneSvg(told('a fox', { seed }), 0));
    expect(same).toBe(one);
    expect(other).not.toBe(one);
  });

  it.each(Object.keys(DRAWINGS) as DrawingName[])('can show: %s', async (name) => {
    const [word = ''] = drawingOf(name).words.split(' ');
    const plain = sceneSvg(told('qux'), 0);
    expect(sceneSvg(told(word), 0)).not.toBe(plain);
    expect(await paintScene(told(word, { width: 32, height: 32 }), 0)).toHaveLength(32 * 32 * 3);
  });

  it('is as large as asked, whatever the shape', async () => {
    for (const [width, height] of [
      [8, 8],
      [256, 8],
      [16, 400],
    ] as const) {
      const data = await paintScene(told('a ship', { width, height }), 0);
      expect(data).toHaveLength(width * height * 3);
    }
  });

  it('may be sketched: as large, with every pixel as those around it', async () => {
    const [width, height] = [64, 40];
    const data = await sketchScene(told('a ship', { width, height }), 0);
    expect(data).toHaveLength(width * height * 3);
    const small = await paintScene(told('a ship', { width: width / 8, height: height / 8 }), 0);
    expect(data.subarray(0, 24)).toEqual(Buffer.concat(Array(8).fill(small.subarray(0, 3))));
  });

  const places = [
    'sea',
    'forest',
    'city',
    'desert',
    'mountains',
    'space',
    'room',
    'reef',
    'portrait',
    'alley',
  ];
  const skies = [
    'storm',
    'fog',
    'snow',
    'rain',
    'night',
    'aurora',
    'rainbow',
    'five',
    'autumn',
    'clouds',
  ];
  const subjects = Object.values(DRAWINGS).flatMap(({ words }) => words.split(' '));
  const prompts = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc
      .array(fc.constantFrom(...places, ...skies, ...subjects), { maxLength: 12 })
      .map((all) => all.join(' ')),
  );

  it('takes bounded work, whatever is asked for', () => {
    const asked = fc.record({
      seed: fc.maxSafeNat(),
      steps: fc.nat(10_000),
      width: fc.integer({ min: 1, max: 16_384 }),
      height: fc.integer({ min: 1, max: 16_384 }),
    });
    fc.assert(
      fc.property(prompts, asked, (prompt, more) => {
        const svg = sceneSvg(told(prompt, more), 0);
        expect(svg.length).toBeLessThan(600_000);
        expect(svg).not.toMatch(/NaN|undefined|Infinity/);
      }),
      { numRuns: 60 },
    );
  });

  it('can be painted, whatever is asked for', async () => {
    await fc.assert(
      fc.asyncProperty(prompts, async (prompt) => {
        const data = await paintScene(told(prompt, { width: 24, height: 24 }), 0);
        expect(data).toHaveLength(24 * 24 * 3);
      }),
      { numRuns: 25 },
    );
  });
});
