import { once } from 'node:events';
import { Events, InteractionType, Routes } from 'discord.js';
import { MessageResponseSchema } from 'discord-api-spec/zod';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sending } from '../../../src/discord/rest/message-payload.ts';
import { received, startBoth } from './bot.ts';

describe('a discord.js client in the sandbox', () => {
  it('gets its commands back with the fields that Discord adds', async () => {
    const { sandbox, rest } = await startBoth();
    const [command] = sandbox.commands('global');
    const route = Routes.applicationCommands(sandbox.applicationId);
    const query = new URLSearchParams({ with_localizations: 'true' });
    expect(await rest.get(route, { query })).toEqual([command]);
    // Words in other languages are left out unless they are asked for.
    const [without] = z.array(z.record(z.string(), z.unknown())).parse(await rest.get(route));
    expect(without).toMatchObject({ name: command?.name });
    expect(without).not.toHaveProperty('name_localizations');
    expect(command).toMatchObject({
      application_id: sandbox.applicationId,
      default_member_permissions: null,
      dm_permission: true,
      integration_types: [0],
      contexts: null,
      nsfw: false,
      name_localizations: null,
    });
    expect(sandbox.registrations).toHaveLength(1);
  });

  it('receives a command as a real client sends it', async () => {
    const { sandbox, client } = await startBoth();
    const { people, channels, guild } = sandbox.world;
    const seen = received(client);
    const arrived = once(client, Events.Raw);
    await sandbox.command({
      by: people.ada,
      in: channels.thread,
      name: 'draw',
      options: { prompt: 'a fox', steps: 20, face: { name: 'me.png', bytes: Buffer.from('face') } },
    });
    await arrived;
    expect(seen[0]).toMatchObject({
      type: 2,
      guild_id: guild.id,
      channel: { id: channels.thread.id, type: 11, parent_id: channels.restricted.id },
      member: { user: { id: people.ada.id } },
      entitlements: [],
      authorizing_integration_owners: { 0: guild.id },
      context: 0,
      attachment_size_limit: 10_485_760,
    });
  });

  it('can fetch the file that came with a command', async () => {
    const { sandbox } = await startBoth();
    const { people, channels } = sandbox.world;
    const bytes = Buffer.from('a face');
    const { payload } = await sandbox.command({
      by: people.ada,
      in: channels.general,
      name: 'draw',
      options: { prompt: 'a fox', face: { name: 'my face.png', bytes } },
    });
    const resolved =
      payload.type === InteractionType.ApplicationCommand ? payload.data.resolved : undefined;
    const files = resolved && 'attachments' in resolved ? resolved.attachments : {};
    const [file] = Object.values(files);
    expect(file).toMatchObject({ filename: 'my_face.png', content_type: 'image/png', size: 6 });
    const response = await fetch(file?.url ?? '');
    expect(response.headers.get('content-length')).toBe('6');
    expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
  });

  it('answers, edits by token with a file, and edits as the bot', async () => {
    const { sandbox, rest, answer, draw, original } = await startBoth();
    const interaction = await draw();
    const posted = await answer(interaction, { type: 4, data: { content: 'waiting' } });
    const id = posted?.id ?? '';
    expect((await interaction.answered).message?.id).toBe(id);
    await rest.patch(original(interaction), {
      ...sending({ content: 'done', attachments: [{ id: '0', description: 'a fox' }] }, [
        { name: 'fox.png', data: Buffer.from('picture') },
      ]),
      auth: false,
    });
    const channelMessage = Routes.channelMessage(sandbox.world.channels.restricted.id, id);
    await rest.patch(channelMessage, { body: { content: 'as the bot' } });
    const message = sandbox.message(id);
    expect(message?.versions.map(({ via, payload }) => [via, payload.content])).toEqual([
      ['callback', 'waiting'],
      ['token', 'done'],
      ['bot', 'as the bot'],
    ]);
    expect(message?.attachments).toMatchObject([{ filename: 'fox.png', description: 'a fox' }]);
    expect(message && sandbox.file(message, 'fox.png').toString()).toBe('picture');
    expect(await (await fetch(message?.attachments[0]?.url ?? '')).text()).toBe('picture');
  });

  it("returns messages that fit Discord's own schema", async () => {
    const { sandbox, rest, answer, draw } = await startBoth();
    const posted = await answer(await draw(), {
      type: 4,
      data: { embeds: [{ description: 'hello' }], components: [row(button('a'))] },
    });
    const channel = sandbox.world.channels.restricted.id;
    const got = await rest.get(Routes.channelMessage(channel, posted?.id ?? ''));
    // The schema knows timestamps in Z only, Discord sends an offset.
    const text = JSON.stringify(got).replaceAll('+00:00', 'Z');
    expect(MessageResponseSchema.safeParse(JSON.parse(text)).error).toBeUndefined();
  });

  it('posts once however often it sends an enforced nonce', async () => {
    const { sandbox, rest } = await startBoth();
    const { general } = sandbox.world.channels;
    const body = { content: 'once', nonce: 'job-1', enforce_nonce: true };
    await rest.post(Routes.channelMessages(general.id), { body });
    await rest.post(Routes.channelMessages(general.id), { body });
    expect(sandbox.messages(general)).toHaveLength(1);
  });
});

function row(...components: object[]) {
  return { type: 1, components };
}

function button(customId: string, label = customId) {
  return { type: 2, style: 2, custom_id: customId, label };
}
