import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { ComfySettings } from '../../packages/stand-ins/comfy/comfy-settings.ts';
import { ShippedWorker } from '../../packages/stand-ins/runpod/shipped-worker.ts';
import { portrait } from '../commands/portrait.ts';
import { openSurgery } from '../support/doctor.ts';

/** What npm run doctor says of the shipped worker with a ComfyUI of these settings. */
async function said(settings: Partial<ComfySettings>): Promise<string> {
  const shipped = await ShippedWorker.start(process.env.PYTHON ?? 'python3', settings);
  onTestFinished(() => shipped.close());
  const { doctor, folder } = await openSurgery({ worker: shipped.command, workers: 1 });
  writeFileSync(join(folder, 'me.png'), await portrait());
  return (await doctor(['--job', '--face', 'me.png'])).stdout;
}

it('finds that the shipped worker makes every kind of picture', async () => {
  const all = await said({});
  expect(all.match(/✓ A job \(.+PNG of 1024×1024/g)).toHaveLength(3);
  expect(all).toContain('All is well.');
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
    /✗ A job \(words, in ordinary channels\).*\n {4}Install the file in the worker.*sd_xl_base/,
  ],
])('says what to do where it lacks %s', async (_, settings, expected) => {
  expect(await said(settings)).toMatch(expected);
});
