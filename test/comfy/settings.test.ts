import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ASPECT_RATIOS } from '../../src/recipes/text.ts';
import { face } from '../../src/recipes/face.ts';
import { RANDOM_SEED, withDrawnSeed } from '../../src/recipes/recipe.ts';
import { anySettings } from './arbitraries.ts';
import { sketch } from '../support/sketch.ts';

const asked = (options: object = {}) =>
  face.request.safeParse({ prompt: 'a lighthouse', ...options });

describe('the settings a person may ask for', () => {
  it('fills in every default', () => {
    expect(asked().data).toEqual({
      prompt: 'a lighthouse',
      negativePrompt: 'ugly, blurry, low quality, deformed',
      aspectRatio: '1:1',
      count: 1,
      steps: 20,
      cfg: 8,
      sampler: 'euler',
      scheduler: 'normal',
      denoise: 1,
      seed: -1,
      faceWeight: 1,
      faceidWeight: 1,
    });
  });

  it.each([
    ['steps', [15, 50], [14, 51, 20.5, '20', Number.NaN, null]],
    ['cfg', [1, 15, 7.25], [0.99, 15.01, Number.POSITIVE_INFINITY, '8']],
    ['denoise', [0, 1, 0.5], [-0.01, 1.01]],
    ['seed', [-1, 0, 2 ** 53 - 1], [-2, 2 ** 53, 0.5, '1']],
    ['faceWeight', [0, 2, 0.35], [-0.1, 2.1]],
    ['faceidWeight', [0, 2, 0.35], [-0.1, 2.1]],
    ['sampler', ['euler', 'euler_ancestral', 'dpmpp_2m', 'dpmpp_sde'], ['ddim', '', 1]],
    ['scheduler', ['normal', 'karras', 'sgm_uniform'], ['simple', 'Normal']],
    ['aspectRatio', ['1:1', '16:9', '9:16', '4:3', '3:4', '4:5'], ['5:4', 'toString']],
    ['prompt', ['x', 'x'.repeat(1500)], ['', 'x'.repeat(1501), 7]],
    ['negativePrompt', ['', 'x'.repeat(1500)], ['x'.repeat(1501)]],
  ])('takes %s within its range and nothing else', (key, good, bad) => {
    for (const value of good) expect(asked({ [key]: value }).data).toHaveProperty(key, value);
    for (const value of bad) expect(asked({ [key]: value }).success).toBe(false);
  });

  it('counts an emoji as one character', () => {
    expect(asked({ prompt: '🦊'.repeat(1500) }).success).toBe(true);
    expect(asked({ prompt: '🦊'.repeat(1501) }).success).toBe(false);
  });
});

describe('a seed', () => {
  const requested = (seed: number) => face.request.parse({ prompt: 'x', seed });

  it('is drawn where a random one was asked for', () => {
    expect(withDrawnSeed(requested(RANDOM_SEED), () => 42, face).seed).toBe(42);
  });

  it('is drawn within what the recipe takes', () => {
    const asked = sketch.request.parse({ prompt: 'x' });
    expect(withDrawnSeed(asked, () => 142, sketch).seed).toBe(42);
    expect(withDrawnSeed(asked, () => 99, sketch).seed).toBe(99);
    const largest = 2 ** 53 - 1;
    expect(withDrawnSeed(requested(RANDOM_SEED), () => largest, face).seed).toBe(largest);
  });

  it('is drawn above what the recipe takes at least', () => {
    const seed = { kind: 'whole', min: 10, max: 19, default: RANDOM_SEED } as const;
    const drawn = [0, 9, 10, 2 ** 53 - 1].map(
      (random) => withDrawnSeed({ seed: RANDOM_SEED }, () => random, { options: { seed } }).seed,
    );
    expect(drawn).toEqual([10, 19, 10, 11]);
  });

  it.each([0, 1, 2 ** 53 - 1])('of %d is kept and none is drawn', (seed) => {
    const draw = () => expect.unreachable('a seed was drawn');
    expect(withDrawnSeed(requested(seed), draw, face).seed).toBe(seed);
  });

  it('of -1 is asked for where none is named', () => {
    expect(face.request.parse({ prompt: 'x' }).seed).toBe(RANDOM_SEED);
  });
});

describe('stored settings', () => {
  it('read back as they were written', () => {
    fc.assert(
      fc.property(anySettings, (settings) => {
        const row: unknown = JSON.parse(JSON.stringify(settings));
        expect(face.read(row, 1)).toEqual(row);
      }),
    );
  });

  it('are complete again where all but the words are missing', () => {
    const complete = { ...face.request.parse({ prompt: 'x' }), seed: 1 };
    expect(face.read({ prompt: 'x', seed: 1 }, 1)).toEqual(complete);
    expect(face.read({ seed: 1 }, 1)).toBeUndefined();
  });

  it.each([
    ['steps', 4_000],
    ['cfg', 0],
    ['seed', -1],
    ['sampler', 'one that is no longer offered'],
    ['aspectRatio', '21:9'],
    ['negativePrompt', 'x'.repeat(9_000)],
    ['prompt', ''],
  ])('are read with a %s that nobody may ask for today', (option, value) => {
    expect(asked({ [option]: value })).toHaveProperty('success', option === 'seed');
    const params = face.read({ prompt: 'x', [option]: value }, 1);
    expect(params).toHaveProperty(option, value);
    expect(params && face.settings(params)).toEqual(expect.any(Array));
  });

  it('are no settings where a value is of another kind', () => {
    expect(face.read({ prompt: 'x', steps: '20' }, 1)).toBeUndefined();
    for (const broken of [null, 'x', [], undefined]) expect(face.read(broken, 1)).toBeUndefined();
  });
});

it('has the pixels of the contract for every shape', () => {
  expect(ASPECT_RATIOS).toEqual({
    '1:1': { width: 1024, height: 1024 },
    '16:9': { width: 1344, height: 768 },
    '9:16': { width: 768, height: 1344 },
    '4:3': { width: 1152, height: 896 },
    '3:4': { width: 896, height: 1152 },
    '4:5': { width: 896, height: 1152 },
  });
});
