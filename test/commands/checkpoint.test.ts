import { describe, expect, it } from 'vitest';
import { graphSent, imagine, openStudio, quietAnswer } from './scene.ts';
import { portrait } from './portrait.ts';

const GENERAL = 'sd_xl_base_1.0.safetensors';
const MAIN = 'lustifySDXLNSFW_ggwpV7.safetensors';
const CHECKPOINT = ['1', 'inputs', 'ckpt_name'];

const PLACES = ['general', 'plainThread', 'restricted', 'thread'] as const;

const face = async () => ({
  face: { name: 'me.png', bytes: await portrait() },
  face_consent: true,
});

describe('the checkpoint of a job', () => {
  it.each([
    ['general', GENERAL],
    ['plainThread', GENERAL],
    ['restricted', MAIN],
    ['thread', MAIN],
  ] as const)('for words in the channel "%s" is %s', async (place, checkpoint) => {
    const studio = await openStudio();
    await imagine(studio, {}, { in: studio.discord.world.channels[place] });
    expect(await graphSent(studio)).toHaveProperty(CHECKPOINT, checkpoint);
  });

  it.each(PLACES)('for a face in the channel "%s" is the general one', async (place) => {
    const studio = await openStudio();
    await imagine(studio, await face(), { in: studio.discord.world.channels[place] });
    expect(await graphSent(studio)).toHaveProperty(CHECKPOINT, GENERAL);
  });

  it.each([
    ['answers with errors', { answer: { status: 500 }, times: 4 }],
    ['breaks the connection', { answer: 'reset', times: 4 }],
    ['never answers', { answer: 'hang' }],
    ['answers with nonsense', { answer: { status: 200, body: '<html>' } }],
  ] as const)('is the general one in a thread whose parent Discord %s about', async (_, fault) => {
    const studio = await openStudio();
    studio.discord.rest.fault({ method: 'GET', path: /\/channels\/\d+$/, ...fault });
    const interaction = await imagine(studio, {}, { in: studio.discord.world.channels.thread });
    await interaction.answered;
    expect(await graphSent(studio)).toHaveProperty(CHECKPOINT, GENERAL);
  });
});

describe('without a general checkpoint', () => {
  const env = { GENERAL_CHECKPOINT_NAME: '' };

  it.each(PLACES)('a face is refused in the channel "%s"', async (place) => {
    const studio = await openStudio({ env });
    const interaction = await imagine(studio, await face(), {
      in: studio.discord.world.channels[place],
    });
    expect(await quietAnswer(interaction)).toContain(
      "This bot doesn't accept pictures that may show a person.",
    );
    expect(studio.discord.cdn.requests).toEqual([]);
  });

  it.each(['general', 'plainThread'] as const)('words are refused in "%s"', async (place) => {
    const studio = await openStudio({ env });
    const interaction = await imagine(studio, {}, { in: studio.discord.world.channels[place] });
    expect(await quietAnswer(interaction)).toContain(
      'This bot only makes pictures in age-restricted channels.',
    );
  });

  it('words are taken in an age-restricted channel', async () => {
    const studio = await openStudio({ env });
    await imagine(studio);
    expect(await graphSent(studio)).toHaveProperty(CHECKPOINT, MAIN);
  });
});
