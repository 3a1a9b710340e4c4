import { InteractionType } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../../packages/stand-ins/discord/message.ts';
import { received, refusal, startBoth } from './bot.ts';

const COLOURS = ['red', 'green', 'blue'].map((value) => ({ label: value, value }));

function select(more: object = {}) {
  return { type: 3, custom_id: 'colour', options: COLOURS, ...more };
}

function row(...components: object[]) {
  return { type: 1, components };
}

/** A message of the bot with that select in it, and everything around it. */
async function withSelect(more: object = {}, flags = 0) {
  const both = await startBoth();
  const { sandbox, answer, draw } = both;
  const components = [row(select(more))];
  await answer(await draw(), { type: 4, data: { content: 'which?', components, flags } });
  const message: Message = await sandbox.waitFor(({ content }) => content === 'which?');
  return { ...both, message, people: sandbox.world.people };
}

describe('a select of a message', () => {
  it('reaches the bot with what was chosen and the message it is in', async () => {
    const { client, sandbox, message, people } = await withSelect();
    const seen = received(client);
    await sandbox.choose({ by: people.ben, message, customId: 'colour', values: ['green'] });
    await expect
      .poll(() => seen.at(-1))
      .toMatchObject({
        type: InteractionType.MessageComponent,
        data: { component_type: 3, id: 2, custom_id: 'colour', values: ['green'] },
        message: { id: message.id, content: 'which?', author: { id: sandbox.botId } },
      });
  });

  it('is known to discord.js as one', async () => {
    const { client, sandbox, message, people } = await withSelect();
    const heard: unknown[] = [];
    client.on('interactionCreate', (one) => {
      heard.push(one.isStringSelectMenu() && one.values);
    });
    await sandbox.choose({ by: people.ada, message, customId: 'colour', values: ['blue'] });
    await expect.poll(() => heard).toEqual([['blue']]);
  });

  it('may be answered by a form, which says where it came from', async () => {
    const { sandbox, answer, message, people } = await withSelect();
    const use = { by: people.ada, message, customId: 'colour', values: ['red'] };
    const chosen = await sandbox.choose(use);
    const input = { type: 4, custom_id: 'why', label: 'Why', style: 1 };
    const data = { custom_id: 'm', title: 'Why', components: [row(input)] };
    await answer(chosen, { type: 9, data });
    const sent = await sandbox.submitModal({
      by: people.ada,
      interaction: chosen,
      fields: { why: 'so' },
    });
    expect(sent.payload).toMatchObject({ message: { id: message.id } });
    await answer(sent, { type: 7, data: { content: 'red, so', components: [] } });
    expect(sandbox.message(message.id)?.content).toBe('red, so');
  });

  it('comes back with how many have to be chosen', async () => {
    const { message } = await withSelect();
    expect(message.components?.[0]).toMatchObject({
      components: [{ min_values: 1, max_values: 1 }],
    });
  });

  it.each([
    ['a value that it does not have', {}, ['pink'], 'it has no option pink'],
    ['two where it takes one', {}, ['red', 'blue'], 'it takes 1 of its options'],
    ['none where it takes one', {}, [], 'it takes 1 of its options'],
    ['one twice', { max_values: 2 }, ['red', 'red'], 'it takes red once only'],
    ['more than it takes', { max_values: 2 }, ['red', 'green', 'blue'], 'it takes 1 to 2 of them'],
  ])('lets nobody choose %s', async (_, more, values, problem) => {
    const { sandbox, message, people } = await withSelect(more);
    const use = { by: people.ada, message, customId: 'colour', values };
    await expect(sandbox.choose(use)).rejects.toThrow(`the select refuses that: ${problem}`);
    expect((await sandbox.choose({ ...use, raw: true })).payload.data).toMatchObject({ values });
  });

  it('may be left empty where none has to be chosen', async () => {
    const { sandbox, message, people } = await withSelect({ min_values: 0 });
    const use = { by: people.ada, message, customId: 'colour', values: [] };
    expect((await sandbox.choose(use)).payload.data).toMatchObject({ values: [] });
  });

  it('is chosen from by nobody who does not see it, nor where it is disabled', async () => {
    const { sandbox, message, people } = await withSelect({ disabled: true }, 64);
    const use = { message, customId: 'colour', values: ['red'] };
    const others = sandbox.choose({ ...use, by: people.ben });
    await expect(others).rejects.toThrow('Ben does not see that message');
    const own = sandbox.choose({ ...use, by: people.ada });
    await expect(own).rejects.toThrow('no enabled select colour');
  });
});

describe('form errors of components', () => {
  const twice = [...COLOURS, { label: 'again', value: 'red' }];
  const many = Array.from({ length: 26 }, (_, index) => ({ label: 'x', value: String(index) }));
  const chosen = COLOURS.map((option) => ({ ...option, default: true }));
  const button = { type: 2, style: 2, custom_id: 'b', label: 'b' };
  const link = { type: 2, style: 5, label: 'There', url: 'https://example.com' };

  it.each([
    ['a button beside a select', [row(select(), button)], '0.components.1'],
    ['two selects in a row', [row(select(), select({ custom_id: 'b' }))], '0.components.1'],
    ['a value that comes twice', [row(select({ options: twice }))], '0.components.0.options.3'],
    ['26 options', [row(select({ options: many }))], '0.components.0.options'],
    ['no options', [row(select({ options: [] }))], '0.components.0.options'],
    ['more to choose than options', [row(select({ max_values: 4 }))], '0.components.0.options'],
    ['a least above the most', [row(select({ min_values: 2 }))], '0.components.0.min_values'],
    ['too many chosen', [row(select({ options: chosen }))], '0.components.0.options'],
    [
      'a long placeholder',
      [row(select({ placeholder: 'x'.repeat(151) }))],
      '0.components.0.placeholder',
    ],
    ['an id used twice', [row(select()), row(select())], '1.components.0.custom_id'],
    ['a link with a custom id', [row({ ...link, custom_id: 'x' })], '0.components.0.custom_id'],
    ['a link to nowhere', [row({ ...link, url: undefined })], '0.components.0.url'],
  ])('name the field of %s', async (_, components, field) => {
    const { answer, draw } = await startBoth();
    const data = { content: 'x', components };
    const { status, code, errors } = await refusal(answer(await draw(), { type: 4, data }));
    expect({ status, code }).toEqual({ status: 400, code: 50035 });
    expect(errors).toHaveProperty(`errors.data.components.${field}._errors`);
  });

  it('never arise from a link button, which cannot be pressed', async () => {
    const { sandbox, answer, draw } = await startBoth();
    await answer(await draw(), { type: 4, data: { content: 'x', components: [row(link)] } });
    const message = await sandbox.waitFor(({ content }) => content === 'x');
    const by = sandbox.world.people.ada;
    const pressed = sandbox.click({ by, message, label: 'There' });
    await expect(pressed).rejects.toThrow('no enabled button There');
  });
});
