import { describe, expect, it } from 'vitest';
import { CompiledLists } from '../../src/screening/lists/compiled-lists.ts';
import { Screening } from '../../src/screening/screening.ts';
import { parseTermFiles } from '../../src/screening/lists/term-list.ts';

/** Whether these lists have something against a prompt. */
function refuses(files: Readonly<Record<string, string>>, prompt: string): boolean {
  const own = new Screening(CompiledLists.of(parseTermFiles(files)));
  return (
    own.refusalOf({ prompt, negativePrompt: '', face: true, ageRestricted: false }) !== undefined
  );
}

describe('a term', () => {
  it.each([
    ['zibble', 'a zibble', true],
    ['zibble', 'two zibbles', true],
    ['zibble', 'a zibbled door', false],
    ['zibb*', 'a zibbled door', true],
    ['*bble', 'one zibble', true],
    ['*bble', 'two zibbles', true],
    ['*bble', 'a zibbled door', false],
    ['*bbl*', 'a zibbled door', true],
    ['*bble door', 'a zibble doors', true],
    ['red zibb*', 'a red zibbler', true],
    ['{how} {what}', 'a dark lamp', true],
    ['{how}-{what}', 'dark lamps', true],
    ['{how}{what}', 'darklamp', true],
    ['{how} {what}', 'a dark red lamp', false],
  ])('%j is found in %j: %j', (nudity, prompt, found) => {
    const lists = nudity.includes('{') ? { how: 'dark\nnot so dark', what: 'lamp\ndoor' } : {};
    expect(refuses({ nudity, ...lists }, prompt)).toBe(found);
  });

  it('goes on beyond a comma where it has one, and no other does', () => {
    const files = { nudity: 'open, door\nred lamp', filler: 'the' };
    expect(refuses(files, 'open, door')).toBe(true);
    expect(refuses(files, 'a wall, open the, the, doors, a lamp')).toBe(false);
    expect(refuses(files, 'a wall, open the, the doors, a lamp')).toBe(true);
    expect(refuses(files, 'red, lamp')).toBe(false);
  });

  it('is harmless in a phrase, also beyond a comma or at the end of a clause', () => {
    const files = { nudity: 'zibble', innocent: 'zibble, pencil\nred zibble,' };
    expect(refuses(files, 'a zibble, pencils')).toBe(false);
    expect(refuses(files, 'a red zibble, dark')).toBe(false);
    expect(refuses(files, 'a red zibble dark')).toBe(true);
    expect(refuses(files, 'a zibble, dark')).toBe(true);
  });

  it('that says nothing is refused when the lists are read', () => {
    expect(() => refuses({ nudity: '!!!' }, '')).toThrow(
      'nudity: "!!!" has no letter and no number in it',
    );
  });
});
