import { describe, expect, it } from 'vitest';
import { CompiledLists } from '../../src/screening/lists/compiled-lists.ts';
import { Screening } from '../../src/screening/screening.ts';
import { parseTermFiles } from '../../src/screening/lists/term-list.ts';

const by = new Screening(
  CompiledLists.of(
    parseTermFiles({
      hint: 'zibble\nzibble wobble\nzibbled\nquux*\nfrob grault\nfrobgrault\nzibblewobble\n窓\n扉開\n窓開\ngárply',
      uncovered: 'quux*',
      suggestive: 'plugh',
      minor: 'child',
    }),
  ),
);
const refusalOf = (prompt: string, face = true) =>
  by.refusalOf({ prompt, negativePrompt: '', face, ageRestricted: false });

describe('a hint', () => {
  it.each([
    'a zibble in the garden',
    'a zibble, and a zibble',
    'a zibble wobble',
    'a zibble wobble, zibblewobble',
    'frob grault, frobgrault',
    'a zibble, zibbled and all',
    'quux, quuxes',
    'a zibble, a house, quux',
    'frob grault',
    '窓窓、窓',
    '窓開',
  ])('is none alone: %s', (prompt) => {
    expect(refusalOf(prompt)).toBeUndefined();
  });

  it.each([
    ['a zibble with quuxes', 'zibble'],
    ['a zibble, quux', 'zibble'],
    ['a house. Quux! A zibble', 'quux'],
    ['a zibble wobble, frob grault', 'zibble'],
    ['a gárply with quuxes', 'garply'],
    ['a garply, quux', 'garply'],
    ['窓と扉開', '窓'],
    ['窓。扉開', '窓'],
  ])('is one beside another in the same clause or the next: %s', (prompt, term) => {
    expect(refusalOf(prompt)).toEqual({ code: 'prompt_face', term });
    expect(refusalOf(prompt, false)).toBeUndefined();
  });

  it('is one beside a minor where the loose words say so, and two always are', () => {
    expect(refusalOf('a child, zibble')).toBeUndefined();
    expect(refusalOf('a child, quux')?.code).toBe('prompt_minor');
    expect(refusalOf('a child, zibble, frob grault')?.code).toBe('prompt_minor');
  });
});
