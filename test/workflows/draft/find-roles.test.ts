import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNodeTable } from '../../../src/comfy/node-table.ts';
import {
  node,
  sampler,
  sdxl as graph,
  type Inputs,
  type Nodes as Graph,
} from '../../support/sdxl-workflow.ts';
import { drafted, table } from './draft.ts';

const found = (changes: Graph) => drafted(graph(changes)).entries;
const notes = (changes: Graph) => drafted(graph(changes)).notes;

describe('the prompt is found', () => {
  it('through guidance, ControlNets and references', () => {
    const entries = found({
      '6': sampler({ positive: ['23', 0], negative: ['22', 1] }),
      '20': node('LoadImage', { image: 'pose.png' }),
      '21': node('ControlNetLoader', { control_net_name: 'pose.safetensors' }),
      '22': node('ControlNetApplyAdvanced', {
        positive: ['3', 0],
        negative: ['4', 0],
        control_net: ['21', 0],
        image: ['20', 0],
        strength: 0.7,
        start_percent: 0,
        end_percent: 1,
      }),
      '1': node('CheckpointLoaderSimple', { ckpt_name: 'flux1-dev-fp8.safetensors' }),
      '23': node('FluxGuidance', { conditioning: ['22', 0], guidance: 3.5 }),
    });
    expect(entries.slice(0, 3)).toEqual([
      'prompt: 3.text',
      'negative_prompt: 4.text',
      'image: 20.image',
    ]);
    expect(entries).toContain('guidance (number): 23.guidance');
  });

  it('in encoders that take it twice', () => {
    expect(
      found({
        '1': node('CheckpointLoaderSimple', { ckpt_name: 'flux1-dev-fp8.safetensors' }),
        '3': node('CLIPTextEncodeFlux', {
          clip: ['1', 1],
          clip_l: 'a fox',
          t5xxl: 'a fox',
          guidance: 3.5,
        }),
      }),
    ).toEqual(expect.arrayContaining(['prompt: 3.clip_l,t5xxl', 'guidance (number): 3.guidance']));
    const sdxl = node('CLIPTextEncodeSDXL', {
      clip: ['1', 1],
      width: 1024,
      height: 1024,
      crop_w: 0,
      crop_h: 0,
      target_width: 1024,
      target_height: 1024,
      text_g: 'a fox',
      text_l: 'a fox',
    });
    const entries = found({ '3': sdxl });
    expect(entries).toContain('prompt: 3.text_g,text_l');
    // What an encoder is told of the size is none.
    expect(entries).toContain('aspect_ratio: 5');
  });

  it('in the node that its text comes from, where need be in a part of it', () => {
    const from = (changes: Graph) =>
      found({ '3': node('CLIPTextEncode', { text: ['30', 0], clip: ['1', 1] }), ...changes })[0];
    expect(from({ '30': node('PrimitiveString', { value: 'a fox' }) })).toBe('prompt: 30.value');
    expect(from({ '30': node('Text Multiline', { text: 'a fox' }) })).toBe('prompt: 30.text');
    const joined = (inputs: Inputs) =>
      node('StringConcatenate', { string_a: 'a', string_b: 'b', delimiter: ', ', ...inputs });
    expect(
      from({
        '30': joined({ string_b: ['31', 0] }),
        '31': node('PrimitiveString', { value: 'a fox' }),
      }),
    ).toBe('prompt: 31.value');
    expect(from({ '30': joined({}) })).toBe('prompt: 30.string_a');
  });

  it('with other words besides, where a sampler is told several things', () => {
    const entries = found({
      '6': sampler({ positive: ['21', 0] }),
      '20': node('CLIPTextEncode', { text: 'at night', clip: ['1', 1] }),
      '21': node('ConditioningCombine', { conditioning_1: ['3', 0], conditioning_2: ['20', 0] }),
    });
    expect(entries.slice(0, 2)).toEqual(['prompt: 3.text', 'prompt_2 (text): 20.text']);
  });

  it('in a node that needs no sampler', () => {
    const picture = node('MyService', { prompt: 'a fox', seed: 4 });
    expect(drafted({ '1': picture, '2': node('SaveImage', { images: ['1', 0] }) }).entries).toEqual(
      ['prompt: 1.prompt', 'seed: 1.seed'],
    );
  });
});

