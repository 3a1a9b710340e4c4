import { ButtonStyle } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { type Card, type CardButton, payloadOf } from '../../../src/discord/cards/card.ts';

const button = (label: string, kind: CardButton['kind'] = 'secondary'): CardButton => ({
  id: { action: 'act', job: 'k3f9x2ab' },
  label,
  kind,
});
const buttons = (count: number) =>
  Array.from({ length: count }, (_, index) => button(String(index)));
const rowLengths = (card: Card) =>
  payloadOf(card).body.components.map(({ components }) => components.length);
const PICTURES = [
  { file: 'k3f9x2ab-1.png', format: 'png' },
  { file: 'k3f9x2ab-2.webp', format: 'webp' },
] as const;

describe('a card as a message', () => {
  it('has nothing but what it names, and pings nobody', () => {
    expect(payloadOf({})).toEqual({
      body: { embeds: [], components: [], attachments: [], allowed_mentions: { parse: [] } },
      pictures: [],
    });
  });

  it('of words alone has no frame', () => {
    const { body } = payloadOf({ text: ['Hello,', 'you.'], colour: 1 });
    expect([body.content, body.embeds]).toEqual(['Hello,\nyou.', []]);
  });

  it('has further frames below it, with small pictures beside their lines', () => {
    const frames = [{ lines: ['a', 'b'], thumbnail: 'small.jpg', colour: 7 }, { lines: ['c'] }];
    const { body } = payloadOf({ title: 'T', frames, files: ['small.jpg'] });
    expect(body.embeds).toEqual([
      { title: 'T' },
      { description: 'a\nb', color: 7, thumbnail: { url: 'attachment://small.jpg' } },
      { description: 'c' },
    ]);
    expect(body.attachments).toEqual([{ id: '0', filename: 'small.jpg' }]);
  });

  it('has the rest in one frame', () => {
    const fields = [{ name: 'Workers', value: '2 idle' }];
    const { body } = payloadOf({ title: 'T', lines: ['a', 'b'], fields, colour: 7, foot: 'f' });
    expect(body.embeds).toEqual([
      { title: 'T', description: 'a\nb', fields, color: 7, footer: { text: 'f' } },
    ]);
    expect(body.content).toBeUndefined();
  });

  it.each<[CardButton['kind'], ButtonStyle]>([
    ['primary', ButtonStyle.Primary],
    ['secondary', ButtonStyle.Secondary],
    ['success', ButtonStyle.Success],
    ['danger', ButtonStyle.Danger],
  ])('has a %s button', (kind, style) => {
    const { components } = payloadOf({ buttons: [[button('Act', kind)]] }).body;
    expect(components[0]?.components).toEqual([
      { type: 2, style, label: 'Act', custom_id: 'v2:act:job:k3f9x2ab' },
    ]);
  });

  it('has each menu in a row of its own, above the buttons', () => {
    const options = [
      { label: 'First', value: '0', chosen: true },
      { label: 'Second', value: '1', description: 'the one on the right' },
    ];
    const id = { action: 'pick', job: 'k3f9x2ab' };
    const { body } = payloadOf({
      selects: [{ id, placeholder: 'Which?', options, least: 0, most: 2 }],
      buttons: [buttons(1)],
    });
    expect(body.components[0]).toEqual({
      type: 1,
      components: [
        {
          type: 3,
          custom_id: 'v2:pick:job:k3f9x2ab',
          placeholder: 'Which?',
          options: [
            { label: 'First', value: '0', default: true },
            { label: 'Second', value: '1', description: 'the one on the right' },
          ],
          min_values: 0,
          max_values: 2,
        },
      ],
    });
    expect(body.components).toHaveLength(2);
  });

  it('has at most five buttons in a row, and each group in rows of its own', () => {
    expect(rowLengths({ buttons: [buttons(5)] })).toEqual([5]);
    expect(rowLengths({ buttons: [buttons(6)] })).toEqual([5, 1]);
    expect(rowLengths({ buttons: [buttons(2), [], buttons(1)] })).toEqual([2, 1]);
  });

  it('has its pictures beside the frame, each with the same words for who cannot see them', () => {
    const { body, pictures, smaller } = payloadOf({
      lines: ['done'],
      pictures: { kept: PICTURES, alt: 'a lighthouse' },
    });
    expect(body.embeds).toEqual([{ description: 'done' }]);
    expect(body.attachments).toEqual([
      { id: '0', filename: 'k3f9x2ab-1.png', description: 'a lighthouse' },
      { id: '1', filename: 'k3f9x2ab-2.webp', description: 'a lighthouse' },
    ]);
    expect([pictures, smaller]).toEqual([PICTURES, undefined]);
  });

  it('frames one picture alone, and makes no link of a title', () => {
    const [kept, two] = [PICTURES.slice(0, 1), PICTURES];
    for (const card of [
      { lines: ['done'], pictures: { kept } },
      { title: 'Done', pictures: { kept: two } },
    ]) {
      for (const embed of payloadOf(card).body.embeds) expect(embed).not.toHaveProperty('url');
    }
  });

  it('names what goes up smaller as JPEG', () => {
    const { body, smaller } = payloadOf({ pictures: { kept: PICTURES, smaller: true } });
    expect(body.attachments).toEqual([
      { id: '0', filename: 'k3f9x2ab-1.jpg' },
      { id: '1', filename: 'k3f9x2ab-2.jpg' },
    ]);
    expect(smaller).toBe(true);
  });

  it('covers pictures as Discord does, by their names', () => {
    const { body } = payloadOf({ text: ['look'], pictures: { kept: PICTURES, covered: true } });
    expect(body.attachments.map(({ filename }) => filename)).toEqual([
      'SPOILER_k3f9x2ab-1.png',
      'SPOILER_k3f9x2ab-2.webp',
    ]);
    expect(body.embeds).toEqual([]);
  });

  it('names its other files', () => {
    const { body, pictures } = payloadOf({ text: ['yours'], files: ['data.json'] });
    expect([body.attachments, pictures]).toEqual([[{ id: '0', filename: 'data.json' }], []]);
  });
});
