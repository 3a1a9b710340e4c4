import { InteractionType } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../../packages/stand-ins/discord/message.ts';
import { received, startBoth } from './bot.ts';

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

  it('is chosen from by nobody who does not see it, nor where it is disabled', async () => {
    const { sandbox, message, people } = await withSelect({ disabled: true }, 64);
    const use = { message, customId: 'colour', values: ['red'] };
    const others = sandbox.choose({ ...use, by: people.ben });
    await expect(others).rejects.toThrow('Ben does not see that message');
    const own = sandbox.choose({ ...use, by: people.ada });
    await expect(own).rejects.toThrow('no enabled select colour');
  });
});
