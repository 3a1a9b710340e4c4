import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quotePrompt } from '../../../../src/discord/cards/text.ts';
import type { MarkdownNode } from '../../../../packages/stand-ins/playground/page/messages/markdown-node.ts';
import { parseMarkdown } from '../../../../packages/stand-ins/playground/page/messages/parse-markdown.ts';
import { plainText } from '../../../../packages/stand-ins/playground/page/messages/plain-text.ts';
import { ADA_ID, CHANNEL_ID, names } from './message-views.ts';

const text = (words: string): MarkdownNode => ({ type: 'text', text: words });

describe('markdown', () => {
  it.each<[string, string, MarkdownNode]>([
    ['bold', '**a**', { type: 'strong', content: [text('a')] }],
    ['italic', '*a*', { type: 'em', content: [text('a')] }],
    ['underlined', '__a__', { type: 'underline', content: [text('a')] }],
    ['struck out', '~~a~~', { type: 'strike', content: [text('a')] }],
    ['hidden', '||a||', { type: 'spoiler', content: [text('a')] }],
    ['code', '`*a*`', { type: 'code', text: '*a*' }],
    ['a block of code', '```js\n*a*\n```', { type: 'code-block', text: '*a*' }],
    ['a quote', '> a', { type: 'quote', content: [text('a')] }],
    ['a heading', '## a', { type: 'heading', level: 2, content: [text('a')] }],
    ['small print', '-# a', { type: 'subtext', content: [text('a')] }],
    ['a person', `<@${ADA_ID}>`, { type: 'user', id: ADA_ID }],
    ['a channel', `<#${CHANNEL_ID}>`, { type: 'channel', id: CHANNEL_ID }],
    ['a command', '</jobs list:300000000000000009>', { type: 'mention', text: '/jobs list' }],
    ['everybody', '@everyone', { type: 'mention', text: '@everyone' }],
    ['a time', '<t:1900000000:R>', { type: 'stamp', at: 1_900_000_000_000, style: 'R' }],
    ['a time without a style', '<t:19>', { type: 'stamp', at: 19_000, style: 'f' }],
    [
      'a link',
      'https://a.example/b_c',
      {
        type: 'link',
        address: 'https://a.example/b_c',
        content: [text('https://a.example/b_c')],
      },
    ],
    [
      'a link to a message',
      `https://discord.com/channels/300000000000000000/${CHANNEL_ID}/300000000000000001`,
      { type: 'message', channelId: CHANNEL_ID, messageId: '300000000000000001' },
    ],
    [
      'a link to a direct message',
      `https://discord.com/channels/@me/${CHANNEL_ID}/300000000000000001`,
      { type: 'message', channelId: CHANNEL_ID, messageId: '300000000000000001' },
    ],
    [
      'a masked link to a message',
      `[that *picture*](https://discord.com/channels/1/${CHANNEL_ID}/300000000000000001)`,
      {
        type: 'message',
        channelId: CHANNEL_ID,
        messageId: '300000000000000001',
        content: [text('that '), { type: 'em', content: [text('picture')] }],
      },
    ],
    [
      'a masked link',
      '[a](https://b.example)',
      { type: 'link', address: 'https://b.example', content: [text('a')] },
    ],
  ])('knows %s', (_, source, node) => {
    expect(parseMarkdown(source)).toEqual([node]);
  });

  it.each(['> a\n-# b', 'a\n-# b'])('knows small print below other lines: %j', (source) => {
    const small = { type: 'subtext', content: [text('b')] };
    expect(parseMarkdown(source).at(-1)).toEqual(small);
  });

  it('links to the web only', () => {
    expect(parseMarkdown('[a](javascript:alert(1)) <ftp://b.example>')).toEqual([
      text('a ftp://b.example'),
    ]);
  });

  it('keeps words together, and emoji whole', () => {
    expect(parseMarkdown('▰▰▱ 48% · \\😀 it’s')).toEqual([text('▰▰▱ 48% · 😀 it’s')]);
  });

  it('goes on after a quote in the next line', () => {
    expect(parseMarkdown('> a *b*\n> c\nd')).toEqual([
      {
        type: 'quote',
        content: [text('a '), { type: 'em', content: [text('b')] }, { type: 'break' }, text('c')],
      },
      text('d'),
    ]);
  });
});

describe('a list', () => {
  it('may hold another one', () => {
    expect(parseMarkdown('a\n- b\n  - c\n- d\ne')).toEqual([
      text('a'),
      { type: 'break' },
      {
        type: 'list',
        items: [
          [text('b'), { type: 'break' }, { type: 'list', items: [[text('c')]] }],
          [text('d')],
        ],
      },
      text('e'),
    ]);
  });

  it('begins with the number that its author wrote', () => {
    expect(parseMarkdown('3. a\n4. b')).toEqual([
      { type: 'list', start: 3, items: [[text('a')], [text('b')]] },
    ]);
  });

  it('ends where one of another kind begins', () => {
    expect(parseMarkdown('- a\n1. b')).toEqual([
      { type: 'list', items: [[text('a')]] },
      { type: 'list', start: 1, items: [[text('b')]] },
    ]);
  });

  it('needs a line of its own', () => {
    expect(parseMarkdown('a - b')).toEqual([text('a - b')]);
  });
});

describe('a prompt as the bot quotes it', () => {
  it('reads as it was written', () => {
    const prompt = 'a *b* _c_ ~~d~~ [e](https://f.example) @everyone ||g|| `h` # i\n- j\n1. k\n> l';
    const [quote, ...rest] = parseMarkdown(quotePrompt(prompt, 1_000));
    expect(rest).toEqual([]);
    expect(quote && plainText([quote], names).trim()).toBe(prompt);
  });

  it('is text and nothing else, whatever it is', () => {
    const unit = fc.constantFrom(...'*_~|`>#-+1.[]()<@:/\\ ab\n'.split(''));
    fc.assert(
      fc.property(fc.string({ unit, minLength: 1, maxLength: 40 }), (prompt) => {
        const nodes = parseMarkdown(quotePrompt(prompt, 1_000));
        const inside = nodes.flatMap((node) => (node.type === 'quote' ? node.content : [node]));
        const types = inside.map(({ type }) => type);
        expect(types.filter((type) => type !== 'text' && type !== 'break')).toEqual([]);
      }),
    );
  });
});
