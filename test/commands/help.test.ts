import { PermissionFlagsBits } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { Channel, Person } from '../../sandbox/discord/world.ts';
import type { Studio } from '../support/studio.ts';
import { imagine, openStudio, quietAnswer, waitingMessage } from './scene.ts';

async function helpIn(studio: Studio, channel: Channel, by?: Person): Promise<string> {
  const { ada } = studio.discord.world.people;
  return quietAnswer(await studio.discord.command({ by: by ?? ada, in: channel, name: 'help' }));
}

const WELCOME = 'New here?';

const welcomes = ({ discord }: Studio) =>
  discord
    .messages(discord.world.channels.restricted)
    .filter(({ content }) => content.includes(WELCOME));

describe('/help', () => {
  it('names every command with what it is for, and how to begin', async () => {
    const studio = await openStudio();
    const { restricted } = studio.discord.world.channels;
    const help = await helpIn(studio, restricted);
    expect(help).toContain('1. Type `/imagine`');
    for (const { name, description } of studio.discord.commands('global')) {
      if (description === '' || name === 'help') continue;
      const isOffered = name !== 'moderation';
      expect([name, help.includes(`\`/${name}\` ${description}`)]).toEqual([name, isOffered]);
    }
    expect(await helpIn(studio, restricted, studio.discord.world.people.ben)).toContain(
      '`/moderation`',
    );
  });

  it("names what a message's menu has, as far as that is there", async () => {
    const studio = await openStudio();
    const { restricted } = studio.discord.world.channels;
    const menu = /Apps[^]*Report picture\nReuse settings\nUse as start picture\nUse as face/;
    expect(await helpIn(studio, restricted)).toMatch(menu);
    const faceless = await openStudio({ env: { FACE_REFERENCES: 'off' } });
    const without = await helpIn(faceless, faceless.discord.world.channels.restricted);
    expect(without).toContain('Reuse settings');
    expect(without).not.toContain('Use as');
  });

  it('says what a channel allows', async () => {
    const studio = await openStudio({
      env: { CHECKPOINT_NAME: 'bold.safetensors', GENERAL_CHECKPOINT_NAME: 'mild.safetensors' },
    });
    const { restricted, general } = studio.discord.world.channels;
    expect(await helpIn(studio, restricted)).toContain('Model: `bold`');
    const ordinary = await helpIn(studio, general);
    expect(ordinary).toContain('Not age-restricted');
    expect(ordinary).toContain('Model: `mild`');
    expect(ordinary).toContain('You can use photos of people who agreed to it.');
  });

  it('says what the bot lacks where it can show nothing', async () => {
    const studio = await openStudio();
    const { people, channels } = studio.discord.world;
    const use = { by: people.ada, in: channels.general, name: 'help' };
    expect(await quietAnswer(await studio.discord.command(use))).not.toContain("I'm missing");
    const appPermissions = PermissionFlagsBits.ViewChannel | PermissionFlagsBits.EmbedLinks;
    const asked = await studio.discord.command({ ...use, appPermissions });
    expect(await quietAnswer(asked)).toContain(
      "I can't post pictures in this channel: I'm missing **Read Message History** and **Attach Files**",
    );
  });

  it('says which commands make nothing there', async () => {
    const studio = await openStudio({
      env: { GENERAL_CHECKPOINT_NAME: 'none', FACE_REFERENCES: 'off' },
    });
    const { restricted, general } = studio.discord.world.channels;
    const here = await helpIn(studio, restricted);
    expect([here.includes('Not in this'), here.includes("Photos of people aren't")]).toEqual([
      false,
      true,
    ]);
    const elsewhere = await helpIn(studio, general);
    expect(elsewhere).toContain("I can't make pictures in this channel.");
    expect(elsewhere).toContain('Not in this channel: `/imagine`.');
  });

  it('says what may be asked for, where there are limits', async () => {
    const studio = await openStudio({
      env: {
        MAX_JOBS_PER_PERSON: '3',
        MAX_HOURLY_PER_PERSON: '30',
        MAX_HOURLY_PER_SERVER: '200',
        MAX_ACTIONS_PER_MINUTE_PER_PERSON: '40',
      },
    });
    const help = await helpIn(studio, studio.discord.world.channels.general);
    expect(help).toContain('For you: 3 pictures at a time and 30 pictures an hour.');
    expect(help).toContain('For this server: 200 pictures an hour.');
    expect(help).toContain('40 commands and clicks a minute.');
  });
});

describe('whoever asks for the first time', () => {
  it('is quietly told of /help, once, after a restart too', async () => {
    const studio = await openStudio({ runpod: { workers: 0 } });
    const { people, channels } = studio.discord.world;
    await helpIn(studio, channels.restricted);
    await waitingMessage(studio);
    await expect.poll(() => welcomes(studio)).toHaveLength(1);
    expect(welcomes(studio)[0]?.flags).toBe(64);
    await waitingMessage(studio);
    await studio.stopBot();
    await studio.startBot();
    await waitingMessage(studio);
    await imagine(studio, {}, { by: people.ben });
    await expect.poll(() => welcomes(studio)).toHaveLength(2);
  });

  it('is told nothing where nothing came of it', async () => {
    const studio = await openStudio();
    const { ada } = studio.discord.world.people;
    const { general, restricted } = studio.discord.world.channels;
    await quietAnswer(await imagine(studio, { prompt: 'naked child' }, { in: restricted }));
    await quietAnswer(await studio.discord.command({ by: ada, in: general, name: 'jobs' }));
    expect(welcomes(studio)).toEqual([]);
  });
});
