import { describe, expect, it } from 'vitest';
import { linesOf, node, sampler, sdxl, type Nodes } from '../../support/sdxl-workflow.ts';
import { drafted, table } from './draft.ts';

const loaded = node('LoadImage', { image: 'a.png' });
const applied = (net: string, image: string, positive: string, inputs: object = {}) =>
  node('ControlNetApply', {
    ...{ conditioning: [positive, 0], control_net: [net, 0], image: [image, 0], strength: 0.8 },
    ...inputs,
  });
const net = (control_net_name: string) => node('ControlNetLoader', { control_net_name });

/** A ControlNet that follows the picture of node 9, by way of `image`. */
const followed = (file: string, image = '9', more: Nodes = {}): Nodes => ({
  '6': sampler({ positive: ['22', 0] }),
  '9': loaded,
  '21': net(file),
  '22': applied('21', image, '3'),
  ...more,
});

const entries = (changes: Nodes) => drafted(sdxl(changes)).manifest.nodes;
const pictures = (changes: Nodes) =>
  entries(changes)
    .filter(({ type }) => type === 'image')
    .map((entry) => ('description' in entry ? entry.description : undefined));

describe('how closely a picture is followed', () => {
  it('is an option, from not at all', () => {
    const graph = sdxl(followed('pose.safetensors'));
    expect(drafted(graph).manifest.nodes).toContainEqual({
      ...{ type: 'strength', name: 'control_strength', key: 'strength', node_ids: ['22'] },
      ...{ description: 'How closely image is followed; 0 is not at all', min: 0, max: 2 },
    });
    expect(linesOf(drafted(graph).manifest.nodes, { graph, table })).toEqual([]);
  });

  it('is one for each ControlNet, which says of which picture', () => {
    const two = followed('pose.safetensors', '9', {
      '6': sampler({ positive: ['25', 0] }),
      '23': loaded,
      '24': net('scribble.safetensors'),
      '25': applied('24', '23', '22'),
    });
    expect(entries(two)).toContainEqual(
      expect.objectContaining({
        name: 'control_strength_2',
        description: 'How closely image_2 is followed; 0 is not at all',
      }),
    );
    expect(pictures(two)).toEqual([
      'A pose to follow, drawn as a stick figure',
      'A sketch to follow',
    ]);
    expect(drafted(sdxl(two)).notes.join()).not.toContain('Members read the same');
  });

  it.each([
    ['without a strength', { strength: 0 }],
    ["of the author's own picture", { image: ['30', 0] }],
  ])('is none %s', (_, inputs) => {
    const changes = followed('pose.safetensors', '9', {
      '22': applied('21', '9', '3', inputs),
      '30': node('EmptyImage', { width: 512, height: 512, batch_size: 1, color: 0 }),
    });
    expect(JSON.stringify(entries(changes))).not.toContain('control_strength');
  });

  it('is one option if one number sets several', () => {
    const shared = followed('pose.safetensors', '9', {
      '6': sampler({ positive: ['25', 0] }),
      '22': applied('21', '9', '3', { strength: ['40', 0] }),
      '25': applied('21', '9', '22', { strength: ['40', 0] }),
      '40': node('PrimitiveFloat', { value: 0.8 }),
    });
    expect(drafted(sdxl(shared)).entries.filter((one) => one.includes('control'))).toEqual([
      'control_strength (strength): 40.value',
    ]);
  });
});

describe('a picture that is only followed', () => {
  it.each([
    ['its outlines alone', '30', 'A picture whose outlines are followed'],
    ['the picture too', '9', 'A picture to work from'],
  ])('may be so by a model itself, if that gets %s', (_, from, says) => {
    const changes = {
      '6': sampler({ latent_image: ['31', 0], positive: ['33', 0] }),
      '9': loaded,
      '30': node('Canny', { image: ['9', 0], low_threshold: 0.4, high_threshold: 0.8 }),
      '31': node('VAEEncode', { pixels: ['30', 0], vae: ['1', 2] }),
      '32': node('VAEEncode', { pixels: [from, 0], vae: ['1', 2] }),
      '33': node('ReferenceLatent', { conditioning: ['3', 0], latent: ['32', 0] }),
    };
    expect(pictures(changes)).toEqual([says]);
  });

  const canny = {
    '30': node('Canny', { image: ['9', 0], low_threshold: 0.4, high_threshold: 0.8 }),
  };
  const scaled = {
    '30': node('ImageScale', {
      ...{ image: ['9', 0], upscale_method: 'area', width: 512, height: 512, crop: 'center' },
    }),
  };

  it.each<[string, string, Nodes, string]>([
    ['control_canny.safetensors', '9', {}, 'Outlines to follow, white on black'],
    ['control_canny.safetensors', '30', scaled, 'Outlines to follow, white on black'],
    ['union.safetensors', '30', canny, 'A picture whose outlines are followed'],
    ['depth.safetensors', '9', {}, 'A depth map to follow'],
    ['mine.safetensors', '9', {}, 'A picture to follow'],
    ['shed.safetensors', '9', {}, 'A picture to follow'],
  ])('says what it is to be: %s by node %s', (file, image, more, says) => {
    expect(pictures(followed(file, image, more))).toEqual([says]);
  });

  it('is one that the model itself follows', () => {
    const edited = (unet_name: string): Nodes => ({
      '1': node('CheckpointLoaderSimple', { ckpt_name: 'flux.safetensors' }),
      '6': sampler({ model: ['40', 0], positive: ['22', 0], latent_image: ['22', 2] }),
      '9': loaded,
      '22': node('InstructPixToPixConditioning', {
        ...{ positive: ['3', 0], negative: ['4', 0], vae: ['1', 2], pixels: ['9', 0] },
      }),
      '40': node('UNETLoader', { unet_name, weight_dtype: 'default' }),
    });
    expect(pictures(edited('flux1-depth-dev.safetensors'))).toEqual(['A depth map to follow']);
    expect(pictures(edited('cosxl-edit.safetensors'))).toEqual(['A picture to work from']);
  });

  it('is one to work from if it is used otherwise, too', () => {
    const used = followed('depth.safetensors', '9', {
      '6': sampler({ positive: ['22', 0], latent_image: ['10', 0] }),
      '10': node('VAEEncode', { pixels: ['9', 0], vae: ['1', 2] }),
    });
    expect(pictures(used)).toEqual(['A picture to work from']);
  });
});
