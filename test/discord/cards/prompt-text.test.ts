import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut, quotePrompt } from '../../../src/discord/cards/text.ts';

/** Pieces that mean something to Discord, and any other characters. */
const anyPrompt = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...['*', '_', '~~', '||', '`', '```', '\\', '>', '>>> ', '# ', '-# ', '- ', '+ ', '1. '],
        ...['[a](https://x.test)', 'https://x.test', '<@1>', '<@&1>', '<#1>', '<t:0:R>', '<:a:1>'],
        ...['@everyone', '@here', '</imagine:1>', '<id:customize>', '<https://x.test>'],
        ...['\n', '\r', '\r\n', '\u2028', '\u2029', '\u0085', '\v', '\f', ' ', '\t', '\u202E'],
      ),
      fc.string({ unit: 'binary', maxLength: 5 }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

/** What is left of a text once Discord has taken each escape for the character itself. */
function unescaped(text: string): string {
  return text.replace(/\\([\\*_~`|<>@#[\]:.+-])/g, '$1');
}

describe('a quoted prompt', () => {
  it('has no line that begins outside the quote', () => {
    fc.assert(
      fc.property(anyPrompt, (prompt) => {
        const quoted = quotePrompt(prompt, 900);
        const lines = quoted.split(/\r\n?|[\n\v\f\u0085\u2028\u2029]/);
        if (quoted !== '') expect(lines.filter((line) => !line.startsWith('> '))).toEqual([]);
      }),
    );
  });

  it('leaves no mark of markdown and no mention unescaped', () => {
    fc.assert(
      fc.property(anyPrompt, (prompt) => {
        const lines = quotePrompt(prompt, 900).split('\n');
        const rest = lines.map((line) => line.slice(2).replace(/\\[\\*_~`|<>@#[\]:.+-]/g, 'x'));
        expect(rest.join('\n')).not.toMatch(/[\\*_~`|<>@#[\]]|:\/\/|^\s*[-+]\s|^\s*\d+\.\s/m);
      }),
    );
  });

  it('has the marks of a list escaped where a line begins with them, and nowhere else', () => {
    const text = fc.string({
      unit: fc.constantFrom(...Array.from('a12 \u00a0.-+\n')),
      maxLength: 30,
    });
    fc.assert(
      fc.property(text, (prompt) => {
        const escaped = prompt.replace(/(?<=^\s*)[-+](?=\s)|(?<=^\s*\d+)\./gmu, '\\$&');
        const lines = escaped.split('\n');
        const shown = [...lines.slice(0, 11), lines.slice(11).join(' ')];
        const quoted = shown.filter((line) => line.trim() !== '').map((line) => `> ${line}`);
        expect(quotePrompt(prompt, 900)).toBe(quoted.join('\n'));
      }),
      { numRuns: 1_000 },
    );
  });

  it('is, once read by Discord, what the person wrote', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from('ab1 .-+*_~`|<>@#[]():/\\!🦊é')) }),
        (prompt) => {
          fc.pre(prompt.trim() !== '');
          expect(unescaped(quotePrompt(prompt, 900).slice(2))).toBe(prompt);
        },
      ),
    );
  });

  it.each([
    ['a lighthouse at dawn', '> a lighthouse at dawn'],
    ['a **bold** _fox_', '> a \\*\\*bold\\*\\* \\_fox\\_'],
    ['*****', '> \\*\\*\\*\\*\\*'],
    ['||spoiler||', '> \\|\\|spoiler\\|\\|'],
    ['```\ncode', '> \\`\\`\\`\n> code'],
    ['# heading\n-# small', '> \\# heading\n> -\\# small'],
    ['>>> all', '> \\>\\>\\> all'],
    ['- one\n  + two\n10. three', '> \\- one\n>   \\+ two\n> 10\\. three'],
    ['a - b, 3.5 and well-known', '> a - b, 3.5 and well-known'],
    ['[safe](https://evil.test)', '> \\[safe\\](https\\://evil.test)'],
    ['@everyone <@1> <@&2>', '> \\@everyone \\<\\@1\\> \\<\\@&2\\>'],
    ['\\*', '> \\\\\\*'],
  ])('of %j is %j', (prompt, quoted) => {
    expect(quotePrompt(prompt, 900)).toBe(quoted);
  });

  it.each(['\r\n', '\r', '\n', '\u2028', '\u2029'])('takes %j for a line break', (end) => {
    expect(quotePrompt(`one${end}two`, 900)).toBe('> one\n> two');
  });

  it.each(['\u202E', '\u202A', '\u2066', '\u2069', '\u200E', '\u200F', '\u061C', '\0', '\x1B'])(
    'drops %j, which is not seen but changes what is',
    (mark) => {
      expect(quotePrompt(`a${mark}b`, 900)).toBe('> ab');
    },
  );

  it.each(['\u200B', '\u180E', '\u2060', '\u2064', '\uFEFF', '\uFFF9'])(
    'drops %j, which has no width',
    (mark) => {
      expect(quotePrompt(`a${mark}b`, 900)).toBe('> ab');
    },
  );

  it('shows right-to-left words and joined emoji as they are', () => {
    expect(quotePrompt('שלום 👩‍👩‍👧', 900)).toBe('> שלום 👩‍👩‍👧');
  });

  it.each(['', ' \n ', '\0'])('of %j, which shows nothing, is nothing', (prompt) => {
    expect(quotePrompt(prompt, 900)).toBe('');
  });

  it('leaves out lines that show nothing', () => {
    expect(quotePrompt('one\n\n  \ntwo\n', 900)).toBe('> one\n> two');
  });

  it('has twelve lines at most, and loses no words by it', () => {
    const words = Array.from({ length: 20 }, (_, index) => `line${index}`);
    const lines = quotePrompt(words.join('\n'), 900).split('\n');
    expect(lines).toHaveLength(12);
    expect(lines.at(-1)).toBe(`> ${words.slice(11).join(' ')}`);
  });

  it('is cut before it is escaped, so that no escape is cut in two', () => {
    expect(quotePrompt('*'.repeat(10), 4)).toBe('> \\*\\*\\*…');
  });
});

describe('cut', () => {
  it.each([
    ['short', 5, 'short'],
    ['longer', 5, 'long…'],
    ['', 5, ''],
    ['🦊🦊🦊', 3, '🦊🦊🦊'],
    ['🦊🦊🦊🦊', 3, '🦊🦊…'],
  ])('of %j to %i characters is %j', (text, length, expected) => {
    expect(cut(text, length)).toBe(expected);
  });

  it('never gives more characters than asked for, and never splits one', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.integer({ min: 1, max: 30 }),
        (text, length) => {
          const result = cut(text, length);
          expect(Array.from(result).length).toBeLessThanOrEqual(length);
          expect(result).not.toMatch(/\p{Surrogate}/u);
        },
      ),
    );
  });
});
