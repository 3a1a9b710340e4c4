import { describe, expect, it } from 'vitest';
import { readNodeTable } from '../../../src/comfy/node-table.ts';
import { hasModel, nodesOf } from '../../../packages/stand-ins/comfy/installation.ts';
import { validate } from '../../../packages/stand-ins/comfy/validate.ts';
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

  it('has only what is named in a folder that is not', async () => {
    const { comfy } = await startComfy({ models: { upscale_models: ['4x.pth'] }, open: [] });
    expect(comfy.submit({ prompt: upscale('4x.pth') }).ok).toBe(true);
    expect(comfy.submit({ prompt: upscale('8x.pth') })).toMatchObject({
      ok: false,
      nodeErrors: {
        '2': { errors: [{ details: "model_name: '8x.pth' not in ['4x.pth']" }] },
      },
    });
  });

  it('lacks a file even in a folder that is open, where it is told so', () => {
    expect(hasModel('loras', 'ink.safetensors', {})).toBe(true);
    expect(hasModel('loras', 'ink.safetensors', { without: ['ink.safetensors'] })).toBe(false);
  });

  it('keeps the values that every ComfyUI has beside its own files', () => {
    const nodes = nodesOf({ models: { vae: ['ae.safetensors'] } });
    expect(nodes.get('VAELoader')?.inputs.vae_name?.options).toEqual([
      'ae.safetensors',
      'pixel_space',
    ]);
  });

  it('is described at /object_info as it is checked against', async () => {
    const { call } = await startServer({ models: { loras: ['ink.safetensors'] } });
    const table = readNodeTable(await (await call('GET', '/object_info')).json());
    expect(table.size).toBe(640);
    expect(table.get('LoraLoader')?.inputs.lora_name?.options).toEqual(['ink.safetensors']);
    expect(table.get('UpscaleModelLoader')?.inputs.model_name?.options).toEqual([]);
    expect(table.get('BasicScheduler')).toEqual(nodesOf().get('BasicScheduler'));
  });

  it('checks a seed of 2^64-1 and a scheduler of the newer notation', () => {
    const graph = (seed: number, scheduler: string) => ({
      m: { class_type: 'UNETLoader', inputs: { unet_name: 'z.sft', weight_dtype: 'default' } },
      n: { class_type: 'RandomNoise', inputs: { noise_seed: seed } },
      s: {
        class_type: 'BasicScheduler',
        inputs: { model: ['m', 0], scheduler, steps: 8, denoise: 1 },
      },
      p: { class_type: 'PreviewAny', inputs: { source: ['s', 0] } },
      q: { class_type: 'PreviewAny', inputs: { source: ['n', 0] } },
    });
    const against = { nodes: nodesOf(), hasFile: () => true };
    expect(validate(graph(2 ** 64 - 1025, 'simple'), against)).toMatchObject({ nodeErrors: {} });
    expect(Object.keys(validate(graph(-1, 'slow'), against).nodeErrors)).toEqual(['s', 'n']);
  });
});
