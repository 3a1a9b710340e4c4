import SQLite from 'better-sqlite3';
import { PermissionFlagsBits } from 'discord.js';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import textToImage from '../comfy/fixtures/text-to-image.json' with { type: 'json' };
import { buttonsOf } from '../../packages/stand-ins/discord/buttons.ts';
import { BOT_PERMISSIONS } from '../../packages/stand-ins/discord/world.ts';
import { askingAway, GROWN_UP } from '../support/safety-terms.ts';
import { pngTextOf } from '../sandbox/comfy/png-text-of.ts';
import { graphSent, imagine, jobOf, openStudio, picturesOf, quietAnswer } from './scene.ts';
import { completedMessage, phaseShown, workingMessage } from '../support/job-message.ts';

describe('/imagine with words', () => {
  it('shows waiting, working and the picture, all in one message', async () => {
    const studio = await openStudio();
    studio.runpod.hold();
    const interaction = await imagine(studio);
    await workingMessage(studio, interaction);
    studio.runpod.release();
    const { versions } = await completedMessage(studio, interaction);
    const shown = versions.map(({ payload }) => phaseShown(payload));
    expect(shown).toEqual(['waiting', 'working', 'completed']);
    expect(
      studio.discord.messages(
        studio.discord.world.channels.restricted,
        studio.discord.world.people.cleo,
      ),
    ).toHaveLength(1);
  });

  it('brings the picture that the worker made, every pixel, with the prompt as its description', async () => {
    const studio = await openStudio();
    const interaction = await imagine(studio, { prompt: 'a *fox* in the snow' });
    const message = await completedMessage(studio, interaction);
    expect(message.files).toHaveLength(1);
    const [file] = message.files;
    expect(file?.description).toBe('a *fox* in the snow');
    const bytes = studio.discord.file(message, file?.filename ?? '');
    const pixels = (picture?: Buffer) => sharp(picture).raw().toBuffer();
    expect((await pixels(bytes)).equals(await pixels(picturesOf(studio)[0]))).toBe(true);
  });

  it("marks the picture as generated, and leaves the worker's notes in it", async () => {
    const studio = await openStudio();
    const message = await completedMessage(studio, await imagine(studio));
    const bytes = studio.discord.file(message, message.files[0]?.filename ?? '');
    expect((await sharp(bytes).metadata()).xmpAsString).toContain('trainedAlgorithmicMedia');
    const made = pngTextOf(picturesOf(studio)[0] ?? Buffer.alloc(0));
    expect(made.has('prompt')).toBe(true);
    expect(pngTextOf(bytes)).toEqual(made);
  });

  it('takes Cancel away with the last edit', async () => {
    const studio = await openStudio();
    const interaction = await imagine(studio);
    const { versions } = await completedMessage(studio, interaction);
    const labels = versions.map(({ payload }) => buttonsOf(payload).map(({ label }) => label));
    expect(labels[0]).toEqual(['Cancel']);
    expect(labels.at(-1)).toEqual(['Again', 'Vary', 'Upscale', 'Edit', 'More']);
  });

  it("sends the contract's graph with the contract's defaults, and the safety terms after them", async () => {
    const studio = await openStudio();
    await imagine(studio, { prompt: 'beautiful scenery nature', seed: 123456789 });
    expect(await graphSent(studio)).toEqual({
      ...textToImage,
      ...askingAway(textToImage, `${textToImage['8'].inputs.text}, ${GROWN_UP}`),
    });
  });

  it('brings every option to its node', async () => {
    const studio = await openStudio();
    await imagine(studio, {
      prompt: 'a harbour',
      negative_prompt: 'people',
      aspect_ratio: '16:9',
      steps: 33,
      cfg: 5.5,
      sampler: 'dpmpp_2m',
      scheduler: 'karras',
      denoise: 0.75,
      seed: 9007199254740991,
    });
    expect(await graphSent(studio)).toEqual({
      ...textToImage,
      '7': { ...textToImage['7'], inputs: { ...textToImage['7'].inputs, text: 'a harbour' } },
      ...askingAway(textToImage, `people, ${GROWN_UP}`),
      '13': { ...textToImage['13'], inputs: { width: 1344, height: 768, batch_size: 1 } },
      '10': {
        ...textToImage['10'],
        inputs: {
          ...textToImage['10'].inputs,
          seed: 9007199254740991,
          steps: 33,
          cfg: 5.5,
          sampler_name: 'dpmpp_2m',
          scheduler: 'karras',
          denoise: 0.75,
        },
      },
    });
  });

  it('gives RunPod the time that a job may take, and an hour more to live', async () => {
    const studio = await openStudio({ env: { JOB_TIMEOUT_MS: '120000' } });
    await imagine(studio);
    await graphSent(studio);
    expect(studio.runpod.jobs[0]?.policy).toEqual({ executionTimeout: 120_000, ttl: 3_720_000 });
  });

  it('has its row before Discord has its message', async () => {
    const studio = await openStudio();
    const database = new SQLite(studio.databasePath, { readonly: true });
    const query = database.prepare<[], { state: string }>('SELECT state FROM jobs');
    const rows: unknown[] = [];
    studio.discord.onMessage(({ kind }) => {
      if (kind === 'created') rows.push(query.get()?.state);
    });
    await (
      await imagine(studio)
    ).answered;
    database.close();
    expect(rows).toEqual([expect.any(String)]);
  });

  it('is written down even where the answer never gets to Discord', async () => {
    const studio = await openStudio();
    studio.discord.rest.fault({ path: /callback$/, times: 4, answer: 'reset' });
    const interaction = await imagine(studio);
    await graphSent(studio);
    expect((await jobOf(studio, interaction)).wanted.prompt).toBe('a lighthouse at dawn');
  });

  it('answers with the message itself, and never with a public "thinking…"', async () => {
    const studio = await openStudio();
    const { type, message } = await (await imagine(studio)).answered;
    expect(type).toBe(4);
    expect(message && phaseShown(message)).toBe('waiting');
  });
});

