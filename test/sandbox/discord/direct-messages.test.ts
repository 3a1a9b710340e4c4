import {
  ApplicationCommandType,
  InteractionContextType,
  Routes,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DRAW, received, refusal, startBoth } from './bot.ts';

const { Guild, BotDM } = InteractionContextType;
const withId = z.looseObject({ id: z.string() });

/** The channel in which the bot writes to Ada, opened as the bot opens it. */
async function opened() {
  const both = await startBoth();
  const { rest, sandbox } = both;
  const { ada, ben } = sandbox.world.people;
  const open = async () =>
    withId.parse(await rest.post(Routes.userChannels(), { body: { recipient_id: ada.id } }));
  const channel = sandbox.world.directChannel(ada);
  const post = (body: object) => rest.post(Routes.channelMessages(channel.id), { body });
  return { ...both, open, post, channel, ada, ben };
}

const BUTTON = [{ type: 1, components: [{ type: 2, style: 2, custom_id: 'more', label: 'More' }] }];

describe('direct messages', () => {
  it('have one channel for each person, which the bot may open again and again', async () => {
    const { open, ada, channel, rest } = await opened();
    const first = await open();
    expect(first).toMatchObject({ id: channel.id, type: 1, recipients: [{ id: ada.id }] });
    expect(await open()).toEqual(first);
    expect(await rest.get(Routes.channel(channel.id))).toEqual(first);
  });

  it('are opened with nobody who is not there', async () => {
    const { rest } = await opened();
    const call = rest.post(Routes.userChannels(), { body: { recipient_id: '1' } });
    expect(await refusal(call)).toMatchObject({ status: 400, code: 50033 });
  });

  it('are seen by their person alone', async () => {
    const { post, sandbox, channel, ada, ben } = await opened();
    await post({ content: 'for you', components: BUTTON });
    expect(sandbox.messages(channel, ada)).toHaveLength(1);
    expect(sandbox.messages(channel, ben)).toEqual([]);
    const [message] = sandbox.messages(channel);
    const click = sandbox.click({ by: ben, message: message ?? raise(), customId: 'more' });
    await expect(click).rejects.toThrow('Ben does not see that message');
  });

  it('reach nobody who takes none, until they take some again', async () => {
    const { open, post, sandbox, ada, channel } = await opened();
    sandbox.world.setDirectMessages(ada, false);
    await open();
    expect(await refusal(post({ content: 'x' }))).toMatchObject({ status: 403, code: 50007 });
    expect(sandbox.messages(channel)).toEqual([]);
    sandbox.world.setDirectMessages(ada, true);
    await post({ content: 'x' });
    expect(sandbox.messages(channel)).toHaveLength(1);
  });

  it('have buttons whose presses come from a user, and can be answered', async () => {
    const { post, sandbox, client, answer, original, rest, channel, ada } = await opened();
    await post({ content: 'for you', components: BUTTON });
    const seen = received(client);
    const [message = raise()] = sandbox.messages(channel);
    const click = await sandbox.click({ by: ada, message, customId: 'more' });
    await expect.poll(() => seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({
      user: { id: ada.id },
      context: 1,
      channel: { id: channel.id, type: 1, recipients: [{ id: ada.id }] },
      authorizing_integration_owners: { 0: '0' },
      attachment_size_limit: 10_485_760,
    });
    for (const field of ['guild_id', 'guild', 'guild_locale', 'member']) {
      expect(seen[0]).not.toHaveProperty(field);
    }
    await answer(click, { type: 4, data: { content: 'more for you', flags: 64 } });
    await rest.patch(original(click), { body: { content: 'even more' }, auth: false });
    expect(sandbox.messages(channel, ada).map(({ content }) => content)).toEqual([
      'for you',
      'even more',
    ]);
  });

  it('hold messages of their person, which the bot cannot delete', async () => {
    const { sandbox, rest, channel, ada } = await opened();
    const { id } = sandbox.say({ by: ada, in: channel, content: 'hello' });
    const call = rest.delete(Routes.channelMessage(channel.id, id));
    expect(await refusal(call)).toMatchObject({ status: 403, code: 50003 });
  });
});

describe('commands in direct messages', () => {
  const commands: RESTPostAPIApplicationCommandsJSONBody[] = [
    { ...DRAW, name: 'anywhere' },
    { ...DRAW, name: 'servers', contexts: [Guild] },
    { ...DRAW, name: 'both', contexts: [Guild, BotDM] },
    { ...DRAW, name: 'managers', contexts: [BotDM], default_member_permissions: '0' },
    { ...DRAW, name: 'adults', nsfw: true },
    { name: 'Keep', type: ApplicationCommandType.Message, contexts: [BotDM] },
  ];

  it('are offered where their contexts say so, whatever permissions they need in a server', async () => {
    const { sandbox, rest, channel, ada } = await opened();
    await rest.put(Routes.applicationCommands(sandbox.applicationId), { body: commands });
    const use = (name: string) =>
      sandbox.command({ by: ada, in: channel, name, options: { prompt: 'x' } });
    for (const name of ['anywhere', 'both', 'managers']) {
      expect((await use(name)).payload).toMatchObject({ context: 1, user: { id: ada.id } });
    }
    for (const name of ['servers', 'adults']) {
      await expect(use(name)).rejects.toThrow(`${name} is not offered in that channel`);
    }
    const message = sandbox.say({ by: ada, in: channel, content: 'hello' });
    const kept = await sandbox.messageCommand({ by: ada, message, name: 'Keep' });
    expect(kept.payload.data).toMatchObject({
      resolved: { messages: { [message.id]: { content: 'hello' } } },
    });
  });
});

function raise(): never {
  throw new Error('there is no such message');
}
