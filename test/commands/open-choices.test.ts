import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { RunPodSandboxOptions } from '../../packages/stand-ins/runpod/runpod-sandbox.ts';
import { INK_GRAPH, INK_MANIFEST, writeWorkflow } from '../support/ink-workflow.ts';
import type { Studio } from '../support/studio.ts';
import { pngWithTexts } from '../images/png-with-texts.ts';
import { fillIn, keepDefaults } from './panels.ts';
import { portrait } from './portrait.ts';
import { answerShowing, openStudio, quietAnswer } from './scene.ts';
import { completedMessage } from '../support/job-message.ts';

/** The workflow of the tests, adult-rated, and its LoRA may be any that the worker has. */
const OPEN = {
  ...INK_MANIFEST,
  rating: 'adult',
  nodes: INK_MANIFEST.nodes.map((entry) =>
    entry.type === 'lora' ? { ...entry, choices: undefined } : entry,
  ),
};

const LONG = `${'x'.repeat(90)}.safetensors`;
const NUMBERED = Array.from({ length: 30 }, (_, at) => `style-${10 + at}.safetensors`);
const LORAS = ['ink.safetensors', 'Gouache/Wet.safetensors', LONG, ...NUMBERED];
const INSTALLED: RunPodSandboxOptions = {
  installation: {
    models: { checkpoints: ['sd_xl_base_1.0.safetensors'], loras: LORAS },
    open: [],
  },
};

