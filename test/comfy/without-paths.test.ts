import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutPaths } from '../../src/workers/error-text.ts';

/** As one would write it for short texts, where it does not matter how often each is looked at. */
function byExpressions(text: string): string {
  const name = String.raw`[^\s'"\\/:;,()<>\[\]]+`;
  const begun = String.raw`(?<![\w.])(?:[a-z]:|~|\.{1,2})?(?:[\\/]+${name})*[\\/]+(${name})`;
  const long = String.raw`${name}(?:[\\/]+${name})+[\\/]+(${name})`;
  return text.replace(new RegExp(begun, 'gi'), '$1').replace(new RegExp(long, 'g'), '$1');
}

describe('a text without paths', () => {
  it.each([
    ['no file /workspace/models/a.png here', 'no file a.png here'],
    [String.raw`in 'C:\Users\me\a b.png'`, "in 'a b.png'"],
    [String.raw`path=D:\\models\\x.pt`, 'path=x.pt'],
    ['~/x/y, ../z/w and models/loras/one.pt', 'y, w and one.pt'],
    ['stabilityai/sdxl at 1/2 of a//b', 'stabilityai/sdxl at 1/2 of a/b'],
  ])('of %j is %j', (text, left) => {
    expect(withoutPaths(text)).toBe(left);
  });

  it('is what plain expressions make of it', () => {
    const piece = fc.constantFrom(
      '/',
      '/',
      '\\',
      '.',
      '..',
      '~',
      ':',
      ' C:',
      ' ',
      '"',
      '-',
      'xy',
      'bc',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const text = pieces.join('');
        expect(withoutPaths(text)).toBe(byExpressions(text));
      }),
      { numRuns: 3_000 },
    );
  });
});
