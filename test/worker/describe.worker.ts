import { expect, it, onTestFinished } from 'vitest';
import type { ComfySettings } from '../../packages/stand-ins/comfy/comfy-settings.ts';
import { description } from '../../packages/stand-ins/runpod/description.ts';
import { ShippedWorker } from '../../packages/stand-ins/runpod/shipped-worker.ts';
import { WorkerProcess } from '../../packages/stand-ins/runpod/worker-process.ts';

const GRACE_MS = 5000;

it.each<[string, Partial<ComfySettings>]>([
  ['all that it could wish for', {}],
  ['one checkpoint and one class less', { without: ['sd_xl_base_1.0.safetensors', 'SaveImage'] }],
])('describes itself as the stand-in for it does, with %s', async (_, settings) => {
  const shipped = await ShippedWorker.start(process.env.PYTHON ?? 'python3', settings);
  onTestFinished(() => shipped.close());
  const worker = new WorkerProcess(shipped.command, () => undefined);
  onTestFinished(() => worker.close(GRACE_MS));
  const over = new AbortController();
  const outcome = await worker.run('job-1', { describe: true }, over.signal, () => undefined);
  expect(outcome).toEqual({ output: description(shipped.comfy.comfy.nodes) });
});
