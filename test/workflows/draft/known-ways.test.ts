import { describe, expect, it } from 'vitest';
import { KNOWN } from '../../../src/workflows/draft/known-classes.ts';
import { node, sampler, sdxl, type Nodes } from '../../support/sdxl-workflow.ts';
import { drafted, table } from './draft.ts';

const notes = (changes: Nodes) => drafted(sdxl(changes)).notes.join('\n');
const picture = node('LoadImage', { image: 'a.png' });

it('classes that are known stand in the node table', () => {
  expect([...KNOWN].filter((name) => !table.has(name))).toEqual([]);
});

describe('an option that does nothing is named with the reason', () => {
  const control = {
    '20': node('ControlNetApplyAdvanced', {
      ...{ positive: ['3', 0], negative: ['4', 0], control_net: ['21', 0], image: ['9', 0] },
      ...{ strength: 1, start_percent: 0, end_percent: 1 },
    }),
    '21': node('ControlNetLoader', { control_net_name: 'pose.safetensors' }),
    '9': picture,
  };

  it.each([
    [1, ['3', 0], true],
    [4, ['3', 0], false],
    [1, ['20', 0], false],
  ])('a picture of the negative side at cfg %s, positive from %j: %s', (cfg, positive, isNamed) => {
    const says = 'cfg of node 6 (KSampler) is 1, so image, control_strength do nothing.';
    const told = sampler({ cfg, positive, negative: ['20', 1] });
    expect(notes({ ...control, '6': told }).includes(says)).toBe(isNamed);
  });

  it.each([
    [1, 'lora_2'],
    [0, 'lora, strength'],
    [0.5, undefined],
  ])('a LoRA of a model that a merge leaves out, at ratio %s: %s', (ratio, name) => {
    const lora = (lora_name: string) =>
      node('LoraLoaderModelOnly', { model: ['1', 0], lora_name, strength_model: 1 });
    const said = notes({
      '6': sampler({ model: ['20', 0] }),
      '20': node('ModelMergeSimple', { model1: ['21', 0], model2: ['22', 0], ratio }),
      '21': lora('ink.safetensors'),
      '22': lora('oil.safetensors'),
    });
    if (name === undefined) expect(said).not.toContain('nothing');
    else expect(said).toContain(`ratio of node 20 (ModelMergeSimple) is ${ratio}, so ${name}`);
  });
});

describe('a number of pictures', () => {
  const pasted = (changes: Nodes): Nodes => ({
    '8': node('SaveImage', { images: ['20', 0], filename_prefix: 'a' }),
    '20': node('ImageCompositeMasked', {
      ...{ destination: ['21', 0], source: ['7', 0], x: 0, y: 0, resize_source: false },
    }),
    ...changes,
  });
  const empty = (batch_size: number) =>
    node('EmptyImage', { width: 2048, height: 2048, batch_size, color: 0 });
  const scaled = (image: string): Nodes => ({
    '21': node('ImageScale', {
      ...{ image: [image, 0], width: 2048, height: 2048 },
      ...{ upscale_method: 'lanczos', crop: 'center' },
    }),
  });
  const says =
    'destination of node 20 (ImageCompositeMasked) is one picture, so count does nothing.';

  it.each<[string, Nodes]>([
    ['a plain picture', { '21': empty(1) }],
    ['a picture that is sent, and scaled', { ...scaled('9'), '9': picture }],
    [
      'a plain picture, by a mask of their own',
      {
        '20': node('ImageCompositeMasked', {
          ...{ destination: ['21', 0], source: ['7', 0], mask: ['22', 0] },
          ...{ x: 0, y: 0, resize_source: false },
        }),
        '21': empty(1),
        '22': node('ImageToMask', { image: ['7', 0], channel: 'red' }),
      },
    ],
  ])('does nothing where these are pasted into %s', (_, changes) => {
    expect(notes(pasted(changes))).toContain(says);
  });
});

describe('a way that is not known', () => {
  const encoded = (className: string, inputs: object): Nodes => ({
    '6': sampler({ latent_image: ['10', 0], denoise: 0.5 }),
    '9': picture,
    '10': node('VAEEncode', { pixels: ['20', 0], vae: ['1', 2] }),
    '19': picture,
    '20': node(className, inputs as Record<string, unknown>),
  });
  const doubted = (name: string) => `The value of ${name} reaches the picture only through`;

  it('is that of the second picture of a batch', () => {
    const batch = encoded('ImageBatch', { image1: ['9', 0], image2: ['19', 0] });
    expect(notes(batch)).toContain(`${doubted('image_2')} node 20 (ImageBatch)`);
  });

  it('is named once, with the options that have no other', () => {
    const changes: Nodes = {
      '6': sampler({ model: ['20', 0] }),
      '9': picture,
      '20': node('Patch It', { model: ['1', 0], image: ['9', 0], how: 'gently' }),
    };
    expect(notes(changes)).toBe(
      'The value of image reaches the picture only through node 20 (Patch It), which may change or drop it: try the option.',
    );
  });

  it('is that of the settings which a saver writes into the file', () => {
    const saver = (seed: unknown): Nodes => ({
      '6': node('KSamplerAdvanced', {
        ...{ model: ['1', 0], positive: ['3', 0], negative: ['4', 0], latent_image: ['5', 0] },
        ...{ add_noise: 'disable', noise_seed: ['20', 0], steps: 20, cfg: 7 },
        ...{ sampler_name: 'euler', scheduler: 'normal', start_at_step: 0, end_at_step: 10000 },
        return_with_leftover_noise: 'disable',
      }),
      '8': node('Image Saver', { images: ['7', 0], filename: 'a', seed_value: seed }),
      '20': node('PrimitiveInt', { value: 7 }),
    });
    expect(notes(saver(['20', 0]))).toContain(
      'The value of seed reaches the picture only through node 8 (Image Saver)',
    );
    expect(notes(saver(7))).toContain('add_noise of node 6 (KSamplerAdvanced) is off');
  });
});

it('what App Mode does not show of what is saved is named', () => {
  const file = sdxl({
    '20': node('SaveImage', { images: ['21', 0], filename_prefix: 'b' }),
    '21': node('ImageInvert', { image: ['7', 0] }),
  });
  const app = { extra: { linearData: { inputs: [], outputs: ['8'] } }, nodes: [] };
  expect(drafted(file, { app }).notes.join('\n')).toContain(
    'App Mode does not show what these save, so it is not posted: 20 (SaveImage).',
  );
});
