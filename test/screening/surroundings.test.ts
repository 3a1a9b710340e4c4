import { describe, expect, it } from 'vitest';
import { CompiledLists } from '../../src/screening/lists/compiled-lists.ts';
import { Screening } from '../../src/screening/screening.ts';
import {
  joinTermLists,
  parseTermFiles,
  TermListError,
} from '../../src/screening/lists/term-list.ts';
import { screening } from '../support/screening.ts';

const termIn = (prompt: string, by = screening) =>
  by.refusalOf({ prompt, negativePrompt: '', face: true, ageRestricted: false })?.term;

describe('a word that is ordinary in one language and a term in another', () => {
  it.each([
    'un bébé dort, sa mère derrière lui',
    'un homme assis derriere la table',
    'une femme tend les bras vers le ciel',
    'une femme croise les bras, masterpiece, best quality, highly detailed, in the style of Rembrandt',
    'a poster that says "les bras ouverts"',
    'pastéis de nata sobre uma mesa',
    'um prato com pastéis',
    'um prato com pasteis na mesa',
    'la torre domina la ciudad',
    'o castelo domina a cidade',
    'la cathédrale domine la ville et domina le port',
    'der Mann ist dick und lacht',
    'tôt le matin, une femme dort',
    'la crèche de Noël, le bébé et les bergers',
    'des pâtes avec du fromage râpé',
    "un cochon, le groin dans l'herbe",
    'la mujer bebe agua en la cocina',
    'un plato con hielo picado y patatas peladas',
    'bacalhau à Brás no prato',
    'ein Arm ist entblößt, eine Frau mit entblößter Schulter',
    'an der Wand hängt ein dick gerahmtes Bild',
  ])('is ordinary among words of its own: %s', (prompt) => {
    expect(termIn(prompt)).toBeUndefined();
  });

  it.each([
    ['her derrière in the air', 'derriere'],
    ['a woman shows her derriere', 'derriere'],
    ['a woman shows her derrière, un homme dans le jardin avec les fleurs', 'derriere'],
    ['a woman wearing bras in her room', 'bra'],
    ['a woman in her bras, une photo', 'bra'],
    ['bras', 'bra'],
    ['a domina with a whip in her hand', 'domina'],
    ['a man with a big dick in a room', 'dick'],
    ['dick', 'dick'],
    ['die Frau ist entblößt, ihr Arm', 'entblöß'],
    ['a rape in the street', 'rape'],
  ])('is a term among those of the other, and by itself: %s', (prompt, term) => {
    expect(termIn(prompt)).toBe(term);
  });

  it('is no minor in its own language, and is one in the other', () => {
    const codeOf = (prompt: string) =>
      screening.refusalOf({ prompt, negativePrompt: '', face: true, ageRestricted: false })?.code;
    expect(codeOf('tôt le matin, une femme en bikini')).toBe('prompt_face');
    expect(codeOf('la mujer bebe agua en bikini')).toBe('prompt_face');
    expect(codeOf('un bebe en bikini en la playa')).toBe('prompt_minor');
    expect(codeOf('a tot in a bikini on the beach')).toBe('prompt_minor');
    expect(codeOf('a tôt in a bikini on the beach')).toBe('prompt_minor');
  });

  it('is still a part of the terms of its own language', () => {
    expect(termIn('une femme dans le jardin, le derrière nu')).toBe('derriere nu');
    expect(termIn('une femme montre son derrière dans le jardin')).toBe('montre son derriere');
  });
});

