import { Routes } from 'discord.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refusal, startBoth } from './bot.ts';

describe('form errors', () => {
  const rows = (...ids: string[]) =>
    ids.map((id) => ({ type: 1, components: [{ type: 2, style: 2, label: 'x', custom_id: id }] }));

  it.each([
    ['content above 2000', { content: 'x'.repeat(2001) }, 'content'],
    [
      'an embed description above 4096',
      { embeds: [{ description: 'x'.repeat(4097) }] },
      'embeds.0.description',
    ],
    [
      'embeds above 6000 in all',
      { embeds: [0, 1].map(() => ({ description: 'x'.repeat(3001) })) },
      'embeds',
    ],
    [
      'a custom id used twice',
      { content: 'x', components: rows('a', 'a') },
      'components.1.components.0.custom_id',
    ],
    ['six rows', { content: 'x', components: rows('a', 'b', 'c', 'd', 'e', 'f') }, 'components'],
    [
      'a label above 80',
      {
        content: 'x',
        components: [
          { type: 1, components: [{ type: 2, style: 2, custom_id: 'a', label: 'x'.repeat(81) }] },
        ],
      },
      'components.0.components.0.label',
    ],
    [
      'a button without custom id',
      { content: 'x', components: [{ type: 1, components: [{ type: 2, style: 2, label: 'x' }] }] },
      'components.0.components.0.custom_id',
    ],
    [
      'an attachment that is not there',
      { content: 'x', attachments: [{ id: '7' }] },
      'attachments.0.id',
    ],
    [
      'an embedded file that is not there',
      { embeds: [{ image: { url: 'attachment://no.png' } }] },
      'embeds.0.image.url',
    ],
  ])('name the field of %s', async (_, data, field) => {
    const { answer, draw } = await startBoth();
    const { status, code, errors } = await refusal(answer(await draw(), { type: 4, data }));
    expect({ status, code }).toEqual({ status: 400, code: 50035 });
    expect(errors).toHaveProperty(`errors.data.${field}._errors`);
  });

  it('leave an empty message to a code of its own', async () => {
    const { answer, draw } = await startBoth();
    expect((await refusal(answer(await draw(), { type: 4, data: {} }))).code).toBe(50006);
  });

  it.each([
    ['a name in capitals', { name: 'Draw', description: 'x' }, '0.name'],
    ['no description', { name: 'draw' }, '0.description'],
    ['a description above 100', { name: 'draw', description: 'x'.repeat(101) }, '0.description'],
    [
      'a required option after one that is not',
      {
        name: 'draw',
        description: 'x',
        options: [
          { type: 3, name: 'a', description: 'x' },
          { type: 3, name: 'b', description: 'x', required: true },
        ],
      },
      '0.options.1',
    ],
    [
      'a value beside subcommands',
      {
        name: 'draw',
        description: 'x',
        options: [
          { type: 1, name: 'a', description: 'x' },
          { type: 3, name: 'b', description: 'x' },
        ],
      },
      '0.options.1',
    ],
    [
      'a required option after one that is not, in a subcommand',
      {
        name: 'draw',
        description: 'x',
        options: [
          {
            type: 1,
            name: 'sub',
            description: 'x',
            options: [
              { type: 6, name: 'a', description: 'x' },
              { type: 7, name: 'b', description: 'x', required: true },
            ],
          },
        ],
      },
      '0.options.0.options.1',
    ],
    [
      'a subcommand in a subcommand',
      {
        name: 'draw',
        description: 'x',
        options: [
          {
            type: 1,
            name: 'sub',
            description: 'x',
            options: [{ type: 1, name: 'a', description: 'x' }],
          },
        ],
      },
      '0.options.0.options.0.type',
    ],
    [
      'more than 8000 characters',
      {
        name: 'draw',
        description: 'x',
        options: Array.from({ length: 10 }, (_, i) => ({
          type: 3,
          name: `o${i}`,
          description: 'x',
          choices: Array.from({ length: 10 }, (__, j) => ({
            name: `c${j}`,
            value: 'x'.repeat(90),
          })),
        })),
      },
      '0',
    ],
  ])('name the field of a command with %s', async (_, command, field) => {
    const { sandbox, rest } = await startBoth();
    const path = Routes.applicationCommands(sandbox.applicationId);
    const { code, errors } = await refusal(rest.put(path, { body: [command] }));
    expect(code).toBe(50035);
    expect(errors).toHaveProperty(`errors.${field}._errors`);
    expect(sandbox.registrations).toHaveLength(1);
  });

  it('never arise from a content of up to 2000 characters', async () => {
    const { sandbox, rest } = await startBoth();
    const path = Routes.channelMessages(sandbox.world.channels.general.id);
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }),
        async (content) => {
          expect(await rest.post(path, { body: { content } })).toMatchObject({ content });
        },
      ),
      { numRuns: 20 },
    );
  });
});

describe("a command's form", () => {
  it('refuses what its definition does not allow', async () => {
    const { sandbox } = await startBoth();
    const { people, channels } = sandbox.world;
    const send = (options: Record<string, string | number>, raw = false) =>
      sandbox.command({ by: people.ada, in: channels.general, name: 'draw', options, raw });
    await expect(send({})).rejects.toThrow(/prompt/);
    await expect(send({ prompt: 'x', steps: 51 })).rejects.toThrow(/steps/);
    await expect(send({ prompt: 'x', steps: 20.5 })).rejects.toThrow(/whole/);
    await expect(send({ prompt: 'x'.repeat(21) })).rejects.toThrow(/20 characters/);
    await expect(send({ prompt: 'x', other: 1 })).rejects.toThrow(/no option other/);
    expect((await send({ steps: 51 }, true)).payload.data).toMatchObject({
      options: [{ name: 'steps', value: 51 }],
    });
  });
});