describe('a negative prompt is not asked for', () => {
  it.each([
    ['at cfg 1', { '6': sampler({ cfg: 1 }) }],
    ['where it is the prompt itself', { '6': sampler({ negative: ['3', 0] }) }],
    [
      'where nothing is left of it',
      {
        '6': sampler({ negative: ['20', 0] }),
        '20': node('ConditioningZeroOut', { conditioning: ['3', 0] }),
      },
    ],
  ])('%s', (_, changes) => {
    expect(found(changes).join()).not.toContain('negative_prompt');
  });

  it('and neither is cfg where it is 1, which offers no less than 2 elsewhere', () => {
    expect(found({ '6': sampler({ cfg: 1 }) }).join()).not.toContain('cfg');
    expect(drafted(graph()).manifest).toMatchObject({
      nodes: expect.arrayContaining([
        expect.objectContaining({ type: 'cfg', min: 2, max: 12 }),
      ]) as unknown,
    });
  });
});

describe('several samplers', () => {
  it('share one seed, and steps and cfg where these are the same', () => {
    const later = sampler({ latent_image: ['6', 0], seed: 1, steps: 12, denoise: 0.5 });
    const entries = found({
      '7': node('VAEDecode', { samples: ['20', 0], vae: ['1', 2] }),
      '20': later,
    });
    expect(entries).toEqual(
      expect.arrayContaining(['steps: 6.steps', 'cfg: 6 20.cfg', 'seed: 6 20.seed']),
    );
  });

  it('that divide the steps among them leave these as they are', () => {
    const part = (inputs: Inputs) =>
      node('KSamplerAdvanced', {
        ...sampler().inputs,
        add_noise: 'enable',
        noise_seed: 7,
        return_with_leftover_noise: 'enable',
        ...inputs,
      });
    const changes = {
      '6': part({ start_at_step: 0, end_at_step: 16 }),
      '7': node('VAEDecode', { samples: ['20', 0], vae: ['1', 2] }),
      '20': part({ latent_image: ['6', 0], start_at_step: 16, end_at_step: 10_000 }),
    };
    expect(found(changes).join()).not.toContain('steps');
    expect(notes(changes)).toContain(
      'Several samplers share the steps, so these stay as they were exported.',
    );
  });
});

describe('the size', () => {
  const latent = (inputs: Inputs) =>
    node('EmptyLatentImage', { width: 1024, height: 1024, batch_size: 1, ...inputs });

  it('is that of all nodes that have to know it', () => {
    const entries = found({
      '6': sampler({ model: ['20', 0] }),
      '20': node('ModelSamplingFlux', {
        model: ['1', 0],
        max_shift: 1.15,
        base_shift: 0.5,
        width: 1024,
        height: 1024,
      }),
    });
    expect(entries).toContain('aspect_ratio: 20 5');
  });

  const upscaled = (height: number): Graph => ({
    '6': sampler(),
    '7': node('VAEDecode', { samples: ['21', 0], vae: ['1', 2] }),
    '20': node('LatentUpscale', {
      ...{ samples: ['6', 0], upscale_method: 'bilinear', width: 1536, height, crop: 'disabled' },
    }),
    '21': sampler({ latent_image: ['20', 0], denoise: 0.5 }),
  });

  it('changes together with that to which the picture is scaled', () => {
    const { entries, manifest, notes } = drafted(graph(upscaled(1536)));
    expect(entries).toContain('aspect_ratio (choice): 5.width 5.height 20.width 20.height');
    expect(JSON.stringify(manifest)).toContain(
      '{"name":"16:9 (2016×1152)","values":{"5":{"width":1344,"height":768},"20":{"width":2016,"height":1152}}}',
    );
    expect(notes.join()).not.toContain('aspect_ratio');
  });

  it('stays as it is with texts in regions, which are given in pixels', () => {
    const area = { width: 512, height: 512, x: 256, y: 0, strength: 1 };
    const changes = {
      ...upscaled(1536),
      '3': node('ConditioningSetArea', { conditioning: ['30', 0], ...area }),
      '30': node('CLIPTextEncode', { text: 'a fox', clip: ['1', 1] }),
    };
    expect(found(changes).join()).not.toContain('aspect_ratio');
    expect(notes(changes)).toContain(
      'Node 3 (ConditioningSetArea) places its part in pixels, so the shape stays as it was exported.',
    );
  });

  it('stays as it is where the picture is scaled to another shape', () => {
    const changes = upscaled(1024);
    expect(found(changes).join()).not.toContain('aspect_ratio');
    expect(notes(changes)[0]).toBe(
      'Node 20 (LatentUpscale) scales to a size of its own, so the shape stays as it was exported.',
    );
  });

  it('is chosen in the node that it comes from', () => {
    const entries = found({
      '5': latent({ width: ['20', 0], height: ['20', 1] }),
      '20': node('ResolutionSelector', {
        aspect_ratio: '1:1 (Square)',
        megapixels: 1,
        multiple: 16,
      }),
    });
    expect(entries).toContain('aspect_ratio (choice): 20.aspect_ratio');
  });

  it('is not asked for where it is that of a picture', () => {
    const entries = found({
      '5': latent({ width: ['20', 0], height: ['20', 1] }),
      '20': node('GetImageSize', { image: ['21', 0] }),
      '21': node('LoadImage', { image: 'a.png' }),
    });
    expect(entries.join()).not.toMatch(/aspect_ratio|width/);
  });

  it('of more pictures than a message holds is brought down to four', () => {
    expect(drafted(graph({ '5': latent({ batch_size: 9 }) })).manifest).toMatchObject({
      nodes: expect.arrayContaining([
        expect.objectContaining({ type: 'count', min: 1, max: 4, default: 4 }),
      ]) as unknown,
    });
  });
});

