import { MessageFlags } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { PersonsFile } from '../../packages/stand-ins/discord/option-value.ts';
import type { Studio } from '../support/studio.ts';
import { notesOf } from '../../src/recipes/request-notes.ts';
import { LARGEST_ATTACHMENT_BYTES } from '../../src/images/attachment.ts';
import { pngWithTexts } from '../images/png-with-texts.ts';
import { portrait } from './portrait.ts';
import { choose, fillIn, keepDefaults, use } from './panels.ts';
import { answerOf, finished, made } from './result-scene.ts';
import type { SandboxInteraction } from '../../packages/stand-ins/discord/interaction.ts';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import { jobOf, openStudio, quietAnswer, textOf } from './scene.ts';

const PARAMETERS =
  'a fox, in snow\nNegative prompt: blur\nSteps: 33, Sampler: DPM++ 2M Karras, CFG scale: 6, Seed: 12, Size: 1344x768';

/** Larger than what something is made of. */
async function largePng(texts: Readonly<Record<string, string>>): Promise<PersonsFile> {
  const { name, bytes } = await png(texts);
  return { name, bytes: Buffer.concat([bytes, Buffer.alloc(LARGEST_ATTACHMENT_BYTES)]) };
}

async function png(
  texts: Readonly<Record<string, string>>,
  name = 'fox.png',
): Promise<PersonsFile> {
  return { name, bytes: pngWithTexts(await portrait(), texts) };
}

/** Ben posts files in a channel, and Ada picks *Reuse settings* in the menu of his message. */
async function reused(studio: Studio, files: readonly PersonsFile[]) {
  const { people, channels } = studio.discord.world;
  const message = studio.discord.say({
    by: people.ben,
    in: channels.general,
    content: 'look',
    files,
  });
  return studio.discord.messageCommand({ by: people.ada, message, name: 'Reuse settings' });
}

/** What somebody is shown once it is there. */
function shown({ discord }: Studio, interaction: SandboxInteraction): Promise<Message> {
  return discord.waitFor(
    (message) => message.interaction_metadata?.id === interaction.id && textOf(message) !== '',
  );
}

describe('Reuse settings', () => {
  it('opens the form of a picture of ours, for whoever may change it', async () => {
    const { studio, picture, ben } = await finished({ prompt: 'a fox', steps: 30 });
    const use = { by: ben, message: picture, name: 'Reuse settings' };
    const picked = await studio.discord.messageCommand(use);
    const sent = await fillIn(studio, picked, { prompt: 'a red fox' }, ben);
    await made(studio, sent);
    const { wanted, userId } = await jobOf(studio, sent);
    expect(userId).toBe(ben.id);
    expect(wanted.params).toMatchObject({ prompt: 'a red fox', steps: 30 });
  });

  it('shows what a file says it was made with as a line to send, and makes it from a form', async () => {
    const studio = await openStudio();
    const { ada } = studio.discord.world.people;
    const card = await shown(studio, await reused(studio, [await png({ parameters: PARAMETERS })]));
    expect(textOf(card)).toContain(
      '/imagine prompt:a fox, in snow negative_prompt:blur aspect_ratio:16:9 (1344×768) steps:33 cfg:6 sampler:dpmpp_2m scheduler:karras seed:12',
    );
    const pressed = await studio.discord.click({ by: ada, message: card, label: 'Make it' });
    const sent = await fillIn(studio, pressed, { prompt: 'a fox, in rain' }, ada);
    await made(studio, sent);
    expect((await jobOf(studio, sent)).wanted.params).toMatchObject({
      prompt: 'a fox, in rain',
      negativePrompt: 'blur',
      aspectRatio: '16:9',
      steps: 33,
      sampler: 'dpmpp_2m',
      seed: 12,
    });
  });

  it('takes the rest from what its person keeps, and notes that', async () => {
    const studio = await openStudio();
    const { ada } = studio.discord.world.people;
    await keepDefaults(studio, 'text', { steps: 25, cfg: 5, sampler: 'dpmpp_2m' });
    const parameters = 'a fox\nSteps: 30';
    const card = await shown(studio, await reused(studio, [await png({ parameters })]));
    const pressed = await studio.discord.click({ by: ada, message: card, label: 'Make it' });
    const sent = await fillIn(studio, pressed, { steps: '33' }, ada);
    await made(studio, sent);
    const { params } = (await jobOf(studio, sent)).wanted;
    expect(params).toMatchObject({ steps: 33, cfg: 5, sampler: 'dpmpp_2m' });
    expect(notesOf(params).kept).toEqual({ cfg: 'default', sampler: 'default' });
  });

  it('names what is left to its default', async () => {
    const studio = await openStudio();
    const parameters = 'a fox\nSteps: 400, Sampler: DDIM, Seed: 5';
    const card = await shown(studio, await reused(studio, [await png({ parameters })]));
    expect(textOf(card)).toContain('Not available here, so left at the default: steps, sampler.');
  });

  it('reads a picture that is too large to make something of', async () => {
    const studio = await openStudio();
    const card = await shown(
      studio,
      await reused(studio, [await largePng({ parameters: PARAMETERS })]),
    );
    expect(textOf(card)).toContain('/imagine prompt:a fox');
  });

  it('asks which of several', async () => {
    const studio = await openStudio();
    const files = [
      await png({ parameters: 'a fox\nSteps: 20' }),
      await png({ parameters: 'a hare\nSteps: 20' }, 'hare.png'),
    ];
    const message = await answerOf(await reused(studio, files));
    const picked = await choose(studio, message, 'settings-of', ['1']);
    await studio.discord.waitFor(
      (one) => one.id === message.id && textOf(one).includes('prompt:a hare'),
    );
    await picked.answered;
  });

  it('screens what is then asked for', async () => {
    const studio = await openStudio();
    const { ada } = studio.discord.world.people;
    const parameters = 'a nude woman\nSteps: 20';
    const card = await shown(studio, await reused(studio, [await png({ parameters })]));
    const interaction = await studio.discord.click({ by: ada, message: card, label: 'Make it' });
    const sent = await fillIn(studio, interaction, {}, ada);
    expect(await quietAnswer(sent)).toContain("Explicit pictures aren't allowed in this channel");
  });

  it.each([
    ['a message without a picture', [], 'That message has no picture'],
    ['a photo', [{ name: 'a.jpg', bytes: Buffer.from('x') }], 'has no settings in it'],
    ['no PNG', [{ name: 'a.png', bytes: Buffer.from('x') }], 'has no settings in it'],
  ])('says so of %s', async (_, files, said) => {
    const studio = await openStudio();
    expect(textOf(await shown(studio, await reused(studio, files)))).toContain(said);
  });
});

describe('/inspect', () => {
  it('shows what an attached picture was made with, for whoever asks alone', async () => {
    const studio = await openStudio();
    const { people, channels } = studio.discord.world;
    const asked = await studio.discord.command({
      by: people.ada,
      in: channels.general,
      name: 'inspect',
      options: { image: await png({ parameters: PARAMETERS }) },
    });
    const card = await shown(studio, asked);
    expect(card.flags & MessageFlags.Ephemeral).toBe(MessageFlags.Ephemeral);
    expect(textOf(card)).toContain('/imagine prompt:a fox, in snow');
  });

  it('reads a picture that is too large to make something of', async () => {
    const studio = await openStudio();
    const image = await largePng({ parameters: PARAMETERS });
    const inspected = await use(studio, 'inspect', { options: { image } });
    expect(textOf(await shown(studio, inspected))).toContain('/imagine prompt:a fox');
  });
});
