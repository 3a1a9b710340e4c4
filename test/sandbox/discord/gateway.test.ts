import { once } from 'node:events';
import { Client, Events, GatewayCloseCodes } from 'discord.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { received, startBoth, startSandbox } from './bot.ts';

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

  it('ends the session and resets the token of a bot that identifies once too often', async () => {
    const { sandbox, client } = await startBoth();
    sandbox.gateway.starts.leave(0);
    const closed = once(client, Events.ShardDisconnect);
    sandbox.gateway.invalidateSession(false);
    expect(await closed).toMatchObject([{ code: GatewayCloseCodes.AuthenticationFailed }, 0]);
    expect(sandbox.gateway).toMatchObject({ identified: 1, connections: 0 });
    await expect(client.rest.get('/gateway/bot')).rejects.toMatchObject({ status: 401 });
  });

  it('refuses a wrong token', async () => {
    const sandbox = await startSandbox();
    const client = new Client({ intents: [], rest: { api: sandbox.apiUrl } });
    await expect(client.login('wrong')).rejects.toThrow(/token/);
  });
});

describe('a gateway that asks for two shards', () => {
  /** A client with as many shards as the sandbox says, and what each of them heard. */
  async function startSharded(shards: 'auto' | number[] = 'auto', shardCount = 2) {
    const sandbox = await startSandbox();
    sandbox.gateway.sharding = { shards: 2, maxConcurrency: 2 };
    const rest = { api: sandbox.apiUrl };
    const client = new Client({ intents: [], rest, shards, shardCount });
    onTestFinished(() => client.destroy());
    const heard: string[] = [];
    client.on(Events.Raw, ({ d }: { d: { id?: string } }, shard: number) => {
      if (d.id !== undefined) heard.push(`${d.id} by ${shard}`);
    });
    return { sandbox, client, heard };
  }

  it('gets both, and sends each event to the one that serves its server', async () => {
    const { sandbox, client, heard } = await startSharded();
    await client.login(sandbox.token);
    expect(sandbox.gateway).toMatchObject({ connections: 2, identified: 2 });
    const even = { guild_id: String(4n << 22n) };
    const odd = { guild_id: String(7n << 22n) };
    for (const [id, where] of Object.entries({ 1: even, 2: odd, 3: {} })) {
      sandbox.dispatch('INTERACTION_CREATE', { id, type: 99, entitlements: [], ...where });
    }
    await expect.poll(() => heard.toSorted()).toEqual(['1 by 0', '2 by 1', '3 by 0']);
  });

  it('sends what one shard missed when that resumes', async () => {
    const { sandbox, client, heard } = await startSharded();
    await client.login(sandbox.token);
    sandbox.gateway.drop(undefined, 1);
    expect(sandbox.gateway.connections).toBe(1);
    const guild_id = String(7n << 22n);
    sandbox.dispatch('INTERACTION_CREATE', { id: '1', type: 99, entitlements: [], guild_id });
    await expect.poll(() => heard).toEqual(['1 by 1']);
    expect(sandbox.gateway).toMatchObject({ identified: 2, resumed: 1, connections: 2 });
  });

  it.each([
    ['a single one', [0], 1, GatewayCloseCodes.ShardingRequired],
    ['one that cannot be', [2], 2, GatewayCloseCodes.InvalidShard],
  ] as const)('refuses %s', async (_, shards, shardCount, code) => {
    const { sandbox, client } = await startSharded([...shards], shardCount);
    const codes: number[] = [];
    client.on(Events.ShardDisconnect, (event) => codes.push(event.code));
    await expect(client.login(sandbox.token)).rejects.toThrow();
    expect(codes).toEqual([code]);
  });
});
