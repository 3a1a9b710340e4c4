import { Routes } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { refusal, startBoth } from './bot.ts';

/** A message of Ben's in #general, and how the bot posts there. */
async function answering() {
  const both = await startBoth();
  const { rest, sandbox } = both;
  const { people, channels } = sandbox.world;
  const asked = sandbox.say({ by: people.ben, in: channels.general, content: 'is it done?' });
  const path = Routes.channelMessages(channels.general.id);
  const post = (body: object) => rest.post(path, { body });
  const reply = (body: object) =>
    post({ content: 'done', message_reference: { message_id: asked.id }, ...body });
  const pinged = () =>
    Object.values(people).flatMap((person) =>
      sandbox.pings(person).map(({ content }) => [person.username, content]),
    );
  return { ...both, people, channels, asked, post, reply, pinged };
}

describe('a reply', () => {
  it('comes with the message that it replies to, until that is gone', async () => {
    const { sandbox, rest, reply, asked, channels } = await answering();
    expect(await reply({})).toMatchObject({
      type: 19,
      message_reference: {
        type: 0,
        message_id: asked.id,
        channel_id: channels.general.id,
        guild_id: sandbox.world.guild.id,
      },
      referenced_message: { id: asked.id, content: 'is it done?' },
    });
    sandbox.world.setBotAccess(channels.general, 'manage');
    await rest.delete(Routes.channelMessage(channels.general.id, asked.id));
    expect(sandbox.messages(channels.general)[0]?.referenced_message).toBeNull();
  });

  it('is refused for a message that is not there, or else comes as none', async () => {
    const { reply } = await answering();
    const gone = { message_reference: { message_id: '1' } };
    const { code, errors } = await refusal(reply(gone));
    expect(code).toBe(50035);
    expect(errors).toHaveProperty('errors.message_reference._errors');
    const soft = { message_reference: { message_id: '1', fail_if_not_exists: false } };
    expect(await reply(soft)).toMatchObject({ type: 0, content: 'done' });
  });

  it.each<[string, object | undefined, string[]]>([
    ['without allowed mentions', undefined, ['ben']],
    ['that allows none', { parse: [] }, []],
    ['that allows its author', { parse: [], replied_user: true }, ['ben']],
  ])('%s notifies %j', async (_, allowed, names) => {
    const { reply, pinged } = await answering();
    await reply({ allowed_mentions: allowed });
    expect(pinged()).toEqual(names.map((name) => [name, 'done']));
  });
});

describe('a mention', () => {
  it('notifies whom it names and `allowed_mentions` lets through, and never in an edit', async () => {
    const { sandbox, rest, people, channels, post, pinged } = await answering();
    const { ada, cleo } = people;
    const content = `<@${ada.id}> <@${cleo.id}>`;
    await post({ content, allowed_mentions: { users: [ada.id] } });
    expect(pinged()).toEqual([['ada', content]]);
    const [, posted] = sandbox.messages(channels.general);
    const path = Routes.channelMessage(channels.general.id, posted?.id ?? '');
    await rest.patch(path, { body: { content, allowed_mentions: { parse: ['users'] } } });
    expect(sandbox.messages(channels.general)[1]?.mentions).toHaveLength(2);
    expect(pinged()).toEqual([['ada', content]]);
  });

  it('notifies nobody in an answer that one person sees, nor in a late one', async () => {
    const { sandbox, rest, answer, draw, original, people, pinged } = await answering();
    const content = `<@${people.ben.id}>`;
    await answer(await draw(), { type: 4, data: { content, flags: 64 } });
    const late = await draw();
    await answer(late, { type: 5 });
    await rest.patch(original(late), { body: { content }, auth: false });
    expect(pinged()).toEqual([]);
    expect(sandbox.messages(sandbox.world.channels.restricted)).toHaveLength(2);
  });
});
