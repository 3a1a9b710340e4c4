import { describe, expect, it } from 'vitest';
import { CompiledLists } from '../../src/screening/lists/compiled-lists.ts';
import { Effort } from '../../src/screening/reading/limits.ts';
import { Screening } from '../../src/screening/screening.ts';
import { parseTermFiles } from '../../src/screening/lists/term-list.ts';

/** Ordinary words stand for states and for minors. */
const screening = new Screening(
  CompiledLists.of(
    parseTermFiles({
      nudity: 'window',
      uncovered: 'no curtain\nin the open\nlampion*\nокно\narch',
      minor: 'sapling\nlittle tree\nпобег\nbud\nseedl*',
      innocent: 'winddow',
    }),
  ),
);
const codeOf = (prompt: string, face = false) =>
  screening.refusalOf({ prompt, negativePrompt: '', face, ageRestricted: true })?.code;

describe('words that no list has', () => {
  it.each([
    ['a term without its spaces', 'nocurtain, sapling'],
    ['a plural without its spaces', 'nocurtains, sapling'],
    ['a state and a minor', 'windowsapling'],
    ['a minor and a state', 'saplingwindow'],
    ['the last word of a state and a minor', 'in the opensapling'],
    ['a state and the first word of a minor', 'windowlittle tree'],
    ['a state of several words and a minor', 'nocurtainsapling'],
    ['a beginning and a minor', 'lampionessapling'],
    ['a beginning of a minor and a state', 'seedlingwindow'],
    ['a state and minors', 'windowsaplings'],
    ['a letter twice', 'winndow sapling'],
    ['a letter of a minor twice', 'window, sappling'],
    ['a letter of a longer term twice', 'in tthe open sapling'],
    ['single letters', 'n o c u r t a i n sapling'],
    ['single letters among others', 'o n l y n o c u r t a i n y e t sapling'],
    ['both in single letters', 'w i n d o w s a p l i n g'],
    ['Cyrillic words', 'окнопобег'],
    ['a Cyrillic letter twice', 'оккно побег'],
    ['Cyrillic digits', '0кн0 п0бег'],
    ['a digit beside Cyrillic letters', 'окно2 побег'],
  ])('are read as they are meant: %s', (_, prompt) => {
    expect(codeOf(prompt)).toBe('prompt_minor');
  });

  it.each([
    ['no term comes of it', 'a windowless sapling'],
    ['a list has it', 'winddow and sapling'],
    ['others are spelt out', 'a frame-windowy-top at f / 2 . 8 a b c d, sapling'],
    ['the minor is too short', 'windowbud'],
    ['the state is too short behind a beginning', 'seedlingmarch'],
    ['the words around it make no term', 'an oppen sapling'],
    ['a list has it without its accents', 'wínddow and sapling'],
    ['it is too long', `window${'o'.repeat(3)}${'ab'.repeat(40)} sapling`],
  ])('stay as they are where %s', (_, prompt) => {
    expect(codeOf(prompt)).toBeUndefined();
  });

  it('count beside minors only', () => {
    expect(codeOf('window', true)).toBe('prompt_face');
    expect(codeOf('winndow', true)).toBeUndefined();
    expect(codeOf('w i i n d o w', true)).toBeUndefined();
  });

  it('make no strong reading', () => {
    const refusal = screening.refusalOf({
      prompt: 'winndow sapling',
      negativePrompt: '',
      face: false,
      ageRestricted: true,
    });
    expect(refusal).toEqual({ code: 'prompt_minor', term: 'sapling', beside: 'window' });
  });

  it('take no more than an effort in proportion to their letters', () => {
    const effortFor = (prompt: string) => {
      const effort = new Effort();
      const request = { prompt, negativePrompt: '', face: true, ageRestricted: false };
      screening.refusalOf(request, effort);
      return effort.spent;
    };
    const words = (count: number) =>
      Array.from({ length: count }, (_, at) => `nocurtain${'intheopen'.repeat(3)}x${at}`).join(' ');
    expect(effortFor(words(40))).toBeLessThan(2.5 * effortFor(words(20)));
  });
});
