import { PermissionFlagsBits } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { buttonsOf } from '../../packages/stand-ins/discord/buttons.ts';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import type { Channel, Person } from '../../packages/stand-ins/discord/world.ts';
import type { Studio } from '../support/studio.ts';
import { answerOf, press } from './result-scene.ts';
import { imagine, openStudio, quietAnswer, textOf, waitingMessage } from './scene.ts';

type Section = 'Commands' | 'This channel' | 'Limits' | 'Photos';

/** What `/help` says in a channel, or a section of it. */
async function helpIn(
  studio: Studio,
  channel: Channel,
  { by = studio.discord.world.people.ada, section }: { by?: Person; section?: Section } = {},
): Promise<string> {
  const asked = await studio.discord.command({ by, in: channel, name: 'help' });
  if (section === undefined) return quietAnswer(asked);
  return quietAnswer(await press(studio, await answerOf(asked), section, by));
}

const labelsOf = (message: Message) => buttonsOf(message).map(({ label }) => label);

const WELCOME = 'New here?';

const welcomes = ({ discord }: Studio) =>
  discord
    .messages(discord.world.channels.restricted)
    .filter(({ content }) => content.includes(WELCOME));

describe('/help', () => {
  it('says in three lines how to begin, with a button to each section', async () => {
    const studio = await openStudio({ env: { MAX_JOBS_PER_PERSON: '3' } });
    const { people, channels } = studio.discord.world;
    const use = { by: people.ada, in: channels.restricted, name: 'help' };
    const shown = await answerOf(await studio.discord.command(use));
    expect(shown.embeds[0]?.description).toMatch(/^1\. Type `\/imagine`.*\n2\. .*\n3\. .*$/);
    expect(shown.embeds[0]?.fields ?? []).toEqual([]);
    expect(labelsOf(shown)).toEqual(['Commands', 'This channel', 'Limits', 'Photos']);
  });

  it('shows a section in place, which goes back and to the others, after a restart too', async () => {
    const studio = await openStudio({ env: { MAX_JOBS_PER_PERSON: '3' } });
    const { people, channels } = studio.discord.world;
    const use = { by: people.ada, in: channels.restricted, name: 'help' };
    const { id } = await answerOf(await studio.discord.command(use));
    await studio.stopBot();
    await studio.startBot();
    const pressed = async (label: string) => {
      const message = studio.discord.message(id);
      if (!message) throw new Error('there is no answer');
      return answerOf(await press(studio, message, label));
    };
    const channel = await pressed('This channel');
    expect([channel.id, channel.embeds[0]?.title]).toEqual([id, 'This channel']);
    expect(labelsOf(channel)).toEqual(['Commands', 'Limits', 'Photos', 'Back']);
    expect(textOf(await pressed('Limits'))).toContain(
      'For you: 3 pictures at a time and 8 requests waiting.',
    );
    expect(textOf(await pressed('Back'))).toContain('1. Type `/imagine`');
  });

  it('has no section of limits where there are none', async () => {
    const studio = await openStudio();
    const { people, channels } = studio.discord.world;
    const use = { by: people.ada, in: channels.restricted, name: 'help' };
    const shown = await answerOf(await studio.discord.command(use));
    expect(labelsOf(shown)).toEqual(['Commands', 'This channel', 'Photos']);
  });

  it('names every command with what it is for', async () => {
    const studio = await openStudio();
    const { restricted } = studio.discord.world.channels;
    const help = await helpIn(studio, restricted, { section: 'Commands' });
    for (const { name, description } of studio.discord.commands('global')) {
      if (description === '' || name === 'help') continue;
      const isOffered = !['moderation', 'limits', 'usage', 'workflow'].includes(name);
      expect([name, help.includes(`\`/${name}\` ${description}`)]).toEqual([name, isOffered]);
    }
    const { ben } = studio.discord.world.people;
    expect(await helpIn(studio, restricted, { by: ben, section: 'Commands' })).toContain(
      '`/moderation`',
    );
  });

  it("names what a message's menu has, as far as that is there", async () => {
    const studio = await openStudio();
    const { restricted } = studio.discord.world.channels;
    const menu = /Apps[^]*Report picture\nReuse settings\nUse as start picture\nUse as face/;
    expect(await helpIn(studio, restricted, { section: 'Commands' })).toMatch(menu);
    const faceless = await openStudio({ env: { FACE_REFERENCES: 'off' } });
    const { channels } = faceless.discord.world;
    const without = await helpIn(faceless, channels.restricted, { section: 'Commands' });
    expect(without).toContain('Reuse settings');
    expect(without).not.toContain('Use as');
  });

  it('says what a channel allows', async () => {
    const studio = await openStudio({
      env: { CHECKPOINT_NAME: 'bold.safetensors', GENERAL_CHECKPOINT_NAME: 'mild.safetensors' },
    });
    const { restricted, general } = studio.discord.world.channels;
    const channel = { section: 'This channel' } as const;
    expect(await helpIn(studio, restricted, channel)).toContain('Model: `bold`');
    const ordinary = await helpIn(studio, general, channel);
    expect(ordinary).toContain('Not age-restricted');
    expect(ordinary).toContain('Model: `mild`');
    const photos = await helpIn(studio, general, { section: 'Photos' });
    expect(photos).toContain('You can use a photo of yourself, or of a person who agreed.');
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
    const channel = { section: 'This channel' } as const;
    expect(await helpIn(studio, restricted, channel)).not.toContain('Not in this channel');
    expect(await helpIn(studio, restricted, { section: 'Photos' })).toContain(
      "Photos of people aren't accepted.",
    );
    expect(await helpIn(studio, general)).toContain("I can't make pictures in this channel.");
    expect(await helpIn(studio, general, channel)).toContain('Not in this channel: `/imagine`.');
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
    const { general } = studio.discord.world.channels;
    const help = await helpIn(studio, general, { section: 'Limits' });
    expect(help).toContain(
      'For you: 3 pictures at a time, 8 requests waiting, and 30 pictures an hour.',
    );
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
