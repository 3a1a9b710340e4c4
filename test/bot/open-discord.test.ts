import { GatewayCloseCodes } from 'discord.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DiscordSandbox } from '../../packages/stand-ins/discord/sandbox.ts';
import { openDiscord } from '../../src/bot/open-discord.ts';
import { openJobs } from '../../src/bot/open-jobs.ts';
import { openPrivacy } from '../../src/bot/open-privacy.ts';
import { openStore } from '../../src/bot/open-store.ts';
import { openDatabase } from '../../src/store/database.ts';
import { screening } from '../support/screening.ts';
import { opening } from './opening.ts';

/** A busy machine may take longer to answer than the 3 s that Discord waits. */
const ANSWER_WITHIN_MS = 30_000;

async function openSandbox() {
  const discord = await DiscordSandbox.start({ answerWithinMs: ANSWER_WITHIN_MS });
  onTestFinished(() => discord.close());
  const given = opening({
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.apiUrl,
    DISCORD_CDN_URL: discord.cdnUrl,
  });
  const record = await openStore(given);
  const parts = { record, privacy: openPrivacy(given, record), jobs: openJobs(given, record) };
  const { signal } = new AbortController();
  const open = () => openDiscord({ ...given, screening, signal }, parts);
  const start = async () => {
    const bot = await open();
    bot.follow();
    await bot.connect();
    await bot.resumeShowing();
    await bot.resumeClearing();
  };
  return { discord, given, record, open, start };
}

describe("the bot's side of Discord, by itself", () => {
  it('registers the commands, and answers them once it listens', async () => {
    const { discord, open } = await openSandbox();
    const bot = await open();
    expect(bot.registered).toBe(1);
    expect(discord.gateway.connections).toBe(0);
    await bot.connect();
    const { people, channels } = discord.world;
    const asked = await discord.command({ by: people.ada, in: channels.general, name: 'jobs' });
    const { message } = await asked.answered;
    expect(message?.embeds[0]?.description).toContain('no pictures yet');
  });

  it('knows whether it is connected', async () => {
    const { discord, open } = await openSandbox();
    const bot = await open();
    expect(bot.isConnected()).toBe(false);
    await bot.connect();
    await expect.poll(() => bot.isConnected()).toBe(true);
    discord.gateway.drop(GatewayCloseCodes.AuthenticationFailed);
    await expect.poll(() => bot.isConnected()).toBe(false);
  });

  it('shows a job as it is, whoever drives it', async () => {
    const { discord, given, record, start } = await openSandbox();
    await start();
    const { people, channels } = discord.world;
    const options = { prompt: 'a lighthouse' };
    const by = { by: people.ada, in: channels.general };
    const asked = await discord.command({ ...by, name: 'imagine', options });
    const { message } = await asked.answered;
    const [job] = await record.log.jobs.latestOf(people.ada.id, 1);
    await record.log.move(job?.id ?? '', 'failed', 'test', { error: { code: 'unexpected' } });
    const shown = () => discord.messages(channels.general).find(({ id }) => id === message?.id);
    await expect.poll(() => JSON.stringify(shown())).toContain('Try again');
    expect(given.logged.join('')).not.toContain('"level":50');
  });

  it('follows no job once it is shut down, and hears nothing', async () => {
    const { discord, given, record, start } = await openSandbox();
    const { events } = record.log;
    const listeners = events.listenerCount('changed');
    await start();
    await discord.connected();
    await given.shutdown.run();
    expect(discord.gateway.connections).toBe(0);
    expect(events.listenerCount('changed')).toBe(listeners);
  });

  it('leaves nothing open where Discord refuses it', async () => {
    const { discord, given, open } = await openSandbox();
    discord.rest.fault({ path: /./, times: Infinity, answer: { status: 401 } });
    await expect(open()).rejects.toThrow();
    await given.shutdown.run({ grace: false });
    await openDatabase(given.config.databasePath).close();
  });
});
