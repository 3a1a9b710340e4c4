import { getEventListeners } from 'node:events';
import { Routes } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { lookUpChannel } from '../../../src/discord/rest/rest.ts';
import { discordFailure } from '../../../src/discord/rest/discord-failure.ts';
import { HELLO, openMessages } from './messages-bench.ts';
import { refusal } from './refusal.ts';

describe('Messages', () => {
  it('posts a message once for a nonce', async () => {
    const { discord, messages, channelId } = await openMessages();
    const first = await messages.create(channelId, HELLO, 'job-1');
    expect(await messages.create(channelId, HELLO, 'job-1')).toBe(first);
    expect(discord.messages(discord.world.channels.general)).toHaveLength(1);
  });

  it('sends no bot token along with an interaction token', async () => {
    const { discord, messages } = await openMessages();
    const interaction = { id: '1', token: 'dead' };
    await expect(messages.respond(interaction, HELLO, { ephemeral: true })).rejects.toThrow();
    await expect(messages.editByToken('dead', '1', HELLO)).rejects.toThrow();
    await expect(messages.deleteByToken('dead')).rejects.toThrow();
    await expect(messages.followUp('dead', HELLO, { ephemeral: true })).rejects.toThrow();
    const sent = discord.rest.requests.map(({ headers }) => headers.get('authorization'));
    expect(sent).toEqual([null, null, null, null]);
  });

  it('takes a message away, and says where there was none any more', async () => {
    const { discord, messages, channelId } = await openMessages();
    const id = await messages.create(channelId, HELLO);
    expect(await messages.remove(channelId, id)).toBe('removed');
    expect(discord.message(id)).toBeUndefined();
    expect(await messages.remove(channelId, id)).toBe('gone');
  });

  it('says so where it may not take a message away', async () => {
    const { discord, messages } = await openMessages();
    const { people, channels } = discord.world;
    const { id } = discord.say({ by: people.ada, in: channels.general, content: 'mine' });
    const failure = async () =>
      discordFailure(
        await messages.remove(channels.general.id, id).catch((error: unknown) => error),
      );
    expect(await failure()).toBe('no_access');
    discord.world.setBotAccess(channels.general, 'manage');
    expect(await messages.remove(channels.general.id, id)).toBe('removed');
    discord.world.setBotAccess(channels.general, 'none');
    expect(await failure()).toBe('no_access');
  });

  describe('with a file that is not in memory', () => {
    const HALF = Buffer.alloc(100_000, 'x');

    it('reads it anew at every try', async () => {
      const { discord, messages, channelId } = await openMessages();
      discord.rest.fault({
        method: 'POST',
        path: /messages$/,
        when: 'after',
        answer: refusal(500, 0),
      });
      let tries = 0;
      const pieces = async function* () {
        tries += 1;
        for (let half = 0; half < 2; half += 1) yield await Promise.resolve(HALF);
      };
      const files = [{ name: 'a.png', data: { size: 200_000, pieces } }];
      const id = await messages.create(channelId, { ...HELLO, files }, 'job-1');
      expect(tries).toBe(2);
      expect(discord.message(id)?.files).toMatchObject([{ filename: 'a.png', size: 200_000 }]);
    });

    it.each([
      ['cannot be read', Object.assign(new Error('ENOENT'), { code: 'ENOENT' }), 0],
      ['breaks off', new Error('input/output error'), 1],
    ])('throws why it %s, and posts nothing', async (_, reason, after) => {
      const { discord, messages, channelId } = await openMessages();
      const pieces = async function* () {
        for (let half = 0; half < after; half += 1) yield await Promise.resolve(HALF);
        await Promise.reject(reason);
      };
      const files = [{ name: 'a.png', data: { size: 200_000, pieces } }];
      await expect(messages.create(channelId, { ...HELLO, files })).rejects.toBe(reason);
      expect(discord.messages(discord.world.channels.general)).toEqual([]);
      expect(await messages.create(channelId, HELLO)).toBeDefined();
    });

    it('posts nothing where it is shorter than it was', async () => {
      const { discord, messages, channelId } = await openMessages();
      const pieces = async function* () {
        yield await Promise.resolve(HALF);
      };
      const files = [{ name: 'a.png', data: { size: 200_000, pieces } }];
      await expect(messages.create(channelId, { ...HELLO, files })).rejects.toThrow();
      expect(discord.messages(discord.world.channels.general)).toEqual([]);
    });

    it('reads no further once the bot halts', async () => {
      const { halt, messages, channelId } = await openMessages();
      let isClosed = false;
      const pieces = async function* () {
        try {
          yield await Promise.resolve(HALF);
          halt.abort(new Error('halted'));
          for (;;) yield await Promise.resolve(HALF);
        } finally {
          isClosed = true;
        }
      };
      const files = [{ name: 'a.png', data: { size: 1e9, pieces } }];
      await expect(messages.create(channelId, { ...HELLO, files })).rejects.toThrow('halted');
      await expect.poll(() => isClosed).toBe(true);
    });
  });

  it('ends a call that is under way when the bot halts', async () => {
    const { discord, halt, messages, channelId } = await openMessages();
    discord.rest.fault({ method: 'POST', path: /messages$/, times: 9, answer: 'hang' });
    const call = messages.create(channelId, HELLO, 'job-1');
    await expect.poll(() => discord.rest.requests.length).toBe(1);
    halt.abort();
    await expect(call).rejects.toThrow();
  });

  it('ends a call that waits for a rate limit when the bot halts', async () => {
    const { discord, halt, messages, channelId } = await openMessages();
    const answer = { status: 429, headers: { 'retry-after': '9' }, body: '{}' };
    discord.rest.fault({ method: 'POST', path: /messages$/, answer });
    const call = messages.create(channelId, HELLO, 'job-1');
    await expect.poll(() => discord.rest.requests.length).toBe(1);
    halt.abort();
    await expect(call).rejects.toThrow();
  });

  it('begins nothing after a halt', async () => {
    const { discord, halt, messages, channelId } = await openMessages();
    halt.abort();
    await expect(messages.create(channelId, HELLO, 'job-1')).rejects.toThrow();
    expect(discord.rest.requests).toEqual([]);
  });

  it('leaves nothing behind on the signal, however many calls there were', async () => {
    const { halt, messages, channelId } = await openMessages();
    const before = getEventListeners(halt.signal, 'abort').length;
    for (let call = 0; call < 20; call += 1) await messages.create(channelId, HELLO, `${call}`);
    expect(getEventListeners(halt.signal, 'abort')).toHaveLength(before);
  });

  it.each(['', '{}', '{"resource":null}', '{"resource":{"type":12,"message":null}}', '[]'])(
    'takes an answer for given, whatever Discord tells of it: %j',
    async (body) => {
      const { discord, messages } = await openMessages();
      const headers = { 'content-type': 'application/json' };
      const answer = body === '' ? { status: 204 } : { status: 200, body, headers };
      discord.rest.fault({ path: /callback$/, answer });
      const interaction = { id: '1', token: 'x' };
      expect(await messages.respond(interaction, HELLO, { ephemeral: true })).toBeUndefined();
    },
  );

  it.each([
    ['{"type":99}', { type: 99, nsfw: undefined }],
    ['{"type":0,"nsfw":null}', { type: 0, nsfw: undefined }],
    ['{"type":0,"nsfw":true}', { type: 0, nsfw: true }],
  ])('reads of a channel what there is: %s', async (body, expected) => {
    const { discord, calls, channelId } = await openMessages();
    const headers = { 'content-type': 'application/json' };
    discord.rest.fault({ path: /channels/, answer: { status: 200, body, headers } });
    expect(await lookUpChannel(calls, channelId)).toEqual(expected);
  });

  it('stops calling as the bot while Discord refuses its token, and not by other tokens', async () => {
    const { discord, messages, channelId } = await openMessages();
    const answer = refusal(401, 0);
    discord.rest.fault({ method: 'POST', path: /messages$/, times: Infinity, answer });
    for (let calls = 0; calls < 20; calls += 1) {
      await expect(messages.create(channelId, HELLO, 'job-1')).rejects.toThrow();
    }
    expect(discord.rest.requests).toHaveLength(3);
    await expect(messages.deleteByToken('dead')).rejects.toThrow('Unknown Webhook');
  });
});