describe('pictures', () => {
  it('are told from masks by which of their outputs are used', () => {
    const entries = found({
      '5': node('VAEEncodeForInpaint', {
        pixels: ['20', 0],
        mask: ['21', 1],
        vae: ['1', 2],
        grow_mask_by: 6,
      }),
      '20': node('LoadImage', { image: 'a.png' }),
      '21': node('LoadImage', { image: 'b.png' }),
    });
    expect(entries).toEqual(expect.arrayContaining(['image: 20.image', 'mask: 21.image']));
  });

  it('alone are all that is asked for where there is nothing else', () => {
    const { entries, manifest } = drafted({
      '1': node('LoadImage', { image: 'a.png' }),
      '2': node('UpscaleModelLoader', { model_name: 'x4.pth' }),
      '3': node('ImageUpscaleWithModel', { upscale_model: ['2', 0], image: ['1', 0] }),
      '4': node('SaveImage', { images: ['3', 0], filename_prefix: 'a' }),
    });
    expect(entries).toEqual(['image: 1.image']);
    expect(manifest).toMatchObject({ description: 'Pictures by the workflow mine' });
  });
});

describe('what is not known here', () => {
  it('is read by what its ComfyUI answers', () => {
    const own = readNodeTable({
      MySampler: {
        input: {
          required: {
            positive: ['CONDITIONING'],
            seed: ['INT', { min: 0, max: 1_000 }],
            steps: ['INT', { min: 2, max: 6 }],
          },
        },
        output: ['IMAGE'],
      },
      MySave: { input: { required: { picture: ['IMAGE'] } }, output: [], output_node: true },
    });
    const file = {
      '1': node('CLIPLoader', { clip_name: 'a.safetensors', type: 'flux' }),
      '2': node('CLIPTextEncode', { text: 'a fox', clip: ['1', 0] }),
      '3': node('MySampler', { positive: ['2', 0], seed: 1, steps: 4 }),
      '4': node('MySave', { picture: ['3', 0] }),
    };
    const { entries, manifest } = drafted(file, { table: new Map([...table, ...own]) });
    expect(entries).toEqual(['prompt: 2.text', 'steps: 3.steps', 'seed: 3.seed']);
    expect(manifest).toMatchObject({
      nodes: expect.arrayContaining([
        expect.objectContaining({ type: 'steps', min: 2, max: 6 }),
      ]) as unknown,
      outputs: ['4'],
    });
  });

  it('counts as what saves the pictures where it takes them and gives nothing', () => {
    expect(
      drafted(graph({ '8': node('Save Image Plus', { images: ['7', 0] }) })).manifest,
    ).toMatchObject({
      outputs: ['8'],
    });
  });

  it('is said where pictures are only shown, or no seed is found', () => {
    expect(
      notes({
        '6': sampler({ seed: ['20', 0] }),
        '8': node('PreviewImage', { images: ['7', 0] }),
        '20': node('Random Thing', {}),
      }),
    ).toEqual([
      'Its pictures are only shown (PreviewImage), which not every worker hands out: use SaveImage.',
      'seed of node 6 (KSampler) comes from node 20 (Random Thing), where no single number stands: it is not offered.',
      'No seed was found: the same words may make the same picture.',
    ]);
  });
});

it('any graph at all is read to its end, rings and links to nothing included', () => {
  const classes = ['KSampler', 'StringConcatenate', 'ConditioningCombine', 'SaveImage', 'Mine'];
  const names = ['positive', 'latent_image', 'string_a', 'string_b', 'images', 'seed', 'samples'];
  const id = fc.integer({ min: 0, max: 12 }).map(String);
  const value = fc.oneof(fc.tuple(id, fc.integer({ min: 0, max: 2 })), fc.string(), fc.integer());
  const any = fc.record({
    class_type: fc.constantFrom(...classes),
    inputs: fc.dictionary(fc.constantFrom(...names), value),
  });
  fc.assert(
    fc.property(fc.dictionary(id, any), (nodes) => {
      const file = { ...nodes, '13': { class_type: 'SaveImage', inputs: {} } };
      expect(drafted(file).entries).toBeInstanceOf(Array);
    }),
  );
});
