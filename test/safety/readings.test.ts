import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Effort } from '../../src/screening/reading/limits.ts';
import { Lexicon } from '../../src/screening/lists/compiled-lists.ts';
import { lineOf, parseTermFiles } from '../../src/screening/lists/term-list.ts';
import { Phrases, takenOut } from '../../src/screening/lists/phrases.ts';
import { misspellingsOf, Proofreader, Spellings } from '../../src/screening/lists/spellings.ts';
import {
  plainReading,
  Reader,
  Readings,
  type Script,
  scriptOf,
} from '../../src/screening/reading/readings.ts';
import { COMMA } from '../../src/screening/reading/plain-words.ts';
import { Surroundings } from '../../src/screening/surroundings.ts';
import { VocabularyBuilder, type Word } from '../../src/screening/lists/vocabulary.ts';
import { withoutRepeats } from '../../src/screening/reading/letter-runs.ts';

const effort = new Effort();
const readingsOf = (text: string, script: Script) => new Readings(effort).of(text, script);
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
  const spellings = Spellings.of(['lighthouse', 'window', 'lamp'], {
    innocent: [lineOf('lighhouse')],
    compound: ['picture'],
    pair: ['win dow'],
  });
  const correct = (reading: string) => {
    const reader = new Reader(new VocabularyBuilder([]).built(), effort);
    const proofreader = new Proofreader(spellings, reader.wordFor, effort);
    const surroundings = new Surroundings(reading, reader, effort);
    return readingOf(proofreader.correct(reader.wordsIn(reading, 'basic'), surroundings));
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

  it('keeps the first letter of a misspelt word', () => {
    for (const wrong of misspellingsOf('lighthouse')) expect(wrong[0]).toBe('l');
    expect(misspellingsOf('lamp')).toEqual([]);
  });
});

describe('Phrases', () => {
  it('are taken out whole, the longest first', () => {
    const lexicon = Lexicon.of(parseTermFiles({ innocent: 'red door\nred door frame\nopen' }));
    const reader = new Reader(lexicon.vocabulary, effort);
    const { wordsIn, wordFor } = reader;
    const among = { surroundings: new Surroundings('', reader, effort), effort };
    const phrases = new Phrases(lexicon, takenOut({ negative: false }));
    const removed = (reading: string) =>
      readingOf(phrases.removedFrom(wordsIn(reading, 'basic'), wordFor(COMMA), among));
    expect(removed(' an open red door frame , red doorman ')).toBe(' an , , , red doorman ');
    expect(removed(' an open red door frame , red doors ')).toBe(' an , , , , ');
  });
});