describe('a look at a channel', () => {
  const LOOK_UP = { method: 'GET', path: /\/channels\/\d+$/ };

  it('says whether it is age-restricted', async () => {
    const { discord, calls, channelId } = await openMessages();
    const { restricted } = discord.world.channels;
    expect(await lookUpChannel(calls, restricted.id)).toEqual({ type: 0, nsfw: true });
    expect((await lookUpChannel(calls, channelId))?.nsfw).not.toBe(true);
  });

  it.each([
    ['a rate limit', { status: 429, headers: { 'retry-after': '9' }, body: '{}' }],
    ['an answer that does not come', 'hang'],
  ] as const)('waits a second for %s', async (_, answer) => {
    const { discord, clock, calls, channelId } = await openMessages();
    discord.rest.fault({ ...LOOK_UP, times: Infinity, answer });
    const looked = lookUpChannel(calls, channelId);
    await expect.poll(() => discord.rest.requests.at(-1)?.path).toContain(channelId);
    await clock.advance(1_000);
    expect(await looked).toBeUndefined();
  });

  it('leaves no timer behind', async () => {
    const { clock, calls, channelId } = await openMessages();
    await lookUpChannel(calls, channelId);
    expect(clock.sleeping).toBe(0);
  });

  it('ends when the bot halts', async () => {
    const { discord, halt, calls, channelId } = await openMessages();
    discord.rest.fault({ ...LOOK_UP, answer: 'hang' });
    const looked = lookUpChannel(calls, channelId);
    await expect.poll(() => discord.rest.requests.length).toBe(1);
    halt.abort();
    expect(await looked).toBeUndefined();
  });
});

describe('a 401 that Discord gives once', () => {
  it('to a look at a channel leaves the calls after it as they were', async () => {
    const { discord, calls, messages, channelId } = await openMessages();
    discord.rest.fault({ method: 'GET', path: /\/channels\//, answer: refusal(401, 0) });
    expect(await lookUpChannel(calls, channelId)).toBeUndefined();
    expect(await messages.create(channelId, HELLO, 'job-1')).toMatch(/^\d+$/);
  });

  it("to a request of discord.js's own leaves the calls after it as they were", async () => {
    const { discord, clients, messages, channelId } = await openMessages();
    discord.rest.fault({ path: /gateway/, answer: refusal(401, 0) });
    await expect(clients.bot.get(Routes.gatewayBot())).rejects.toMatchObject({ status: 401 });
    expect(await messages.create(channelId, HELLO, 'job-1')).toMatch(/^\d+$/);
  });
});
