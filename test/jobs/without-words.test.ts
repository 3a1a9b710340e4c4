import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutWords } from '../../src/jobs/redact-words.ts';

const prompt = 'a *secret* garden,\n  behind the "old" wall of Ærø';

describe('what a worker says, without the words of a person', () => {
  it.each([
    ['whole', `cannot draw "${prompt}" today`],
    ['on one line', `cannot draw ${prompt.replace(/\s+/g, ' ')} today`],
    ['in JSON', `cannot draw ${JSON.stringify({ text: prompt })} today`],
    ['in ASCII', `cannot draw ${prompt.replace('Æ', '\\u00c6').replace('ø', '\\u00f8')} today`],
    ['in capitals', `cannot draw ${prompt.toUpperCase()} today`],
    ['cut off', `cannot draw ${prompt.slice(0, 24)}… today`],
    ['from its middle', `cannot draw …${prompt.slice(12)} today`],
    ['in two words of it', 'cannot draw behind the today'],
    ['twice', `cannot draw ${prompt} or ${prompt} today`],
  ])('leaves them out where it quotes them %s', (_, text) => {
    const left = withoutWords(text, [prompt]);
    expect(left).toMatch(/^cannot draw .*….* today$/);
    expect(left).not.toMatch(/secret|garden|behind|wall|Ær/i);
  });

  it.each([
    ['in an address', `q=${encodeURIComponent(prompt)}`],
    ['in a form', `q=${new URLSearchParams({ prompt }).toString().slice(7)}`],
    ['in HTML', prompt.replaceAll('"', '&quot;').replace('ø', '&#248;')],
    ['word by word', prompt.split(/\s+/).join('</w>, ')],
    ['in composed letters', prompt.normalize('NFD')],
    ['as single words', '0:behind 1:old 2:GARDEN'],
  ])('leaves them out where it quotes them %s', (_, text) => {
    expect(withoutWords(`cannot draw ${text}`, [prompt])).not.toMatch(
      /secret|garden|behind|old|wall|Ær/i,
    );
  });

  it('keeps everything else as it is', () => {
    const text = 'KSampler 10: CUDA out of memory. Tried to allocate 2.00 GiB';
    expect(withoutWords(text, [prompt, 'ugly, blurry'])).toBe(text);
  });

  it.each([
    ['cat', 'no cat at this location', 'no … at this location'],
    ['a cat', 'no a cat or a catalogue', 'no … or a catalogue'],
    ['🦊', 'no 🦊 and no \\ud83e\\udd8a', 'no … and no …'],
    ['猫と犬', 'no 猫と犬です', 'no …です'],
  ])('knows the short prompt %j by its standing alone', (words, text, left) => {
    expect(withoutWords(text, [words])).toBe(left);
  });

  it.each(['', ' \n ', '...', '\u0000'])('takes %j for no words', (words) => {
    expect(withoutWords('any text', [words])).toBe('any text');
  });

  it('holds no eight letters of them in a row, whatever they are', () => {
    const anyText = fc.string({ unit: 'grapheme', maxLength: 200 });
    fc.assert(
      fc.property(anyText, anyText, anyText, (before, words, after) => {
        const letters = (text: string) => text.toLowerCase().replace(/[^a-z]/g, '');
        const left = letters(withoutWords(`${before}${words}${after}`, [words]));
        const said = letters(words);
        for (let at = 0; at + 8 <= said.length; at += 1) {
          expect(left).not.toContain(said.slice(at, at + 8));
        }
      }),
    );
  });
});
