import { Routes } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { sending } from '../../../src/discord/rest/message-payload.ts';
import { refusal, startBoth } from './bot.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const HELLO = { type: 4, data: { content: 'hello' } };

describe('time', () => {
  it('forgets an interaction that is not answered within 3 s', async () => {
    const clock = new ManualClock();
    const { answer, draw } = await startBoth(clock);
    const interaction = await draw();
    await clock.advance(3000);
    expect(await refusal(answer(interaction, HELLO))).toMatchObject({ status: 404, code: 10062 });
    await expect(interaction.answered).rejects.toThrow(/within 3 s/);
  });

  it('ends a token 15 min after the interaction', async () => {
    const clock = new ManualClock();
    const { answer, draw, rest, original } = await startBoth(clock);
    const interaction = await draw();
    await answer(interaction, HELLO);
    const edit = () => rest.patch(original(interaction), { body: { content: 'x' }, auth: false });
    await clock.advance(15 * 60_000 - 1);
    await edit();
    await clock.advance(1);
    expect(await refusal(edit())).toMatchObject({ status: 401, code: 50027 });
  });

  it('ends the tokens of all interactions so far when it is told to, and of no later one', async () => {
    const { sandbox, answer, draw, rest, original } = await startBoth();
    const earlier = await draw();
    await answer(earlier, HELLO);
    sandbox.endTokens();
    const later = await draw();
    await answer(later, HELLO);
    const edit = (one: typeof earlier) =>
      rest.patch(original(one), { body: { content: 'x' }, auth: false });
    expect(await refusal(edit(earlier))).toMatchObject({ status: 401, code: 50027 });
    await edit(later);
  });

  it('lets the bot edit its message after that by its own token', async () => {
    const clock = new ManualClock();
    const { sandbox, answer, draw, rest } = await startBoth(clock);
    const posted = await answer(await draw(), HELLO);
    await clock.advance(3_600_000);
    const channel = sandbox.world.channels.restricted.id;
    const path = Routes.channelMessage(channel, posted?.id ?? '');
    expect(await rest.patch(path, { body: { content: 'late' } })).toMatchObject({
      content: 'late',
    });
  });
});

describe('answers', () => {
  it('are taken once', async () => {
    const { answer, draw } = await startBoth();
    const interaction = await draw();
    await answer(interaction, HELLO);
    expect(await refusal(answer(interaction, HELLO))).toMatchObject({ status: 400, code: 40060 });
  });

  it('become a message by the first edit after a deferral', async () => {
    const { sandbox, answer, draw, rest, original } = await startBoth();
    const interaction = await draw();
    const { id = '' } = (await answer(interaction, { type: 5 })) ?? {};
    expect(sandbox.message(id)?.flags).toBe(128);
    await rest.patch(original(interaction), { body: { content: 'done' }, auth: false });
    expect(sandbox.message(id)).toMatchObject({
      content: 'done',
      flags: 0,
      edited_timestamp: null,
    });
  });

  it('take the first follow-up after a deferral for that edit', async () => {
    const { sandbox, answer, draw, rest } = await startBoth();
    const interaction = await draw();
    await answer(interaction, { type: 5, data: { flags: 64 } });
    const webhook = Routes.webhook(sandbox.applicationId, interaction.token);
    await rest.post(webhook, { body: { content: 'first' }, auth: false });
    await rest.post(webhook, { body: { content: 'second' }, auth: false });
    const { restricted } = sandbox.world.channels;
    expect(sandbox.messages(restricted).map(({ content, flags }) => [content, flags])).toEqual([
      ['first', 64],
      ['second', 0],
    ]);
  });
});

