import { Routes } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { sending } from '../../../src/discord/rest/message-payload.ts';
import { startBoth } from './bot.ts';

describe('clicks', () => {
  it('change the message clicked', async () => {
    const { sandbox, answer, draw, original, rest } = await startBoth();
    const { ben } = sandbox.world.people;
    const { id = '' } =
      (await answer(await draw(), {
        type: 4,
        data: { content: 'waiting', components: [row(button('cancel', 'Cancel'))] },
      })) ?? {};
    const message = await sandbox.waitFor((candidate) => candidate.id === id);
    const click = await sandbox.click({ by: ben, message, label: 'Cancel' });
    expect(click.payload).toMatchObject({
      type: 3,
      message: { id },
      data: { custom_id: 'cancel' },
    });
    await answer(click, { type: 7, data: { content: 'cancelled', components: [] } });
    await rest.patch(original(click), { body: { content: 'really' }, auth: false });
    expect(sandbox.message(id)?.versions.map(({ payload }) => payload.content)).toEqual([
      'waiting',
      'cancelled',
      'really',
    ]);
  });

  it('may be answered by a promise to change the message, and by files beside it', async () => {
    const { sandbox, answer, draw, original, rest } = await startBoth();
    const { ada } = sandbox.world.people;
    const interaction = await draw();
    const components = [row(button('more', 'More'))];
    await answer(interaction, { type: 4, data: { content: 'psst', flags: 64, components } });
    const message = await sandbox.waitFor(({ content }) => content === 'psst');
    const click = await sandbox.click({ by: ada, message, label: 'More' });
    expect(await answer(click, { type: 6 })).toMatchObject({ id: message.id, content: 'psst' });
    await rest.patch(original(click), {
      ...sending({ content: 'here', components: [] }, [
        { name: 'a.json', data: Buffer.from('{}') },
      ]),
      auth: false,
    });
    await rest.post(Routes.webhook(sandbox.applicationId, click.token), {
      body: { content: 'and one more', flags: 64 },
      auth: false,
    });
    const all = sandbox.messages(sandbox.world.channels.restricted, ada);
    expect(all.map(({ id, content, flags }) => [id === message.id, content, flags])).toEqual([
      [true, 'here', 64],
      [false, 'and one more', 64],
    ]);
    expect(all[0] && sandbox.file(all[0], 'a.json').toString()).toBe('{}');
  });
});

describe('modals and completion', () => {
  it('offers the choices that the bot completes', async () => {
    const { sandbox, answer } = await startBoth();
    const { people, channels } = sandbox.world;
    const typing = await sandbox.autocomplete({
      by: people.ada,
      in: channels.general,
      name: 'draw',
      focused: 'style',
      options: { style: 'oi' },
    });
    await answer(typing, { type: 8, data: { choices: [{ name: 'Oil', value: 'oil' }] } });
    expect((await typing.answered).choices).toEqual([{ name: 'Oil', value: 'oil' }]);
  });
});

function row(...components: object[]) {
  return { type: 1, components };
}

function button(customId: string, label = customId) {
  return { type: 2, style: 2, custom_id: customId, label };
}
