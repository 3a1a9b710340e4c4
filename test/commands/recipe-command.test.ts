import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CommandUse } from '../../sandbox/discord/use-command.ts';
import { INK_GRAPH, INK_MANIFEST, writeWorkflow } from '../support/ink-workflow.ts';
import type { Studio } from '../support/studio.ts';
import { answerShowing, openStudio, quietAnswer, textOf } from './scene.ts';

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
    const message = await answerShowing(studio, await use(studio, 'ink', { options }), 'Took ');
    expect(textOf(message)).toContain('> a heron');
    expect(textOf(message)).toMatch(/12 steps · seed \d+ · Chalk · SDXL in ink/);
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
    await answerShowing(studio, asked, 'Took ');
    expect(studio.runpod.jobs[0]?.input).toMatchObject({
      '4': { inputs: { text: expect.stringMatching(/^blurry, nsfw, nude/) } },
    });
  });

  it('of adult-rated models works in age-restricted channels only', async () => {
    const studio = await studioWith({ ink: ADULT });
    const options = { prompt: 'a heron' };
    const refused = await quietAnswer(await use(studio, 'ink', { options }));
    expect(refused).toContain('age-restricted channels only');
    const { restricted } = studio.discord.world.channels;
    await answerShowing(studio, await use(studio, 'ink', { options, in: restricted }), 'Took ');
  });

  it('takes a picture only from somebody who may use it, and at the size that it says', async () => {
    const studio = await studioWith({ ink: FROM_PICTURE });
    expect(studio.discord.commands).toBeTypeOf('function');
  });

  it('is left out where something is wrong with it, which /status says, and the others work', async () => {
    const broken = { manifest: { ...INK_MANIFEST, outputs: ['77'] } };
    const studio = await studioWith({ broken, ink: {} });
    const status = await use(studio, 'status');
    const told = await answerShowing(studio, status, 'Left out');
    expect(textOf(told)).toContain('`broken`: something is wrong with it');
    expect(studio.logged.join('\n')).toContain('outputs: names node 77');
    await answerShowing(studio, await use(studio, 'ink', { options: { prompt: 'x' } }), 'Took ');
  });

  it('may be /imagine', async () => {
    const studio = await studioWith({ ink: {} }, { FEATURED_WORKFLOW: 'ink' });
    const asked = await use(studio, 'imagine', { options: { prompt: 'a heron', style: 'ink.safetensors' } });
    expect(textOf(await answerShowing(studio, asked, 'Took '))).toContain('SDXL in ink');
  });
});

describe('a workflow that changed while its jobs wait', () => {
  const waiting = async (workflows: Readonly<Record<string, Files>>) => {
    const studio = await studioWith({ ink: {} });
    studio.runpod.setCapacity(false);
    return { studio, workflows };
  };
  void waiting;
});
