import { describe, expect, it } from 'vitest';
import { CompiledLists } from '../../src/screening/lists/compiled-lists.ts';
import { Screening } from '../../src/screening/screening.ts';
import {
  parseTermFiles,
  type TermFiles,
  TermListError,
} from '../../src/screening/lists/term-list.ts';

const by = (files: TermFiles) => {
  const screening = new Screening(CompiledLists.of(parseTermFiles(files)));
  return (prompt: string, { face } = { face: true }) =>
    screening.refusalOf({ prompt, negativePrompt: '', face, ageRestricted: true })?.term;
};

describe('a pattern', () => {
  const termIn = by({
    edit: '{zap} {zib}\nswirl ... {zib}\nzoom on zag',
    zap: 'zap\nzip off',
    zib: 'zibble\nzibble zob\nwobb*\n*nob',
    filler: 'the\nher',
    'innocent-edit': '{zib} lamp\nswirl ... lamp',
  });

  it.each([
    ['one of each list, side by side', 'zap zibble', 'zap zibble'],
    ['phrases too', 'zip off zibble', 'zip off zibble'],
    ['fillers left out', 'please ZAP, zap all her zibble', undefined],
    ['fillers left out', 'zap the her zibble', 'zap zibble'],
    ['plurals', 'zap zibbles', 'zap zibble'],
    ['a word with an open end', 'zap wobbles', 'zap wobb'],
    ['a word with an open start', 'zap teanob', 'zap nob'],
    ['not the start of a word without one', 'zap nobtea', undefined],
    ['no other words between', 'zap some old zibble', undefined],
    ['nothing beyond a comma', 'big zap, zibble', undefined],
    [
      'what goes on beyond the comma of a clause that says nothing else',
      'zap, zibble',
      'zap zibble',
    ],
    ['the same with fillers, and after other clauses', 'big. Zap her; the zibble!', 'zap zibble'],
    ['nothing beyond a comma in a phrase', 'zip, off zibble', undefined],
    ['nothing that goes on a word later', 'zap, old zibble', undefined],
    ['no gap beyond a comma', 'swirl, one zibble', undefined],
    ['up to three words in a gap', 'swirl one old red zibble', 'swirl zibble'],
    ['none in a gap', 'swirl zibble', 'swirl zibble'],
    ['no more than three', 'swirl one old big red zibble', undefined],
    ['no comma in a gap', 'swirl one, zibble', undefined],
    ['a word as a text in a list', 'zoom on zag', 'zoom on zag'],
    ['with accents or without', 'záp zibble', 'zap zibble'],
  ])('finds %s: %s', (_, prompt, term) => {
    expect(termIn(prompt)).toBe(term);
  });

  it('is passed over where an innocent one shares a word with it', () => {
    expect(termIn('zap zibble lamp')).toBeUndefined();
    expect(termIn('zap, zibble lamp')).toBeUndefined();
    expect(termIn('swirl the zibble into her lamp')).toBeUndefined();
    expect(termIn('zap zibble lamp and zap zibble')).toBe('zap zibble');
  });

  it('counts with a picture of somebody only', () => {
    expect(termIn('zap zibble', { face: false })).toBeUndefined();
  });

  it('stands where other words are corrected and innocent phrases taken out', () => {
    const other = by({
      edit: 'zap nakedness',
      nudity: 'nakedness',
      innocent: 'zap nakedness of truth',
    });
    expect(other('zap nakedenss')).toBe('nakedness');
    expect(other('zap nakedness of truth')).toBeUndefined();
  });
});

describe('a pattern in letters of its own', () => {
  it('is found with its accents and without, and with е for ё', () => {
    const termIn = by({ edit: 'zäpp* kléd\nещё {что}', что: 'платье\nюбк*' });
    for (const prompt of ['zäpper kléd', 'zapper kled', 'ZÄPPER kled']) {
      expect(termIn(prompt)).toBe('zapp kled');
    }
    expect(termIn('ещё юбка')).toBe('еще юбк');
    expect(termIn('еще платье')).toBe('еще платье');
  });

  it('is read by characters where no spaces are set, six of them in a gap', () => {
    const termIn = by({ edit: '{a} を {b}\n{a} ... 見せ', a: '服\n上着', b: '消し\n取っ' });
    expect(termIn('この服を消して')).toBe('服を消し');
    expect(termIn('上着 を 取って')).toBe('上着を取っ');
    expect(termIn('服を、消して')).toBe('服を消し');
    expect(termIn('この服を、消して')).toBeUndefined();
    expect(termIn('服の一二三四五見せて')).toBe('服見せ');
    expect(termIn('服の一二三四五六見せて')).toBeUndefined();
  });
});

describe('the lists of patterns', () => {
  it.each<[string, TermFiles]>([
    ['a gap at an end', { edit: '... zap' }],
    ['a gap at an end', { edit: 'zap ...' }],
    ['nothing but fillers', { edit: 'the the', filler: 'the' }],
  ])('may not have %s', (_, files) => {
    expect(() => CompiledLists.of(parseTermFiles(files))).toThrow(TermListError);
  });

  it('may stand for any number of texts, which take up no room', () => {
    const many = Array.from({ length: 200 }, (_, at) => `word${at}`).join('\n');
    const few = parseTermFiles({ edit: '{a} zap', a: many });
    const lists = parseTermFiles({ edit: '{a} {a} {a} zap', a: many });
    const [small, large] = [few, lists].map((list) => CompiledLists.of(list).bytes().length);
    expect(large).toBeLessThan((small ?? 0) + 200);
  });
});
