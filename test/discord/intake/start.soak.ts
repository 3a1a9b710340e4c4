import { GatewayCloseCodes } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { ClosedForGood } from '../../../src/discord/rest/start-failures.ts';
import type { FaultAnswer } from '../../../packages/stand-ins/loopback.ts';
import { imagine, openStudio } from '../../commands/scene.ts';
import { completedMessage } from '../../support/job-message.ts';

/** A studio whose bot has stopped, and is to be started by the test. */
async function openStopped() {
  const studio = await openStudio();
  await studio.stopBot();
  studio.discord.rest.requests.length = 0;
  studio.logged.length = 0;
  return studio;
}

const UNAVAILABLE: FaultAnswer = { status: 503, body: 'upstream connect error' };

const A_PAGE: FaultAnswer = {
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: '<html>back soon</html>',
};

/** discord.js itself makes so many, one right after the other, before it tells of an outage. */
const TRIES = 4;

describe('a start', () => {
  it.each([
    ['whose application is asked for', /\/applications\/@me$/, 'cut', 1],
    ['whose commands are looked at', /\/commands$/, 'cut', 1],
    ['whose gateway is asked for', /\/gateway\/bot$/, 'reset', 1],
    ['during an outage, at its first call', /\/applications\/@me$/, UNAVAILABLE, TRIES],
    ['during an outage, at its second', /\/commands$/, UNAVAILABLE, TRIES],
    ['during an outage, at its last', /\/gateway\/bot$/, UNAVAILABLE, TRIES],
    ['that is answered by a page of something in between', /\/commands$/, A_PAGE, 1],
  ] as const)('%s is not ended by a failure that passes', async (_, path, answer, times) => {
    const studio = await openStopped();
    studio.discord.rest.fault({ path, answer, times });
    await studio.startBot();
    expect(studio.logged.join('')).toContain('Discord was not reached, and is asked again');
    await completedMessage(studio, await imagine(studio));
  });

  it('asks Discord no more than it has to', async () => {
    const studio = await openStopped();
    await studio.startBot();
    expect(studio.discord.rest.requests.map(({ path }) => path.replace(/\d{9,}/, '…'))).toEqual([
      '/api/v10/applications/@me',
      '/api/v10/users/@me',
      '/api/v10/applications/…/commands?with_localizations=true',
      '/api/v10/gateway/bot',
      // Before each IDENTIFY it is asked how many are left.
      '/api/v10/gateway/bot',
    ]);
  });

  it('needs no more of its application than Discord promises', async () => {
    const studio = await openStopped();
    const { rest, applicationId: id } = studio.discord;
    const body = JSON.stringify({ id, name: 'Darkroom', icon: null, description: '' });
    const headers = { 'content-type': 'application/json' };
    rest.fault({ path: /\/applications\/@me$/, answer: { status: 200, body, headers } });
    await studio.startBot();
    await completedMessage(studio, await imagine(studio));
  });

  it('asks once, and no more, with a token that Discord refuses', async () => {
    const studio = await openStopped();
    await expect(studio.startBot({ DISCORD_TOKEN: 'wrong' })).rejects.toThrow();
    expect(studio.discord.rest.requests).toHaveLength(1);
  });

  it('that Discord refuses its connection is not tried again', async () => {
    const studio = await openStopped();
    studio.discord.gateway.refuse(GatewayCloseCodes.DisallowedIntents);
    await expect(studio.startBot()).rejects.toThrow(new ClosedForGood(4014).message);
    expect(studio.discord.gateway.identified).toBe(1);
  });
});

describe('a connection that Discord closes for good', () => {
  it.each([
    [4004, /DISCORD_TOKEN/],
    [4010, /no such shard/],
    [4011, /more servers than its shards may serve/],
    [4012, /version of its gateway/],
    [4013, /does not know the intents/],
    [4014, /does not allow the intents/],
  ])('with %d is told in a sentence of its own', async (code, sentence) => {
    const studio = await openStudio();
    studio.discord.gateway.drop(code);
    await expect
      .poll(() => studio.logged.find((line) => line.startsWith('Discord closed the connection')))
      .toMatch(sentence);
    expect(studio.logged.filter((line) => line.includes('DISCORD_TOKEN'))).toHaveLength(
      code === 4004 ? 1 : 0,
    );
  });
});

describe('a bot in many servers', () => {
  it('has as many shards as Discord asks for, and each serves', async () => {
    const studio = await openStopped();
    const { discord } = studio;
    discord.gateway.sharding = { shards: 2, maxConcurrency: 2 };
    await studio.startBot();
    expect(discord.gateway.connections).toBe(2);
    const interaction = await imagine(studio);
    await completedMessage(studio, interaction);
    const { id: here } = discord.world.guild;
    const elsewhere = String(BigInt(here) ^ (1n << 22n));
    const copy = { ...interaction.payload, id: '1234567890', guild_id: elsewhere };
    discord.dispatch('INTERACTION_CREATE', copy);
    await expect
      .poll(() => discord.rest.requests.map(({ path }) => path))
      .toContainEqual(expect.stringContaining(`/interactions/1234567890/`));
  });

  it('logs what becomes of each shard', async () => {
    const studio = await openStopped();
    const { gateway } = studio.discord;
    gateway.sharding = { shards: 2, maxConcurrency: 2 };
    await studio.startBot();
    gateway.drop(undefined, 1);
    const ofShards = () =>
      studio.logged
        .filter((line) => line.includes('"msg":"shard '))
        .map((line) => {
          const { shard, shards, code, msg } = JSON.parse(line) as Record<string, unknown>;
          return [shard, shards, code, msg];
        });
    await expect.poll(() => ofShards().at(-1)?.[3]).toBe('shard resumed');
    await studio.stopBot();
    expect(ofShards().toSorted()).toEqual(
      [
        [0, 2, undefined, 'shard ready'],
        [1, 2, undefined, 'shard ready'],
        [1, undefined, 4000, 'shard closed'],
        [1, undefined, undefined, 'shard resumed'],
      ].toSorted(),
    );
  });
});
