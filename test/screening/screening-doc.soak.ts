import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ASKED_FOR, CompiledLists } from '../../src/screening/lists/compiled-lists.ts';
import { Effort } from '../../src/screening/reading/limits.ts';
import { withoutPhrases } from '../../src/screening/lists/phrases.ts';
import { OWN_LISTS } from '../../src/screening/open-screening.ts';
import { COMMA } from '../../src/screening/reading/plain-words.ts';
import { Proofreader } from '../../src/screening/lists/spellings.ts';
import { Reader } from '../../src/screening/reading/readings.ts';
import { Surroundings } from '../../src/screening/surroundings.ts';
import { parseLanguages, readTermFolder } from '../../src/screening/lists/term-files.ts';
import { LIST_NAMES, NOT_A_TERM } from '../../src/screening/lists/term-list.ts';
import { TermMatcher } from '../../src/screening/screening.ts';
import { withoutFiller } from '../../src/screening/lists/skipped-words.ts';
import type { Word } from '../../src/screening/lists/vocabulary.ts';
import { screening } from '../support/screening.ts';

const page = readFileSync(new URL('../../docs/screening.md', import.meta.url), 'utf8');

/** What the page says under this name, line by line, in its blocks. */
const saidOf = (name: string) =>
  page
    .split('```')
    .filter((_, at) => at % 2 === 1)
    .flatMap((block) => block.split('\n'))
    .filter((line) => line.startsWith(`${name}: `))
    .map((line) => line.slice(name.length + 2));
const [prompt = ''] = saidOf('prompt');

describe('the prompt that docs/screening.md follows', () => {
  const lists = CompiledLists.of(parseLanguages(readTermFolder(OWN_LISTS.folder)));
  const effort = new Effort();
  const reader = new Reader(lists.lexicon.vocabulary, effort);
  const surroundings = new Surroundings(prompt, reader);
  const written = (words: readonly Word[]) => words.map(({ text }) => text).join(' ');

  it('is read, corrected and stripped so', () => {
    const readings = reader.readingsOf(prompt, 'basic');
    expect(readings.map((one) => one.trim())).toEqual(saidOf('reading'));
    const words = reader.wordsIn(readings.at(-1) ?? '', 'basic');
    const { lexicon } = lists;
    const comma = reader.wordFor(COMMA);
    const innocent = withoutPhrases(words, comma, { lexicon, negative: false, surroundings });
    expect([written(innocent)]).toEqual(saidOf('innocent'));
    const spelt = new Proofreader(lists.askedFor, reader, surroundings).correct(innocent);
    expect([written(spelt)]).toEqual(saidOf('spelling'));
    expect(withoutFiller(spelt, effort).map(written)).toEqual(saidOf('filler'));
  });

  it('has what is found in it on the shelf that it names', () => {
    const matcher = new TermMatcher(lists.lexicon, lists.askedFor, ASKED_FOR);
    const found = matcher.find(prompt, reader, false);
    const [term = ''] = saidOf('found');
    expect(
      Object.entries(found ?? {}).flatMap(([shelf, terms]) => (terms.has(term) ? [shelf] : [])),
    ).toEqual(saidOf('shelf'));
  });

  it.each([
    ['with a face', prompt, { face: true, ageRestricted: true }],
    ['without one, in an everyday channel', prompt, { face: false, ageRestricted: false }],
    ['without one, in an age-restricted channel', prompt, { face: false, ageRestricted: true }],
    ['beside "a child"', `a child, ${prompt}`, { face: false, ageRestricted: true }],
  ])('is judged %s as it says', (name, text, use) => {
    const refusal = screening.refusalOf({ prompt: text, negativePrompt: '', ...use });
    expect([refusal?.code ?? 'nothing']).toEqual(saidOf(name));
  });
});

describe('the ways around that docs/screening.md names', () => {
  const termIn = (text: string) =>
    screening.refusalOf({ prompt: text, negativePrompt: '', face: true, ageRestricted: true })
      ?.term;

  it.each([
    ['`n, u, d, e`', 'n, u, d, e'],
    ['_nùde_', 'a nùde woman in the garden'],
  ])('are none: %s', (named, text) => {
    expect(page).toMatch(new RegExp(`${named} would be a way\\s+around`));
    expect(termIn(text)).toBe('nude');
  });

  it('are none in what is written over several lines', () => {
    expect(page).toMatch(/A line break is a space, as it is to a model, and an end of a clause/);
    expect(termIn('remove\nher\nclothes')).toBeDefined();
    expect(termIn('a portrait, nude lipstick')).toBeUndefined();
    expect(termIn('a portrait, nude\nlipstick')).toBe('nude');
  });
});

describe('the lists that docs/screening.md names', () => {
  const files = readTermFolder(OWN_LISTS.folder).flatMap(({ name: language, files: texts }) =>
    Object.entries(texts).map(([name, text]) => ({ language, name, text })),
  );
  /** The first cells of the rows of its tables, in order: a list's name, and the rest of the row. */
  const rows = [...page.matchAll(/^\| `([^`]+)` +\|([^\n]*)\|$/gm)].map(
    ([, name = '', rest = '']) => ({
      name,
      cells: rest.split('|').map((cell) => cell.trim()),
    }),
  );

  it('are all that are read, and no others', () => {
    const named = rows.map(({ name }) => name).filter((name) => !name.startsWith('{'));
    expect(named.toSorted()).toEqual([...LIST_NAMES].toSorted());
    const own = new Set(files.map(({ name }) => name));
    expect(named.filter((name) => name !== NOT_A_TERM && !own.has(name))).toEqual([]);
  });

  it('and all others say first what they are for', () => {
    const others = files.filter(({ name }) => !LIST_NAMES.has(name));
    expect(others.length).toBeGreaterThan(0);
    expect(others.filter(({ text }) => !/^# \S.*\S/.test(text)).map(({ name }) => name)).toEqual(
      [],
    );
  });
});
