import { describe, expect, it } from 'vitest';
import { parseConfig } from '../src/config/config.ts';
import { isTerminal } from '../src/jobs/job.ts';
import type { OptionValues } from '../packages/stand-ins/discord/option-value.ts';
import { base64, PNG } from './comfy/pictures.ts';
import faceReference from './comfy/fixtures/face-reference.json' with { type: 'json' };
import textToImage from './comfy/fixtures/text-to-image.json' with { type: 'json' };
import { imagine, openStudio, shown, smallPng, text } from './support/imagine.ts';
import { RunnerBench } from './support/runner-bench.ts';
import type { Studio } from './support/studio.ts';
import { askingAway, DECENT, GROWN_UP } from './support/safety-terms.ts';

const picture = { filename: 'a.png', data: base64(PNG), type: 'image/png' };

/** In the age-restricted channel, where the contract's checkpoint is used. */
function imagineThere(studio: Studio, options: OptionValues = {}) {
  return imagine(studio, options, studio.discord.world.channels.restricted);
}

describe('the settings', () => {
  it('are offered in the form with their ranges and choices', async () => {
    const studio = await openStudio();
    const [command] = studio.discord.commands('global').filter(({ name }) => name === 'imagine');
    const options = Object.fromEntries((command?.options ?? []).map((one) => [one.name, one]));
    const range = (min_value: number, max_value: number) => ({ min_value, max_value });
    const choices = (...values: string[]) => ({
      choices: values.map((value) => expect.objectContaining({ value }) as object),
    });
    expect(options).toMatchObject({
      prompt: { required: true, min_length: 1, max_length: 1500 },
      negative_prompt: { max_length: 1500 },
      steps: range(15, 50),
      cfg: range(1, 15),
      denoise: range(0, 1),
      seed: range(-1, 2 ** 53 - 1),
      face_weight: range(0, 2),
      faceid_weight: range(0, 2),
      sampler: choices('euler', 'euler_ancestral', 'dpmpp_2m', 'dpmpp_sde'),
      scheduler: choices('normal', 'karras', 'sgm_uniform'),
      aspect_ratio: choices('1:1', '16:9', '9:16', '4:3', '3:4', '4:5'),
    });
  });

  it.each([
    { steps: 14 },
    { steps: 51 },
    { cfg: 0.5 },
    { cfg: 15.5 },
    { denoise: 1.5 },
    { seed: -2 },
    { face_weight: 2.5 },
    { faceid_weight: -1 },
    { sampler: 'ddim' },
    { scheduler: 'simple' },
    { aspect_ratio: '5:4' },
  ])('are looked at again on this side: %j', async (options) => {
    const studio = await openStudio();
    const { people, channels } = studio.discord.world;
    const interaction = await studio.discord.command({
      by: people.ada,
      in: channels.general,
      name: 'imagine',
      options: { prompt: 'a lighthouse', ...options },
      raw: true,
    });
    const { message } = await interaction.answered;
    expect(JSON.stringify(message)).toContain(`\`${Object.keys(options)[0] ?? ''}\` must be`);
    expect(studio.discord.messages(channels.general, people.ben)).toEqual([]);
    expect(await studio.bot.log.jobs.latestOf(people.ada.id, 1)).toEqual([]);
  });

  it.each([
    ['1:1', 1024, 1024],
    ['16:9', 1344, 768],
    ['9:16', 768, 1344],
    ['4:3', 1152, 896],
    ['3:4', 896, 1152],
    ['4:5', 896, 1152],
  ])('make %s a picture of %i × %i', async (aspect_ratio, width, height) => {
    const studio = await openStudio();
    studio.runpod.script({ output: { images: [picture] } });
    await imagineThere(studio, { aspect_ratio });
    // The default is not worth a line.
    const named = text(await studio.discord.waitFor(shown)).includes(`\`${aspect_ratio}\``);
    expect(named).toBe(aspect_ratio !== '1:1');
    expect(studio.runpod.jobs).toMatchObject([{ input: { '13': { inputs: { width, height } } } }]);
  });

  it('draw a seed where none is named', async () => {
    const studio = await openStudio();
    studio.runpod.script({ output: { images: [picture] } });
    await imagineThere(studio);
    await studio.discord.waitFor(shown);
    const [job] = studio.runpod.jobs;
    const seed: unknown = expect.any(Number);
    expect(job).toMatchObject({ input: { '10': { inputs: { seed } } } });
    expect(job).not.toMatchObject({ input: { '10': { inputs: { seed: -1 } } } });
  });
});