describe('a word with accents', () => {
  it.each([
    'a nùde woman',
    'nùde',
    'portrait of a nüde woman in the garden',
    'a woman, naḱed, in the garden',
    'une femme nùde dans le jardin',
    'eine nàkéd Frau im Garten',
    'a woman in língerie on a bed',
    'a woman in lingérei on a bed',
    'a woman in ling érie on a bed',
  ])('has look-alikes, and hides nothing: %s', (prompt) => {
    expect(termIn(prompt)).toBeDefined();
  });

  it('is no misspelt term, and no part of one, among words of a language that writes accents', () => {
    const words = { language: 'él\nmesa\nsobre\nuna' };
    const other = { nudity: 'zibbleton' };
    const lists = joinTermLists([
      parseTermFiles({ ...other, language: 'the\non\nis' }, 'xx'),
      parseTermFiles(words, 'yy'),
    ]);
    const by = new Screening(CompiledLists.of(lists));
    expect(termIn('una zibbelton sobre mesa', by)).toBe('zibbleton');
    expect(termIn('una zibbeltón sobre mesa', by)).toBeUndefined();
    expect(termIn('una zibblé ton sobre mesa', by)).toBeUndefined();
    expect(termIn('una zibbletón sobre mesa', by)).toBe('zibbleton');
    expect(termIn('the zibbeltón is on the', by)).toBe('zibbleton');
    expect(termIn('zibbeltón', by)).toBe('zibbleton');
    expect(termIn('una zibbeltőn sobre mesa', by)).toBe('zibbleton');
    // Once without, it may be meant so everywhere.
    expect(termIn('una zibbeltón sobre mesa zibbelton', by)).toBe('zibbleton');
  });
});

describe('a phrase that is innocent in one language', () => {
  const english = { nudity: 'zibble', sexual: 'zibblé', language: 'the\non\na\nand' };
  const other = {
    language: 'der\nund\nauf',
    'innocent-in-language': 'zibble\nwobblé zibble',
    nudity: 'zibble rot',
  };
  const by = new Screening(
    CompiledLists.of(joinTermLists([parseTermFiles(english, 'xx'), parseTermFiles(other, 'yy')])),
  );

  it.each([
    ['by the words nearby', 'der zibble auf', undefined],
    ['by two of them whatever the text is in', 'the a and on, der zibble auf', undefined],
    ['by one of them where the text is not in another', 'der zibble', undefined],
    ['by the text where nothing is nearby', 'der hut und rot, zibble', undefined],
    ['not by one where the text is in another', 'the and on, der zibble', 'zibble'],
    ['not where as many speak for another', 'der zibble on', 'zibble'],
    ['not where the text is in another and nothing is nearby', 'the hat, zibble', 'zibble'],
    ['not where nothing speaks for any', 'zibble', 'zibble'],
    ['up to six words away', 'der und hut hut hut hut zibble, the and on', undefined],
    ['not beyond them', 'der und hut hut hut hut hut hut zibble, the and on', 'zibble'],
    ['not where it goes on as a term', 'der zibble rot auf', 'zibble rot'],
    ['not in the plural', 'der zibbles auf', 'zibble'],
  ])('%s: %s', (_, prompt, term) => {
    expect(termIn(prompt, by)).toBe(term);
  });

  it('counts by its accents, where it has any', () => {
    const files = { ...other, 'innocent-in-language': 'zíbble' };
    const lists = joinTermLists([parseTermFiles(english, 'xx'), parseTermFiles(files, 'yy')]);
    const accented = new Screening(CompiledLists.of(lists));
    expect(termIn('der zíbble auf', accented)).toBeUndefined();
    expect(termIn('der zibble auf', accented)).toBe('zibble');
    expect(termIn('der zíbble auf zibble', accented)).toBe('zibble');
  });

  it('is known by a word without its accents, but where another language has that word', () => {
    const files = { ...other, language: 'à\ndérr' };
    const lists = joinTermLists([parseTermFiles(english, 'xx'), parseTermFiles(files, 'yy')]);
    const known = new Screening(CompiledLists.of(lists));
    expect(termIn('derr zibble derr', known)).toBeUndefined();
    expect(termIn('à zibble à', known)).toBe('zibble');
    expect(termIn('a zibble a', known)).toBe('zibble');
  });

  it('is refused in a list of a language that nobody could know', () => {
    const files = { 'innocent-in-language': 'zibble' };
    expect(() => CompiledLists.of(parseTermFiles(files, 'xx'))).toThrow(
      new TermListError('xx: innocent-in-language needs a list called language'),
    );
    const words = parseTermFiles({ language: 'der' }, 'xx');
    expect(() =>
      CompiledLists.of(joinTermLists([parseTermFiles(files, 'xx'), words])),
    ).not.toThrow();
  });

  it('is known by single words only', () => {
    expect(() => CompiledLists.of(parseTermFiles({ language: 'der hut' }, 'xx'))).toThrow(
      new TermListError('xx: language: "der hut" is not one word of letters'),
    );
  });
});
