import { describe, expect, it } from 'vitest';
import { readNodeTable } from '../../../src/comfy/node-table.ts';
import { hasModel, nodesOf } from '../../../packages/stand-ins/comfy/installation.ts';
import { startComfy, startServer } from './comfy.ts';

/** A graph that shows a picture scaled up by a model. */
const upscale = (model: unknown) => ({
  '1': { class_type: 'LoadImage', inputs: { image: 'face.png' } },
  '2': { class_type: 'UpscaleModelLoader', inputs: { model_name: model } },
  '3': {
    class_type: 'ImageUpscaleWithModel',
    inputs: { upscale_model: ['2', 0], image: ['1', 0] },
  },
  '4': { class_type: 'SaveImage', inputs: { images: ['3', 0], filename_prefix: 'large' } },
});

describe('an installation', () => {
  it.each<[string, unknown, boolean]>([
    ['any file', 'RealESRGAN_x4plus.safetensors', true],
    ['a file in a folder of its own', 'esrgan/4x UltraSharp (v2).pth', true],
    ['a way out of the folder', '../../etc/passwd.pth', false],
    ['a path from the root', '/models/4x.pth', false],
    ['a file without an ending', 'RealESRGAN', false],
    ['base64', `${'QUJD'.repeat(100)}.png`, false],
    ['no text', 7, false],
  ])('has %s in a folder that is open: %s is %s', async (_, model, there) => {
    const { comfy } = await startComfy();
    expect(comfy.submit({ prompt: upscale(model) }).ok).toBe(there);
  });

  it('lacks a file even in a folder that is open, where it is told so', () => {
    expect(hasModel('loras', 'ink.safetensors', {})).toBe(true);
    expect(hasModel('loras', 'ink.safetensors', { without: ['ink.safetensors'] })).toBe(false);
  });

  it('is described at /object_info as it is checked against', async () => {
    const { call } = await startServer({ models: { loras: ['ink.safetensors'] } });
    const table = readNodeTable(await (await call('GET', '/object_info')).json());
    expect(table.size).toBe(640);
    expect(table.get('LoraLoader')?.inputs.lora_name?.options).toEqual(['ink.safetensors']);
    expect(table.get('UpscaleModelLoader')?.inputs.model_name?.options).toEqual([]);
    expect(table.get('BasicScheduler')).toEqual(nodesOf().get('BasicScheduler'));
  });
});
