import { describe, expect, it } from 'vitest';
import { Effort } from '../../src/screening/reading/limits.ts';
import { Looks } from '../../src/screening/lists/skipped-words.ts';
import { Reader } from '../../src/screening/reading/readings.ts';
import { Vocabulary, VocabularyBuilder } from '../../src/screening/lists/vocabulary.ts';

const words = new VocabularyBuilder();
words.numberOf('young');
const reader = new Reader(new Vocabulary(words.built().tables), new Effort(100_000));
const looks = new Looks({ young: new Set(['young']), looks: new Set(['red', 'tall']) });

function without(text: string): string {
  const words = reader.wordsIn(` ${text} `, 'basic');
  return looks
    .removedFrom(words, new Effort(1_000))
    .map((word) => word.text)
    .join(' ');
}

describe('words of looks', () => {
  it.each([
    ['a young red tall fox', 'a young fox'],
    ['young , red fox', 'young , fox'],
    ['young , red , tall fox', 'young , fox'],
    ['young , red , fox', 'young , red , fox'],
    ['young red tall , fox', 'young red tall , fox'],
    ['young red , tall fox', 'young red , tall fox'],
    ['young fox , red', 'young fox , red'],
    ['red tall fox', 'red tall fox'],
    ['young young red fox', 'young young fox'],
    ['young red', 'young'],
    ['young', 'young'],
  ])('of %j leave %j', (text, left) => {
    expect(without(text)).toBe(left);
  });

  it('are passed over up to six of them', () => {
    expect(without(`young ${'red '.repeat(6)}fox`)).toBe('young fox');
    expect(without(`young ${'red '.repeat(8)}fox`)).toBe('young red red fox');
  });

  it('take effort by the length of what is read', () => {
    const spentOn = (text: string) => {
      const effort = new Effort(100_000);
      const words = reader.wordsIn(` ${text} `, 'basic');
      looks.removedFrom(words, effort);
      let left = 0;
      for (; !effort.isOver; left += 1) effort.spend(1);
      return 100_000 - left;
    };
    const once = spentOn('young red tall fox '.repeat(50).trim());
    expect(spentOn('young red tall fox '.repeat(100).trim())).toBeLessThanOrEqual(2 * once + 10);
  });
});
