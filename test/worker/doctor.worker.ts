import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import type { ComfySettings } from '../../src/sandbox/comfy/comfy-settings.ts';
import { DiscordSandbox } from '../../src/sandbox/discord/sandbox.ts';
import { RunPodSandbox } from '../../src/sandbox/runpod/runpod-sandbox.ts';
import { ShippedWorker } from '../../src/sandbox/runpod/shipped-worker.ts';
import { portrait } from '../commands/portrait.ts';

const SCRIPT = fileURLToPath(new URL('../../src/doctor.ts', import.meta.url));

/** What npm run doctor says of the shipped worker with a ComfyUI of these settings. */
async function doctor(settings: Partial<ComfySettings>): Promise<string> {
  const shipped = await ShippedWorker.start(process.env.PYTHON ?? 'python3', settings);
  onTestFinished(() => shipped.close());
  const discord = await DiscordSandbox.start();
  onTestFinished(() => discord.close());
  const runpod = await RunPodSandbox.start({ worker: shipped.command, workers: 1 });
  onTestFinished(() => runpod.close());
  const folder = mkdtempSync(join(tmpdir(), 'darkroom-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  writeFileSync(join(folder, 'me.png'), await portrait());
  const env = {
    PATH: process.env.PATH,
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.apiUrl,
    RUNPOD_API_KEY: runpod.apiKey,
    RUNPOD_ENDPOINT_ID: runpod.endpointId,
    RUNPOD_API_URL: runpod.apiUrl,
    POLL_INTERVAL_MS: '100',
  };
  const command = ['--import', import.meta.resolve('tsx'), SCRIPT, '--job', '--face', 'me.png'];
  return new Promise((resolve) => {
    execFile(process.execPath, command, { cwd: folder, env }, (_, stdout) => {
      resolve(stdout);
    });
  });
}

it('finds that the shipped worker makes every kind of picture', async () => {
  const said = await doctor({});
  expect(said.match(/✓ A job \(.+PNG of 1024×1024/g)).toHaveLength(3);
  expect(said).toContain('All is well.');
});

it.each<[string, Partial<ComfySettings>, RegExp]>([
  [
    'the custom nodes',
    { without: ['IPAdapterFaceID', 'IPAdapterAdvanced', 'IPAdapterInsightFaceLoader'] },
    /✗ A job \(a photo of a face\).*\n {4}Install ComfyUI_IPAdapter_plus/,
  ],
  [
    'insightface',
    { insightface: false },
    /✗ A job \(a photo of a face\).*\n {4}Install insightface/,
  ],
  [
    'the checkpoint',
    { without: ['sd_xl_base_1.0.safetensors'] },
    /✗ A job \(words, in ordinary channels\).*\n {4}Put the file into the worker.*sd_xl_base/,
  ],
])('says what to do where it lacks %s', async (_, settings, expected) => {
  expect(await doctor(settings)).toMatch(expected);
});
