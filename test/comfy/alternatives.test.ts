import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawAlternatives, withAllAlternatives } from '../../src/recipes/prompt-alternatives.ts';

const first = () => 0;
const last = (count: number) => count - 1;

describe('alternatives in a prompt', () => {
  it.each([
    ['a {red|blue} door', 'a red door', 'a blue door'],
    ['{a|b}{c|d}', 'ac', 'bd'],
    ['a {big {red|blue}|small} door', 'a big red door', 'a small door'],
    ['a {|very }old door', 'a old door', 'a very old door'],
    ['{a|b|c}', 'a', 'c'],
    // Written for something else, or by mistake.
    ['{masterpiece}, a door', '{masterpiece}, a door', '{masterpiece}, a door'],
    ['a | b', 'a | b', 'a | b'],
    ['a } b {c', 'a } b {c', 'a } b {c'],
    ['{a|b', '{a|b', '{a|b'],
    ['{x {a|b}', '{x a', '{x b'],
    ['{x|{a|b}', '{x|a', '{x|b'],
    ['{{a|b}}', '{a}', '{b}'],
    ['{}', '{}', '{}'],
  ])('%j is drawn as %j or %j', (text, one, other) => {
    expect(drawAlternatives(text, first)).toBe(one);
    expect(drawAlternatives(text, last)).toBe(other);
  });

  it('stay as they are written where they stand too deep within each other', () => {
    const deep = (depth: number) => `${'{x|'.repeat(depth)}y${'}'.repeat(depth)}`;
    expect(drawAlternatives(deep(8), last)).toBe('y');
    expect(drawAlternatives(deep(10), last)).toBe('{x|{x|y}}');
  });

  it('are all read, each behind the words before it or before those after it', () => {
    expect(withAllAlternatives('see {a {red|blue} door|a wall} now')).toBe(
      'see a red, blue door, a wall now',
    );
  });
});

const written = fc.array(fc.constantFrom('{', '|', '}', 'a', 'b', ' '), { maxLength: 40 });

describe('whatever is written', () => {
  it('is never longer drawn, and all of it was written in that order', () => {
    fc.assert(
      fc.property(written, fc.infiniteStream(fc.nat()), (marks, numbers) => {
        const text = marks.join('');
        const pick = (count: number) => Number(numbers.next().value) % count;
        const left = Array.from(text);
        for (const character of drawAlternatives(text, pick)) {
          const at = left.indexOf(character);
          expect(at).toBeGreaterThanOrEqual(0);
          left.splice(0, at + 1);
        }
      }),
    );
  });

  it('stays as it is without a bar', () => {
    fc.assert(
      fc.property(written, (marks) => {
        const text = marks.join('').replaceAll('|', '');
        expect(drawAlternatives(text, first)).toBe(text);
        expect(withAllAlternatives(text)).toBe(text);
      }),
    );
  });

  it('is read with every letter that may be drawn', () => {
    fc.assert(
      fc.property(written, (marks) => {
        const text = marks.join('');
        const letters = (of: string) => of.replace(/[^ab]/g, '');
        expect(letters(withAllAlternatives(text))).toBe(letters(text));
      }),
    );
  });
});