async function studioWith(
  runpod: RunPodSandboxOptions,
  files: Parameters<typeof writeWorkflow>[2] = { manifest: OPEN },
  env: Readonly<Record<string, string>> = {},
): Promise<Studio> {
  const folder = mkdtempSync(join(tmpdir(), 'darkroom-workflows-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  writeWorkflow(folder, 'ink', files);
  return openStudio({ runpod, env: { WORKFLOWS_DIR: folder, ...env } });
}

/** What Ada is offered for the style once she has typed this. */
async function offered({ discord }: Studio, typed: string): Promise<readonly string[]> {
  const typing = await discord.autocomplete({
    by: discord.world.people.ada,
    in: discord.world.channels.restricted,
    name: 'ink',
    focused: 'style',
    options: { style: typed },
  });
  return ((await typing.answered).choices ?? []).map(({ value }) => String(value));
}

/** The same once the worker has said what it has: it is asked while somebody types. */
async function offeredInTheEnd(studio: Studio, typed: string): Promise<readonly string[]> {
  await expect.poll(() => offered(studio, '')).not.toEqual([]);
  return offered(studio, typed);
}

function ask({ discord }: Studio, options: Readonly<Record<string, string>>) {
  return discord.command({
    by: discord.world.people.ada,
    in: discord.world.channels.restricted,
    name: 'ink',
    options: { prompt: 'a heron', ...options },
  });
}

describe('a choice that is left open', () => {
  it('offers what the worker has, as much as Discord shows of it, by what is typed', async () => {
    const studio = await studioWith(INSTALLED);
    const all = await offeredInTheEnd(studio, '');
    expect(all).toHaveLength(25);
    expect(all).not.toContain(LONG);
    expect(await offered(studio, 'wet')).toEqual(['Gouache/Wet.safetensors']);
    expect(await offered(studio, 'STYLE-3')).toEqual(
      NUMBERED.filter((file) => file.startsWith('style-3')),
    );
    expect(await offered(studio, 'nothing like it')).toEqual([]);
    // It was asked once, whatever was typed.
    expect(studio.runpod.jobs.map(({ input }) => input)).toEqual([{ describe: true }]);
  });

  it('takes what was offered, and puts it into the graph', async () => {
    const studio = await studioWith(INSTALLED);
    const [style = ''] = await offeredInTheEnd(studio, 'style-21');
    await completedMessage(studio, await ask(studio, { style }));
    expect(studio.runpod.jobs.at(-1)?.input).toMatchObject({
      '2': { inputs: { lora_name: 'style-21.safetensors' } },
    });
  });

  it('refuses a file that the worker does not have, and makes no job of it', async () => {
    const studio = await studioWith(INSTALLED);
    await offeredInTheEnd(studio, '');
    const refused = await ask(studio, { style: 'chalk.safetensors' });
    expect(await quietAnswer(refused)).toContain(
      '`style` must be a file on the GPU worker: pick one of the suggestions as you type.',
    );
    expect(studio.runpod.jobs).toHaveLength(1);
  });

  it.each([
    ['the worker was never asked', INSTALLED, {}],
    ['the worker cannot say what it has', { ...INSTALLED, naive: true }, {}],
    ['no worker is up', { ...INSTALLED, warm: false, coldStartMs: 60_000 }, {}],
    [
      'the worker is of another kind',
      { ...INSTALLED, worker: 'worker-comfyui' },
      { WORKER: 'worker-comfyui' },
    ],
  ] as const)('offers nothing and takes only its default where %s', async (_, runpod, env) => {
    const studio = await studioWith(runpod, undefined, env);
    if (runpod !== INSTALLED) expect(await offered(studio, '')).toEqual([]);
    const refused = await ask(studio, { style: 'style-21.safetensors' });
    expect(await quietAnswer(refused)).toContain("`style` can't be used yet");
    const { message } = await (await ask(studio, { style: 'ink.safetensors' })).answered;
    expect(message?.flags).toBe(0);
  });

  it('is left out of what somebody keeps where the worker has it no more, in forms too', async () => {
    const studio = await studioWith(INSTALLED, undefined, { FEATURED_WORKFLOW: 'ink' });
    const { people, channels } = studio.discord.world;
    await keepDefaults(studio, 'workflow:ink', { style: 'chalk.safetensors' });
    const bytes = pngWithTexts(await portrait(), { parameters: 'a heron\nSteps: 20' });
    const files = [{ name: 'heron.png', bytes }];
    const message = studio.discord.say({
      by: people.ben,
      in: channels.restricted,
      content: '',
      files,
    });
    const picked = await studio.discord.messageCommand({
      by: people.ada,
      message,
      name: 'Reuse settings',
    });
    const card = await answerShowing(studio, picked, '/imagine prompt:a heron');
    const pressed = await studio.discord.click({ by: people.ada, message: card, label: 'Make it' });
    const sent = await fillIn(studio, pressed, {});
    expect((await sent.answered).message?.flags).toBe(0);
  });

  it('offers nothing and takes nothing else where the worker has no such file', async () => {
    const studio = await studioWith({
      installation: { models: { checkpoints: ['sd_xl_base_1.0.safetensors'] }, open: [] },
    });
    await offered(studio, '');
    await studio.runpod.waitFor(({ status }) => status === 'COMPLETED');
    await expect
      .poll(async () => quietAnswer(await ask(studio, { style: 'style-21.safetensors' })))
      .toContain('must be a file on the GPU worker');
    expect(await offered(studio, '')).toEqual([]);
  });
});

describe('a choice is never left open', () => {
  const image = { type: 'image', node_ids: ['10'] };
  const fromPicture = {
    ...INK_GRAPH,
    '10': { class_type: 'LoadImage', inputs: { image: 'example.png' } },
    '11': { class_type: 'VAEEncode', inputs: { pixels: ['10', 0], vae: ['1', 2] } },
    '6': { ...INK_GRAPH[6], inputs: { ...INK_GRAPH[6].inputs, latent_image: ['11', 0] } },
  };

  it.each([
    [
      'in a general-rated workflow',
      { ...OPEN, rating: 'general' },
      INK_GRAPH,
      'the rating is general',
    ],
    [
      "where somebody's picture goes in",
      { ...OPEN, nodes: [...OPEN.nodes, image] },
      fromPicture,
      'pictures that may show people',
    ],
  ])('%s, which is left out', async (_, manifest, graph, says) => {
    const studio = await studioWith(INSTALLED, { manifest, graph });
    await expect(ask(studio, {})).rejects.toThrow('there is no command ink');
    expect(studio.logged.join('\n')).toContain(says);
  });

  it('where the files are named one by one', async () => {
    const studio = await studioWith(INSTALLED, { manifest: INK_MANIFEST });
    await expect(offered(studio, '')).rejects.toThrow('does not complete style');
    expect(studio.runpod.jobs).toEqual([]);
  });
});
