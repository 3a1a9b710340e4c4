import { describe, expect, it } from 'vitest';
import {
  joinTermLists,
  parseTermFiles,
  type TermList,
  TermListError,
  textsIn,
  textsOf,
} from '../../src/screening/lists/term-list.ts';

const termsOf = ({ terms }: TermList) =>
  terms.flatMap(({ slots, ...term }) => textsOf({ slots }).map((text) => ({ text, ...term })));

describe('parseTermFiles', () => {
  it('reads one term a line, without comments and blank lines', () => {
    const terms = termsOf(parseTermFiles({ nudity: '# what it is\nOne\n\n  two words  \none\n' }));
    expect(terms.map(({ category, text }) => [category, text])).toEqual([
      ['nudity', 'one'],
      ['nudity', 'two words'],
    ]);
  });

  it('opens a term where it has a star', () => {
    const terms = termsOf(parseTermFiles({ sexual: 'a*\n*b\n*c*\nd' }));
    expect(terms.map(({ text, openStart, openEnd }) => [text, openStart, openEnd])).toEqual([
      ['a', false, true],
      ['b', true, false],
      ['c', true, true],
      ['d', false, false],
    ]);
  });

  it('puts every line of a list in for its name, in terms and phrases', () => {
    const files = {
      minor: '{age} years',
      innocent: '{age} {thing}',
      age: 'nine\n10',
      thing: 'cats',
    };
    const lists = parseTermFiles(files);
    expect(termsOf(lists).map(({ text }) => text)).toEqual(['nine years', '10 years']);
    expect(textsIn(lists, 'innocent')).toEqual(['nine cats', '10 cats']);
  });

  it.each([
    [{ nudity: 'a*b' }, 'nudity: "a*b" may have a * at its ends only'],
    [{ nudity: '*' }, 'nudity: "*" may have a * at its ends only'],
    [{ nudity: 'no {thing}' }, 'nudity: there is no list for {thing}'],
    [{ nudity: '{constructor}' }, 'nudity: there is no list for {constructor}'],
    [{ nudity: '{nudity}' }, '{nudity} stands for itself'],
    [{ nudty: 'a' }, 'nothing reads a list called nudty'],
  ])('says what is wrong with %j', (files, message) => {
    expect(() => parseTermFiles(files)).toThrow(new TermListError(message));
  });

  it('refuses one line that stands for too many', () => {
    const many = Array.from({ length: 200 }, (_, index) => `w${index}`).join('\n');
    expect(() => parseTermFiles({ nudity: '{a} {a}', a: many })).toThrow('more than 20000 terms');
  });

  it('joins the lists of several languages', () => {
    const lists = [parseTermFiles({ nudity: 'a', filler: 'x' }), parseTermFiles({ minor: 'b' })];
    const joined = joinTermLists(lists);
    expect(termsOf(joined).map(({ text }) => text)).toEqual(['a', 'b']);
    expect(textsIn(joined, 'filler')).toEqual(['x']);
  });
});
