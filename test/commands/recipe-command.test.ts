import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { consent } from '../../src/say/en/privacy.ts';
import type { CommandUse } from '../../packages/stand-ins/discord/use-command.ts';
import { INK_GRAPH, INK_MANIFEST, writeWorkflow } from '../support/ink-workflow.ts';
import type { Studio } from '../support/studio.ts';
import { answerShowing, openStudio, textOf } from './scene.ts';
import { completedMessage } from '../support/job-message.ts';

type Files = Parameters<typeof writeWorkflow>[2];

/** A folder of workflows that goes with the test. */
function folderOf(workflows: Readonly<Record<string, Files>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'darkroom-workflows-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  for (const [name, files] of Object.entries(workflows)) writeWorkflow(folder, name, files);
  return folder;
}

function studioWith(
  workflows: Readonly<Record<string, Files>>,
  env: Readonly<Record<string, string>> = {},
): Promise<Studio> {
  return openStudio({ env: { WORKFLOWS_DIR: folderOf(workflows), ...env } });
}

/** Ada uses a command in #general, unless told otherwise. */
function use({ discord }: Studio, name: string, more: Partial<CommandUse> = {}) {
  const { people, channels } = discord.world;
  return discord.command({ by: people.ada, in: channels.general, name, ...more });
}

const ADULT = { manifest: { ...INK_MANIFEST, rating: 'adult' } };

/** The same from a picture, which is blurred before anything else. */
const FROM_PICTURE = {
  manifest: {
    ...INK_MANIFEST,
    nodes: [...INK_MANIFEST.nodes, { type: 'image', node_ids: ['10'], max_side: 512 }],
  },
  graph: {
    ...INK_GRAPH,
    '10': { class_type: 'LoadImage', inputs: { image: 'example.png' } },
    '11': { class_type: 'VAEEncode', inputs: { pixels: ['10', 0], vae: ['1', 2] } },
    '6': { ...INK_GRAPH[6], inputs: { ...INK_GRAPH[6].inputs, latent_image: ['11', 0] } },
  },
};

