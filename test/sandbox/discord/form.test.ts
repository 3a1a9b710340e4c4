import { Routes } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { refusal, startBoth } from './bot.ts';

describe('form errors', () => {
  const rows = (...ids: string[]) =>
    ids.map((id) => ({ type: 1, components: [{ type: 2, style: 2, label: 'x', custom_id: id }] }));

  it.each([
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
});
