import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formsOf, singularsOf } from '../../src/screening/lists/vocabulary.ts';

describe('the plural', () => {
  it.each([
    ['lamp', ['lamp', 'lamps']],
    ['box', ['box', 'boxs', 'boxe', 'boxes']],
    ['brush', ['brush', 'brushs', 'brushe', 'brushes']],
    ['lady', ['lady', 'ladys', 'ladies']],
    ['toy', ['toy', 'toys']],
    ['y', ['y', 'ys', 'ies']],
  ])('of %s is seen in %j', (word, forms) => {
    expect(formsOf(word)).toEqual(forms);
  });

  it('is found from either side', () => {
    const words = fc.string({
      unit: fc.constantFrom('a', 'e', 'i', 'y', 's', 'h', 'x', 'o', 'c'),
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(words, words, (word, other) => {
        for (const form of formsOf(word).slice(1)) expect(singularsOf(form)).toContain(word);
        expect(singularsOf(other).includes(word)).toBe(
          other !== word && formsOf(word).includes(other),
        );
      }),
    );
  });
});