describe('a workflow in its folder', () => {
  it('is a command whose job is the graph with what was asked for in it', async () => {
    const studio = await studioWith({ ink: {} });
    const options = { prompt: 'a heron', steps: 12, style: 'chalk.safetensors' };
    const message = await completedMessage(studio, await use(studio, 'ink', { options }));
    expect(textOf(message)).toContain('> a heron');
    expect(textOf(message)).toMatch(/steps 12 · .*Chalk · SDXL in ink`/);
    const [job] = studio.runpod.jobs;
    expect(job?.input).toMatchObject({
      '57:8': { inputs: { text: 'a heron', clip: ['2', 1] } },
      '2': { inputs: { lora_name: 'chalk.safetensors' } },
      '6': { inputs: { steps: 12, cfg: 6.5 } },
    });
    expect(job?.input).not.toHaveProperty('9');
  });

  it('sends the safety terms after a negative prompt of its own', async () => {
    const studio = await studioWith({ ink: {} });
    const asked = await use(studio, 'ink', { options: { prompt: 'a heron' } });
    await completedMessage(studio, asked);
    const sent = z
      .object({ '4': z.object({ inputs: z.object({ text: z.string() }) }) })
      .parse(studio.runpod.jobs[0]?.input);
    expect(sent['4'].inputs.text).toMatch(/^blurry, nsfw, nude/);
  });

  it('of adult-rated models is offered in age-restricted channels only', async () => {
    const studio = await studioWith({ ink: ADULT });
    const options = { prompt: 'a heron' };
    await expect(use(studio, 'ink', { options })).rejects.toThrow('is not offered');
    const { restricted } = studio.discord.world.channels;
    await completedMessage(studio, await use(studio, 'ink', { options, in: restricted }));
  });

  it('takes a picture of somebody with consent only, and sends it as large as it says', async () => {
    const studio = await studioWith({ ink: FROM_PICTURE });
    const image = { name: 'me.png', bytes: await largePng() };
    const asked = await use(studio, 'ink', { options: { prompt: 'a heron', image } });
    const { message } = await asked.answered;
    if (!message) throw new Error('nothing was asked');
    expect(studio.runpod.jobs).toEqual([]);
    const { ada } = studio.discord.world.people;
    const confirmed = await studio.discord.click({
      by: ada,
      message,
      label: consent.pictures.wording,
    });
    await completedMessage(studio, confirmed);
    const sent = sentPicture.parse(studio.runpod.jobs[0]?.input);
    const picture = sharp(Buffer.from(sent['10'].inputs.image, 'base64'));
    const { width, height, format } = await picture.metadata();
    expect({ width, height, format }).toEqual({ width: 512, height: 256, format: 'jpeg' });
  });

  it('is left out where something is wrong with it, which /status says, and the others work', async () => {
    const broken = { manifest: { ...INK_MANIFEST, outputs: ['77'] } };
    const studio = await studioWith({ broken, ink: {} });
    const status = await use(studio, 'status');
    const told = await answerShowing(studio, status, 'Unavailable');
    expect(textOf(told)).toContain('`broken`. The operator can run');
    expect(studio.logged.join('\n')).toContain('outputs: names node 77');
    await completedMessage(studio, await use(studio, 'ink', { options: { prompt: 'x' } }));
  });

  it('may be /imagine', async () => {
    const studio = await studioWith({ ink: {} }, { FEATURED_WORKFLOW: 'ink' });
    const asked = await use(studio, 'imagine', {
      options: { prompt: 'a heron', style: 'ink.safetensors' },
    });
    expect(textOf(await completedMessage(studio, asked))).toContain('SDXL in ink');
  });
});

describe('a workflow that is not what it was while its job waits', () => {
  /** A job at RunPod and one in the line, of a bot that is then stopped. */
  async function waitingJobs(folder: string) {
    const studio = await openStudio({ env: { WORKFLOWS_DIR: folder, MAX_JOBS_IN_FLIGHT: '1' } });
    studio.runpod.hold();
    const first = await use(studio, 'ink', { options: { prompt: 'a first one' } });
    await studio.runpod.waitFor(() => true);
    const options = { prompt: 'a heron', style: 'chalk.safetensors' };
    const second = await use(studio, 'ink', { options });
    await answerShowing(studio, second, 'Waiting');
    await studio.stopBot();
    return { studio, first, second };
  }

  const inkOnly = INK_MANIFEST.nodes.map((entry) =>
    entry.type === 'lora' ? { ...entry, choices: ['ink.safetensors'] } : entry,
  );

  it.each([
    ['in its looks alone makes it', { ...INK_MANIFEST, title: 'Ink again' }, 'Ink again'],
    ['in its choices says so', { ...INK_MANIFEST, nodes: inkOnly }, 'has changed'],
    [
      'in its rating says so',
      { ...INK_MANIFEST, rating: 'adult' },
      'works in age-restricted channels',
    ],
  ])('%s', async (_, manifest, says) => {
    const folder = folderOf({ ink: {} });
    const { studio, second } = await waitingJobs(folder);
    writeWorkflow(folder, 'ink', { manifest });
    await studio.startBot();
    studio.runpod.release();
    await answerShowing(studio, second, says);
  });

  it('because it is gone ends it with a sentence, and brings what RunPod has to its end', async () => {
    const folder = folderOf({ ink: {} });
    const { studio, first, second } = await waitingJobs(folder);
    rmSync(join(folder, 'ink'), { recursive: true });
    await studio.startBot();
    await answerShowing(studio, second, 'no longer exists');
    studio.runpod.release();
    await completedMessage(studio, first);
  });
});

const sentPicture = z.object({
  '10': z.object({ inputs: z.object({ image: z.string() }) }),
});

function largePng(): Promise<Buffer> {
  const create = { width: 1600, height: 800, channels: 3, background: 'teal' } as const;
  return sharp({ create }).png().toBuffer();
}
