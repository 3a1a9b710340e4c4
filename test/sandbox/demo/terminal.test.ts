import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quotePrompt } from '../../../src/discord/cards/text.ts';
import {
  fileSize,
  messageLines,
  plainText,
  relativeTime,
} from '../../../packages/stand-ins/demo/terminal.ts';
import { shownMessage } from './shown-message.ts';

const NOW = 1_700_000_000_000;
const reader = { now: NOW, nameOf: (id: string) => (id === '7' ? 'Ada' : undefined) };

describe('messageLines', () => {
  it('shows the prompt, where things stand, the buttons and the footer, in that order', () => {
    const message = shownMessage({
      embed: {
        description: `> a lighthouse\n▰▰▱ 60% · ready <t:${NOW / 1_000 + 4}:R>`,
        footer: { text: 'job k3f9x2ab' },
      },
      buttons: ['Yes', 'Cancel'],
    });
    expect(messageLines(message, reader)).toEqual([
      { kind: 'prompt', text: '“a lighthouse”' },
      { kind: 'status', text: '▰▰▱ 60% · ready in 4 seconds' },
      { kind: 'buttons', text: '[ Yes ]  [ Cancel ]' },
      { kind: 'footer', text: 'job k3f9x2ab' },
    ]);
  });

  it('names every file with its size', () => {
    const message = shownMessage({ files: [{ filename: 'k3-1.png', size: 1_260_000 }] });
    expect(messageLines(message, reader)).toEqual([
      { kind: 'file', text: 'picture k3-1.png, 1.3 MB' },
    ]);
  });

  it('tells small print from the rest', () => {
    expect(messageLines(shownMessage({ content: '16:9\n-# Took 4 s · for <@7>' }), reader)).toEqual(
      [
        { kind: 'status', text: '16:9' },
        { kind: 'small', text: 'Took 4 s · for @Ada' },
      ],
    );
  });

  it('shows content without an embed', () => {
    expect(messageLines(shownMessage({ content: 'one\ntwo' }), reader)).toEqual([
      { kind: 'status', text: 'one' },
      { kind: 'status', text: 'two' },
    ]);
  });
});

describe('plainText', () => {
  it('turns mentions into names', () => {
    expect(plainText('Cancelled by <@7>, not <@8>', reader)).toBe(
      'Cancelled by @Ada, not @somebody',
    );
  });

  it('leaves out the marks of bold and code', () => {
    expect(plainText('**Gone.** `seed 5`', reader)).toBe('Gone. seed 5');
  });

  it('shows an escaped mark as it was written', () => {
    expect(plainText('\\*\\*loud\\*\\* \\<@7> a\\_b', reader)).toBe('**loud** <@7> a_b');
  });

  it('gives a quoted prompt back as it was written', () => {
    const words = fc.stringMatching(/^[a-z][a-z*_`~|<>@#()[\].,:\\/! ]{0,39}$/);
    fc.assert(
      fc.property(words, (prompt) => {
        expect(plainText(quotePrompt(prompt, 100).slice(2), reader)).toBe(prompt);
      }),
    );
  });
});

describe('relativeTime', () => {
  it.each([
    [0, 'now'],
    [4_000, 'in 4 seconds'],
    [-1_200, '1 second ago'],
    [-125_000, '2 minutes ago'],
    [7_200_000, 'in 2 hours'],
    [-86_400_000 * 3, '3 days ago'],
  ])('says %d ms as "%s"', (offset, words) => {
    expect(relativeTime(NOW + offset, NOW)).toBe(words);
  });
});

describe('fileSize', () => {
  it.each([
    [12, '1 kB'],
    [257_400, '257 kB'],
    [999_600, '1.0 MB'],
    [2_340_000, '2.3 MB'],
  ])('says %d bytes as %s', (bytes, words) => {
    expect(fileSize(bytes)).toBe(words);
  });
});