describe('the seed of /imagine', () => {
  it('is 0 where 0 was asked for', async () => {
    const studio = await openStudio();
    const interaction = await imagine(studio, { seed: 0 });
    expect(await graphSent(studio)).toHaveProperty(['10', 'inputs', 'seed'], 0);
    expect((await jobOf(studio, interaction)).wanted.params.seed).toBe(0);
  });

  it.each([{ seed: -1 }, {}])('is drawn for %j', async (options) => {
    const studio = await openStudio();
    const interaction = await imagine(studio, options);
    await interaction.answered;
    const { wanted } = await jobOf(studio, interaction);
    expect(wanted.params.seed).toBeGreaterThanOrEqual(0);
    expect(await graphSent(studio)).toHaveProperty(['10', 'inputs', 'seed'], wanted.params.seed);
  });
});

describe('/imagine with what it does not take', () => {
  it('refuses each quietly by its name, and writes nothing', async () => {
    const studio = await openStudio();
    const wrong = {
      prompt: '',
      negative_prompt: 'x'.repeat(1501),
      aspect_ratio: '2:1',
      steps: 14,
      cfg: 15.5,
      sampler: 'ddim',
      scheduler: 'exponential',
      denoise: 1.1,
      seed: -2,
      face_weight: 2.5,
      faceid_weight: -0.5,
      count: 5,
      look: 'noir',
    };
    const answers: Record<string, string> = {};
    for (const [name, value] of Object.entries(wrong)) {
      const interaction = await imagine(studio, { [name]: value }, { raw: true });
      answers[name] = await quietAnswer(interaction);
    }
    for (const [name, answer] of Object.entries(answers)) {
      expect(answer).toMatch(
        new RegExp(`^\`${name}\` .+\\. Change it and run the command again\\.$`, 'm'),
      );
    }
    expect(await studio.bot.log.jobs.countByState()).toEqual(new Map());
    expect(studio.runpod.submissions()).toBe(0);
  });

  it.each([
    [{ steps: 20.5 }, '`steps` must be a whole number from 15 to 50.'],
    [{ steps: '20' }, '`steps` must be a whole number from 15 to 50.'],
    [{ cfg: 0.5 }, '`cfg` must be a number from 1 to 15.'],
    [{ prompt: 'x'.repeat(1501) }, '`prompt` must have 1 to 1500 characters.'],
    [{ face: 'my face' }, '`face` must be a file.'],
  ])('says what is wrong with %j', async (options, sentence) => {
    const studio = await openStudio();
    const interaction = await imagine(studio, options, { raw: true });
    expect(await quietAnswer(interaction)).toContain(sentence);
  });

  it('refuses a command without a prompt', async () => {
    const studio = await openStudio();
    const interaction = await imagine(studio, {}, { options: {}, raw: true });
    expect(await quietAnswer(interaction)).toContain('`prompt`');
  });
});

describe('/imagine where the bot may not post pictures', () => {
  it.each([
    [PermissionFlagsBits.AttachFiles, '**Attach Files**'],
    [PermissionFlagsBits.EmbedLinks, '**Embed Links**'],
    [
      PermissionFlagsBits.AttachFiles | PermissionFlagsBits.EmbedLinks,
      '**Attach Files** and **Embed Links**',
    ],
  ])('says at once that permission %d is missing', async (bits, names) => {
    const studio = await openStudio();
    const interaction = await imagine(studio, {}, { appPermissions: BOT_PERMISSIONS & ~bits });
    expect(await quietAnswer(interaction)).toBe(
      `I can't post pictures in this channel: I'm missing ${names}. Ask a server admin to allow it.`,
    );
    expect(await studio.bot.log.jobs.countByState()).toEqual(new Map());
  });
});
