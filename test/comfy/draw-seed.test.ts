import { describe, expect, it } from 'vitest';
import { drawSeed } from '../../src/recipes/recipe.ts';

describe('a drawn seed', () => {
  it.each([
    ['nothing but zeros', Buffer.alloc(8), 0],
    ['nothing but ones', Buffer.alloc(8, 0xff), 2 ** 53 - 1],
    ['the highest bit', Buffer.from('8000000000000000', 'hex'), 2 ** 52],
  ])('of %s', (_, bytes, seed) => {
    expect(drawSeed(bytes)).toBe(seed);
  });

  it('is another each time', () => {
    expect(new Set(Array.from({ length: 100 }, () => drawSeed())).size).toBe(100);
  });
});
