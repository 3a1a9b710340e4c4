import { describe, expect, it } from 'vitest';
import { CompiledLists } from '../../src/screening/lists/compiled-lists.ts';
import { Screening } from '../../src/screening/screening.ts';
import { parseTermFiles } from '../../src/screening/lists/term-list.ts';
import { screening } from '../support/screening.ts';

const refusalOf = (prompt: string, by = screening) =>
  by.refusalOf({ prompt, negativePrompt: '', face: true, ageRestricted: false });

describe('nothing is read together', () => {
  const by = new Screening(
    CompiledLists.of(parseTermFiles({ nudity: 'zibblewobble\nzibble wobble\n窓開' })),
  );

  it.each([
    'a zibble,wobble',
    'a zibble, wobble',
    'a zibble;wobble here',
    'a zibble; wobble',
    'a zibble),(wobble here',
    'a zibble. Wobble',
    'a zibble! Wobble, x2',
    'a zibble? Wobble',
    'a zibble.Wobble here',
    'a zibble!Wobble here',
    'a zibble. wobble s1x',
    'a "zibble." Wobble',
    'a (zibble.) Wobble',
    'a (zibble!) wobble',
    'a “zibble?” Wobble',
    'a «zibble.» Wobble',
    "an ('old zibble.') Wobble",
    'an (old "zibble.":1.2) Wobble',
    '窓、開',
    '窓,開',
  ])('across the end of a clause: %s', (prompt) => {
    expect(refusalOf(prompt, by)).toBeUndefined();
  });

  it.each([
    'a zibble-wobble',
    'a zibble_wobble',
    'a zibble/wobble here',
    'a zibble.wobble here',
    'a zibble... wobble',
    'a "zibble..." wobble',
    'a "zibble" wobble',
    'a zibble\nwobble',
    'a zibble\r\n\n wobble here',
    'a zibble \u2028wobble',
    'a zibble wob-\nble',
    'a zib-\nblewobble',
    'z i b b l\ne w o b b l e',
    '窓\n開',
    'a zib-ble-wob.ble',
    'z, i, b, b, l, e, w, o, b, b, l, e',
    'z.i.b.b.l.e.w.o.b.b.l.e',
    'a z1bblew0bble.',
    '窓 開',
  ])('but within one it is: %s', (prompt) => {
    expect(refusalOf(prompt, by)).toBeDefined();
  });

  it('between a prompt and what a weight in the other one turns round', () => {
    const zibble = { face: true, ageRestricted: false };
    for (const [one, other] of [
      ['zibble', 'wobble (a:-1)'],
      ['a zibble', 'wobble (a:-1)'],
    ] as const) {
      expect(by.refusalOf({ ...zibble, prompt: one, negativePrompt: other })).toBeUndefined();
    }
    const both = { ...zibble, prompt: 'a hat', negativePrompt: 'zibble wobble (a:-1)' };
    expect(by.refusalOf(both)?.term).toBe('zibble wobble');
  });

  it('across a comma between two whole words', () => {
    expect(refusalOf('stern face,sitting on a throne')).toBeUndefined();
    expect(refusalOf('a stern face. Sitting on a throne')).toBeUndefined();
    expect(refusalOf('"a stern face." Sitting on a throne')).toBeUndefined();
    expect(refusalOf('(a stern face.) Sitting on a throne')).toBeUndefined();
  });
});

describe('an age', () => {
  it.each([
    'a man 3 5 years old in a bikini',
    'a 3 5 year old man in a bikini',
    'a man aged 4 2 in a bikini',
    'a woman, 1 8 years old in a bikini',
    'a twenty-five-year-old woman in a bikini',
    'a woman thirty five years old in a bikini',
    'une femme de 3 5 ans en bikini',
    'eine Frau mit 3 5 Jahren im Bikini',
    'una mujer de 3 5 años en bikini',
    'uma mulher de 3 5 anos de biquini',
    'женщина 3 5 лет в бикини',
  ])('of a grown-up may have its digits apart: %s', (prompt) => {
    expect(refusalOf(prompt)?.code).toBe('prompt_face');
  });

  it.each([
    'a woman, 1 5 years old in a bikini',
    '2 5-year-old boys in a bikini',
    'a boy 3 5 years old, and one 5 years old in a bikini',
    'une fille de 1 5 ans en bikini',
    'a five-year-old in a bikini',
  ])('of somebody younger is one all the same: %s', (prompt) => {
    expect(refusalOf(prompt)?.code).toBe('prompt_minor');
  });
});

describe('a list with an item in each line', () => {
  const by = new Screening(
    CompiledLists.of(
      parseTermFiles({ nudity: 'zibble\nwobble', innocent: 'without zibble, wobble' }),
    ),
  );

  it.each(['without zibble, wobble', 'without zibble,\nwobble', 'without zibble,\r\nwobble,\n'])(
    'is read as the same list in one line: %j',
    (prompt) => {
      expect(refusalOf(prompt, by)).toBeUndefined();
    },
  );

  it('is not read as one phrase where no comma is written', () => {
    expect(refusalOf('without zibble\n\nwobble', by)?.code).toBe('prompt_face');
  });
});