describe('the graphs', () => {
  it('are sent field for field, but for the safety terms: words alone, with every default', async () => {
    const studio = await openStudio();
    studio.runpod.script({ output: { images: [picture] } });
    await imagineThere(studio, { prompt: 'beautiful scenery nature', seed: 123456789 });
    await studio.discord.waitFor(shown);
    expect(studio.runpod.jobs.map(({ input }) => input)).toEqual([
      {
        ...textToImage,
        ...askingAway(textToImage, `${textToImage['8'].inputs.text}, ${GROWN_UP}`),
      },
    ]);
  });

  it('are sent field for field, but for the safety terms: a face, on the general-audience checkpoint', async () => {
    const studio = await openStudio();
    const bytes = await smallPng();
    studio.runpod.script({ output: { images: [{ data: base64(bytes) }] } });
    const face = { name: 'photo.png', bytes };
    const options = { prompt: 'beautiful scenery nature', seed: 123456789, face };
    await imagineThere(studio, { ...options, face_consent: true });
    await studio.discord.waitFor(shown);
    const image = expect.stringMatching(/^[A-Za-z0-9+/]+=*$/) as string;
    expect(studio.runpod.jobs.map(({ input }) => input)).toEqual([
      {
        ...faceReference,
        '1': {
          ...faceReference['1'],
          inputs: { ckpt_name: 'sd_xl_base_1.0.safetensors' },
        },
        '6': { ...faceReference['6'], inputs: { image } },
        ...askingAway(faceReference, `${faceReference['8'].inputs.text}, ${DECENT}`),
      },
    ]);
  });

  it('name the model files that an operator set', async () => {
    const CHECKPOINT_NAME = 'dreamland.safetensors';
    const studio = await openStudio({ env: { CHECKPOINT_NAME } });
    studio.runpod.script({ output: { images: [picture] } });
    await imagineThere(studio);
    await studio.discord.waitFor(shown);
    expect(studio.runpod.jobs).toMatchObject([
      { input: { '1': { inputs: { ckpt_name: CHECKPOINT_NAME } } } },
    ]);
  });
});

describe('the defaults of an operator', () => {
  const config = parseConfig({ DISCORD_TOKEN: 'a', RUNPOD_API_KEY: 'b', RUNPOD_ENDPOINT_ID: 'c' });

  it("are RunPod's address and the contract's model files", () => {
    expect(config.runpod.apiUrl).toBe('https://api.runpod.ai/v2');
    expect(config.models).toEqual({
      checkpoints: {
        main: 'lustifySDXLNSFW_ggwpV7.safetensors',
        general: 'sd_xl_base_1.0.safetensors',
      },
      ipAdapterFile: 'ip-adapter-faceid_sdxl.bin',
      clipVisionName: 'CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors',
    });
  });

  it('wait for 600 s, and never longer than 5 s between two polls', async () => {
    const { pollIntervalMs, jobTimeoutMs } = config;
    expect([pollIntervalMs, jobTimeoutMs]).toEqual([5_000, 600_000]);
    const bench = await RunnerBench.open({ context: { pollIntervalMs, jobTimeoutMs } });
    bench.runpod.script({ stuck: true });
    const job = await bench.until(await bench.ask(), ({ state }) => isTerminal(state));
    expect(job.state).toBe('expired');
    expect((job.finishedAt ?? 0) - (job.submittedAt ?? 0)).toBe(600_000);
    expect(Math.max(...bench.waits)).toBeLessThanOrEqual(5_000);
    const polls = bench.waits.length;
    // One more tells what it has cost.
    await bench.end(job);
    expect(bench.requests(/\/status\//)).toBe(polls + 1);
  });
});