describe('unknown things', () => {
  it('have their own codes', async () => {
    const { sandbox, rest, draw } = await startBoth();
    const { general } = sandbox.world.channels;
    const code = async (call: Promise<unknown>) => (await refusal(call)).code;
    const app = sandbox.applicationId;
    expect(await code(rest.get(Routes.channel('1')))).toBe(10003);
    expect(await code(rest.get(Routes.channelMessage(general.id, '1')))).toBe(10008);
    const webhook = Routes.webhookMessage(app, 'nonsense', '@original');
    expect(await code(rest.get(webhook, { auth: false }))).toBe(10015);
    const { token } = await draw();
    const early = Routes.webhookMessage(app, token, '@original');
    expect(await code(rest.get(early, { auth: false }))).toBe(10015);
  });
});

describe("the bot's rights in a channel", () => {
  it('can be taken away', async () => {
    const { sandbox, rest } = await startBoth();
    const { general } = sandbox.world.channels;
    const post = () =>
      rest.post(Routes.channelMessages(general.id), { body: { content: 'hello' } });
    sandbox.world.setBotAccess(general, 'read-only');
    expect(await refusal(post())).toMatchObject({ status: 403, code: 50013 });
    sandbox.world.setBotAccess(general, 'none');
    expect(await refusal(post())).toMatchObject({ status: 403, code: 50001 });
  });
});

describe('ephemeral messages', () => {
  it('exist only for the person they answer', async () => {
    const { sandbox, rest, answer, draw } = await startBoth();
    const { people, channels } = sandbox.world;
    const posted = await answer(await draw(), { type: 4, data: { content: 'psst', flags: 64 } });
    expect(sandbox.messages(channels.restricted, people.ada)).toHaveLength(1);
    expect(sandbox.messages(channels.restricted, people.ben)).toHaveLength(0);
    const path = Routes.channelMessage(channels.restricted.id, posted?.id ?? '');
    expect((await refusal(rest.get(path))).code).toBe(10008);
  });
});

describe('files', () => {
  const fox = { name: 'fox.png', data: Buffer.from('fox') };
  const hen = { name: 'hen.png', data: Buffer.from('hen') };

  it('stay when an edit does not list attachments', async () => {
    const { rest, answer, draw, original } = await startBoth();
    const interaction = await draw();
    await answer(interaction, HELLO, [fox]);
    const edited = await rest.patch(original(interaction), {
      ...sending({ content: 'x' }, [hen]),
      auth: false,
    });
    expect(edited).toMatchObject({
      attachments: [{ filename: 'fox.png' }, { filename: 'hen.png' }],
    });
  });

  it('are replaced when an edit lists the new ones only', async () => {
    const { rest, answer, draw, original } = await startBoth();
    const interaction = await draw();
    await answer(interaction, HELLO, [fox]);
    const edited = await rest.patch(original(interaction), {
      ...sending({ attachments: [{ id: 0 }] }, [hen]),
      auth: false,
    });
    expect(edited).toMatchObject({ attachments: [{ filename: 'hen.png' }] });
  });

  it('are left out of attachments while an embed shows them', async () => {
    const { sandbox, answer, draw } = await startBoth();
    const body = { type: 4, data: { embeds: [{ image: { url: 'attachment://fox.png' } }] } };
    const posted = await answer(await draw(), body, [fox]);
    const message = sandbox.message(posted?.id ?? '');
    expect(message?.attachments).toEqual([]);
    expect(message?.files).toMatchObject([{ filename: 'fox.png' }]);
    expect(message?.embeds[0]?.image?.url).toBe(message?.files[0]?.url);
  });

  it('may be of 10 MiB and no more', async () => {
    const { answer, draw } = await startBoth();
    const interaction = await draw();
    const data = Buffer.alloc(10 * 1024 * 1024 + 1);
    const call = answer(interaction, HELLO, [{ name: 'big.png', data }]);
    expect(await refusal(call)).toMatchObject({ status: 413, code: 40005 });
    await answer(interaction, HELLO, [{ name: 'big.png', data: data.subarray(1) }]);
    expect((await interaction.answered).message?.files[0]?.size).toBe(10 * 1024 * 1024);
  });
});
