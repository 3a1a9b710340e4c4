import { once } from 'node:events';
import { Client, Events, GatewayCloseCodes } from 'discord.js';
import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listen } from '../../../src/discord/intake/gateway.ts';
import { DiscordSandbox } from '../../../packages/stand-ins/discord/sandbox.ts';
import { findJob, imagine, openStudio, quietAnswer } from '../../commands/scene.ts';
import { completedMessage } from '../../support/job-message.ts';
import type { Studio } from '../../support/studio.ts';
import { expectOneResult, invalidAnswers, runningJob } from '../sync/bad-day.ts';

type Trouble = readonly [name: string, play: (studio: Studio) => void];

/** What the bot's session outlives. */
const RESUMED: readonly Trouble[] = [
  [
    'a dropped connection',
    ({ discord }) => {
      discord.gateway.drop();
    },
  ],
  [
    'a connection that is closed as too slow',
    ({ discord }) => {
      discord.gateway.drop(GatewayCloseCodes.SessionTimedOut);
    },
  ],
  [
    'a session that is to be resumed',
    ({ discord }) => {
      discord.gateway.invalidateSession(true);
    },
  ],
];

const TROUBLES: readonly Trouble[] = [
  ...RESUMED,
  [
    'a session that is over',
    ({ discord }) => {
      discord.gateway.invalidateSession(false);
    },
  ],
];

describe('a job that runs', () => {
  it.each(TROUBLES)('during %s is shown, and the next one is taken', async (_, play) => {
    const studio = await openStudio();
    const { interaction } = await runningJob(studio);
    play(studio);
    studio.runpod.release();
    await expectOneResult(studio, interaction);
    const next = await imagine(studio, { prompt: 'another' });
    await completedMessage(studio, next);
    expect(invalidAnswers(studio)).toBe(0);
  });
});

describe('a command that is sent while the bot is away', () => {
  it.each(RESUMED)('because of %s is answered once it is back', async (_, play) => {
    const studio = await openStudio();
    const sent = imagine(studio);
    // The command leaves in a later turn of the event loop than this.
    play(studio);
    const interaction = await sent;
    await completedMessage(studio, interaction);
    await expectOneResult(studio, interaction);
    expect([studio.discord.gateway.identified, studio.discord.gateway.resumed]).toEqual([1, 1]);
  });

  it('because its session is over leaves no row, and the next one is taken', async () => {
    const studio = await openStudio();
    const sent = imagine(studio);
    studio.discord.gateway.invalidateSession(false);
    const lost = await sent;
    const next = await imagine(studio);
    await completedMessage(studio, next);
    expect(await findJob(studio, lost.id)).toBeUndefined();
    expect(studio.discord.gateway.identified).toBe(2);
  });
});

describe('an interaction that is sent twice, since the bot resumed', () => {
  it('makes one job', async () => {
    const studio = await openStudio();
    const { interaction } = await runningJob(studio);
    studio.discord.gateway.drop();
    studio.discord.deliver(interaction);
    await studio.discord.connected();
    studio.runpod.release();
    await expectOneResult(studio, interaction);
    expect(studio.runpod.submissions()).toBe(1);
  });
});

describe('a malformed interaction', () => {
  it('does no harm to a job that runs, nor to the next command', async () => {
    const studio = await openStudio();
    const { interaction, message } = await runningJob(studio);
    for (const payload of [null, 7, [], {}, { type: 2 }, { type: 3, id: 'x', data: null }]) {
      studio.discord.dispatch('INTERACTION_CREATE', payload);
    }
    const jobs = await studio.discord.command({
      by: studio.discord.world.people.ada,
      in: studio.discord.world.channels.restricted,
      name: 'jobs',
    });
    expect(await quietAnswer(jobs)).toContain(message.id);
    studio.runpod.release();
    await expect.poll(async () => (await findJob(studio, interaction.id))?.state).toBe('completed');
  });
});

describe('the servers that a bot is in', () => {
  it('are not kept', async () => {
    const discord = await DiscordSandbox.start();
    const client = new Client({ intents: [], rest: { api: discord.apiUrl } });
    onTestFinished(async () => {
      await client.destroy();
      await discord.close();
    });
    listen(client, () => Promise.resolve(), pino({ level: 'silent' }));
    const ready = once(client, Events.ClientReady);
    await client.login(discord.token);
    await ready;
    expect(client.guilds.cache.size).toBe(0);
  });
});

describe('an error that discord.js reports', () => {
  it('is logged, and does not end the process', () => {
    const client = new Client({ intents: [] });
    const logged: string[] = [];
    const logger = pino({}, { write: (line: string) => logged.push(line) });
    listen(client, () => Promise.resolve(), logger);
    client.emit(Events.Error, new Error('of a kind'));
    expect(logged.join()).toContain('discord.js reported an error');
  });
});
