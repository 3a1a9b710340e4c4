import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { turnedRound } from '../../src/safety/prompt-weights.ts';

describe('turnedRound', () => {
  it.each([
    ['(hat:-1)', 'hat'],
    ['a man, (a hat:-1.4), rain', 'a hat'],
    ['(hat: -0.5 )', 'hat'],
    ['(hat:-.5)', 'hat'],
    ['(hat:-1e1)', 'hat'],
    ['(hat:-inf)', 'hat'],
    ['((hat):-1)', '(hat)'],
    ['(a:-1) b (c:-2)', 'a\nc'],
    ['a) (hat:-1)', 'hat'],
    ['(an \\(old\\) hat:-1)', 'an \\(old\\) hat'],
  ])('finds what %s asks away', (prompt, expected) => {
    expect(turnedRound(prompt)).toBe(expected);
  });

  it.each(['a hat', '(hat:1.2)', '(hat)', '[hat:-1]', '(hat:-x)', '(hat:0.5)', '((((', '))))', ''])(
    'finds nothing in %s',
    (prompt) => {
      expect(turnedRound(prompt)).toBe('');
    },
  );

  it('ends for every text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'()\\:-1a ') }), (prompt) => {
        expect(typeof turnedRound(prompt)).toBe('string');
      }),
    );
  });
});
