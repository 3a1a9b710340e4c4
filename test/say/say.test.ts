import { describe, expect, it } from 'vitest';
import { en } from '../../src/say/en/en.ts';
import { formats } from '../../src/say/facts.ts';
import { say } from '../../src/say/say.ts';

describe('say', () => {
  it.each(['en', 'en-GB', 'en-US', 'zu', 'x', '', '__proto__', undefined])(
    'speaks English for %s',
    (locale) => {
      expect(say(locale)).toBe(en);
    },
  );
});

describe('a language', () => {
  it.each([
    ['en', 1, 'request'],
    ['en', 0, 'requests'],
    ['en', 5, 'requests'],
  ])('has a form in %s for %d', (language, amount, form) => {
    const { form: formOf } = formats(language);
    expect(formOf(amount, { one: 'request', other: 'requests' })).toBe(form);
  });

  it('may have more forms than two, and falls back on the common one', () => {
    const { form } = formats('pl');
    const forms = { one: 'obraz', few: 'obrazy', other: 'obrazów' };
    expect([1, 3, 5].map((amount) => form(amount, forms))).toEqual(['obraz', 'obrazy', 'obrazów']);
  });

  it.each([
    ['en', '1500', '12,345'],
    ['de', '1500', '12.345'],
  ])('writes numbers as %s does, and short ones in one piece', (language, short, long) => {
    const { number } = formats(language);
    expect([number(1500), number(12_345)]).toEqual([short, long]);
  });

  it('writes lists as it does', () => {
    expect(formats('en').list(['a', 'b', 'c'])).toBe('a, b, and c');
    expect(formats('de').list(['a', 'b', 'c'])).toBe('a, b und c');
    expect(formats('en').series(['a', 'b', 'c'])).toBe('a, b, c');
  });
});
