import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withSafetyTerms } from '../../src/policy/checkpoints.ts';

const DECENT = 'nsfw, nude, naked, sexual, explicit, lingerie, underwear';

describe('withSafetyTerms', () => {
  it.each([
    [false, false, `ugly, ${DECENT}`],
    [true, false, `ugly, ${DECENT}`],
    [true, true, `ugly, ${DECENT}`],
    [false, true, 'ugly, child, toddler, teenager, underage, schoolgirl, schoolboy'],
  ])('face %s, age-restricted %s', (face, ageRestricted, expected) => {
    expect(withSafetyTerms('ugly', { face, ageRestricted })).toBe(expected);
  });

  it.each(['', '  '])('stands alone where a person asks nothing away: %j', (words) => {
    expect(withSafetyTerms(words, { face: true, ageRestricted: true })).toBe(DECENT);
  });

  it('comes last and whole after every words', () => {
    fc.assert(
      fc.property(fc.string(), fc.boolean(), (words, ageRestricted) => {
        const text = withSafetyTerms(words, { face: true, ageRestricted });
        expect(text.endsWith(DECENT)).toBe(true);
        expect(text.startsWith(words.trim() === '' ? '' : words)).toBe(true);
      }),
    );
  });
});
