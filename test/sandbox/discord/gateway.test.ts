import { once } from 'node:events';
import { Client, Events } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { received, startBoth, startBot, startSandbox } from './bot.ts';

describe('the gateway', () => {
  it('delivers after a resume what came while the connection was down', async () => {
    const { sandbox, client } = await startBoth();
    const seen = received(client);
    sandbox.gateway.drop();
    expect(sandbox.gateway.connections).toBe(0);
    sandbox.dispatch('INTERACTION_CREATE', { id: '1', type: 99, entitlements: [] });
    const resumed = once(client, Events.ShardResume);
    await sandbox.connected();
    await resumed;
    expect(sandbox.gateway).toMatchObject({ identified: 1, resumed: 1, connections: 1 });
    expect(seen).toMatchObject([{ id: '1' }]);
  });

  it('makes the bot start a new session when the old one is over for good', async () => {
    const { sandbox, client } = await startBoth();
    const ready = once(client, Events.ShardReady);
    sandbox.gateway.invalidateSession(false);
    await ready;
    expect(sandbox.gateway).toMatchObject({ identified: 2, resumed: 0 });
  });

  it('lets the bot come back to a session that can be resumed', async () => {
    const { sandbox, client } = await startBoth();
    const resumed = once(client, Events.ShardResume);
    sandbox.gateway.invalidateSession(true);
    await resumed;
    expect(sandbox.gateway).toMatchObject({ identified: 1, resumed: 1 });
  });

  it('waits for the next bot after one has gone', async () => {
    const sandbox = await startSandbox();
    const first = await startBot(sandbox);
    await first.destroy();
    await expect.poll(() => sandbox.gateway.connections).toBe(0);
    const again = sandbox.connected();
    await startBot(sandbox);
    await again;
    expect(sandbox.gateway.connections).toBe(1);
  });

  it('tells listeners that a bot has come, and that it has gone, until they leave', async () => {
    const sandbox = await startSandbox();
    const seen: number[] = [];
    const leave = sandbox.gateway.onConnections(() => seen.push(sandbox.gateway.connections));
    const bot = await startBot(sandbox);
    await bot.destroy();
    await expect.poll(() => seen).toEqual([1, 0]);
    leave();
    await startBot(sandbox);
    expect(seen).toEqual([1, 0]);
  });

  it('refuses a wrong token', async () => {
    const sandbox = await startSandbox();
    const client = new Client({ intents: [], rest: { api: sandbox.apiUrl } });
    await expect(client.login('wrong')).rejects.toThrow(/token/);
  });
});

describe('waiting for a message', () => {
  it('resolves on the change that fits', async () => {
    const { sandbox, answer, draw, rest, original } = await startBoth();
    const interaction = await draw();
    await answer(interaction, { type: 4, data: { content: 'waiting' } });
    const done = sandbox.waitFor(({ content }) => content === 'done');
    await rest.patch(original(interaction), { body: { content: 'done' }, auth: false });
    expect((await done).versions).toHaveLength(2);
  });

  it('gives up with a list of the messages at hand', async () => {
    const { sandbox, answer, draw } = await startBoth();
    await answer(await draw(), { type: 4, data: { content: 'only this' } });
    const signal = AbortSignal.abort();
    await expect(sandbox.waitFor(() => false, { signal })).rejects.toThrow(/only this/);
  });

  it('tells listeners of every change until they leave', async () => {
    const { sandbox, answer, draw, rest, original } = await startBoth();
    const kinds: string[] = [];
    const leave = sandbox.onMessage(({ kind, via }) => kinds.push(`${kind} by ${via}`));
    const interaction = await draw();
    await answer(interaction, { type: 4, data: { content: 'x' } });
    await rest.patch(original(interaction), { body: { content: 'y' }, auth: false });
    leave();
    await rest.delete(original(interaction), { auth: false });
    expect(kinds).toEqual(['created by callback', 'edited by token']);
    expect(sandbox.messages(sandbox.world.channels.restricted)).toEqual([]);
  });

  it('keeps quiet about an interaction that nobody answers when the sandbox closes', async () => {
    const { sandbox, draw } = await startBoth();
    const interaction = await draw();
    await sandbox.close();
    await expect(interaction.answered).rejects.toThrow(/closed/);
  });
});
