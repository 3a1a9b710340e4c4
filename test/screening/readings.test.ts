import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Effort } from '../../src/screening/reading/limits.ts';
import { CompiledLists } from '../../src/screening/lists/compiled-lists.ts';
import { lineOf, parseTermFiles } from '../../src/screening/lists/term-list.ts';
import { withoutPhrases } from '../../src/screening/lists/phrases.ts';
import { Proofreader, Spellings } from '../../src/screening/lists/spellings.ts';
import {
  plainReading,
  Reader,
  type Script,
  scriptOf,
} from '../../src/screening/reading/readings.ts';
import { COMMA } from '../../src/screening/reading/plain-words.ts';
import { Surroundings } from '../../src/screening/surroundings.ts';
import { Vocabulary, VocabularyBuilder, type Word } from '../../src/screening/lists/vocabulary.ts';
import { withoutRepeats } from '../../src/screening/reading/letter-runs.ts';

const effort = new Effort();
const withoutWords = new Vocabulary(new VocabularyBuilder().built().tables);
const readingsOf = (text: string, script: Script) =>
  new Reader(withoutWords, effort).readingsOf(text, script);
const readingOf = (words: readonly Word[]) => ` ${words.map(({ text }) => text).join(' ')} `;

describe('Readings', () => {
  it.each([
    ['Window', 'window'],
    ['ｗｉｎｄｏｗ', 'window'],
    ['𝐰𝐢𝐧𝐝𝐨𝐰', 'window'],
    ['wíndöw', 'window'],
    ['w\u0456nd\u043ew', 'window'],
    ['win\u200bdow', 'window'],
    ['win\u00addow', 'window'],
    ['w i n d o w', 'window'],
    ['w.i.n.d.o.w', 'window'],
    ['w_i-n*d/o·w', 'window'],
    ['w, i, n, d, o, w', 'window'],
    ['w ❤️ i ❤️ n ❤️ d ❤️ o ❤️ w', 'window'],
    ['w1nd0w', 'window'],
    ['w 1 n d 0 w', 'window'],
    ['w!nd0w!', 'window'],
    ['win(dow:1.2)', 'window'],
    ['win<b>dow</b>', 'window'],
    ['win&shy;dow', 'window'],
    ['&#119;&#x69;ndow', 'window'],
    ['window7', 'window'],
    ['bigWindowPane', 'window'],
    ['wiiiindow', 'window'],
    ['wwiinnddooww', 'window'],
    ['vvindow', 'window'],
    ['wind()w', 'window'],
    ['window窓', 'window'],
    ['窓window', 'window'],
    ['view="window"', 'window'],
  ])('reads %s as %s', (text, word) => {
    const readings = readingsOf(text, 'basic').flatMap(withoutRepeats);
    expect(readings.some((one) => one.includes(` ${word} `))).toBe(true);
  });

  it.each(['A55', 'T17 tram'])('takes %s for what it is', (text) => {
    const word = text.toLowerCase().split(' ')[0] ?? '';
    const spelt = readingsOf(text, 'basic').filter((one) => !one.includes(word[0] ?? ''));
    expect(spelt).toEqual([]);
    expect(readingsOf('A55', 'basic')).not.toContain(' ass ');
  });

  it('ends a clause at a comma, and not at a point within a word', () => {
    expect(plainReading('red, blue', 'basic')).toBe(' red , blue ');
    expect(plainReading('red blue. green', 'basic')).toBe(' red blue , green ');
    expect(plainReading('red ... blue', 'basic')).toBe(' red blue ');
  });

  it('leaves Cyrillic words their letters, and gives a mixed one those alone', () => {
    expect(plainReading('гора', 'other')).toBe(' гора ');
    expect(plainReading('гopa', 'other')).toBe(' гора ');
    expect(plainReading('пакет', 'basic')).toBe(' пакет ');
  });

  it('takes the spaces out where a script sets none, and leaves a comma in', () => {
    expect(scriptOf('窓')).toBe('unspaced');
    expect(plainReading('開 い た、窓', 'unspaced')).toBe('開いた,窓');
  });

  it('reads no name and its value as one word', () => {
    expect(readingsOf('title="red door"', 'basic')).toEqual([' title red door ']);
  });

  it('gives words between single spaces for every text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        for (const reading of readingsOf(text, 'basic')) {
          expect(reading).toMatch(/^ {2}$|^(?: (?:[\p{L}\p{N}]+|,))+ $/u);
        }
      }),
    );
  });
});

describe('Spellings', () => {
  const tables = Spellings.tablesOf(['lighthouse', 'window', 'lamp'], {
    innocent: [lineOf('lighhouse'), lineOf('win dow')],
    compound: ['picture'],
  });
  const spellings = new Spellings(tables);
  const correct = (reading: string) => {
    const reader = new Reader(withoutWords, effort);
    const proofreader = new Proofreader(spellings, reader, new Surroundings(reading, reader));
    return readingOf(proofreader.correct(reader.wordsIn(reading, 'basic')));
  };

  it.each([
    ['lihgthouse', 'lighthouse'],
    ['ligthouse', 'lighthouse'],
    ['light house', 'lighthouse'],
    ['ligh t house', 'lighthouse'],
    ['lamppicture', 'lamp picture'],
    ['picturelamp', 'picture lamp'],
    ['lampwindow', 'lamp window'],
  ])('reads %s as %s', (written, read) => {
    expect(correct(` a ${written} , `)).toBe(` a ${read} , `);
  });

  it.each(['lighhouse', 'win dow', 'lam p', 'lampshade', 'light , house'])('leaves %s', (text) => {
    expect(correct(` ${text} `)).toBe(` ${text} `);
  });

  it('corrects two swapped letters or a missing one, but for the first and the last', () => {
    const [right, corrected] = ['lighthouse', new Set<string>()];
    for (let at = 0; at < right.length; at += 1) {
      const [start, letter, rest] = [right.slice(0, at), right[at], right.slice(at + 1)];
      const swapped = `${start}${rest.slice(0, 1)}${letter}${rest.slice(1)}`;
      for (const wrong of [swapped, start + rest]) {
        if (wrong !== right && correct(` ${wrong} `) === ` ${right} `) corrected.add(wrong);
      }
    }
    // One of them is innocent, and one is spelt alike by either.
    expect(corrected.size).toBe(8 + 8 - 1);
    for (const wrong of corrected) expect(wrong).toMatch(/^l.*$/);
  });

  it('leaves a short word that is like another', () => {
    for (const wrong of ['lapm', 'lmap', 'wndow', 'lap']) {
      expect(correct(` ${wrong} `)).toBe(` ${wrong} `);
    }
  });
});

describe('Phrases', () => {
  it('are taken out whole, the longest first', () => {
    const { lexicon } = CompiledLists.of(
      parseTermFiles({ innocent: 'red door\nred door frame\nopen' }),
    );
    const reader = new Reader(lexicon.vocabulary, effort);
    const { wordsIn, wordFor } = reader;
    const searched = { lexicon, negative: false, surroundings: new Surroundings('', reader) };
    const removed = (reading: string) =>
      readingOf(withoutPhrases(wordsIn(reading, 'basic'), wordFor(COMMA), searched));
    expect(removed(' an open red door frame , red doorman ')).toBe(' an , , , red doorman ');
    expect(removed(' an open red door frame , red doors ')).toBe(' an , , , , ');
  });
});
