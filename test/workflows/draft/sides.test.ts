import { describe, expect, it } from 'vitest';
import { node, sampler, sdxl, type Nodes } from '../../support/sdxl-workflow.ts';
import { drafted } from './draft.ts';

const found = (changes: Nodes) => drafted(sdxl(changes)).entries;
const notes = (changes: Nodes) => drafted(sdxl(changes)).notes;

describe('a node of others with both prompts', () => {
  it('has each where it is called so', () => {
    const loader = {
      '6': sampler({ model: ['20', 0], positive: ['20', 1], negative: ['20', 2] }),
      '20': node('Whole Loader', { positive: 'a fox', negative: 'blurry', clip: ['1', 1] }),
    };
    expect(found(loader)).toContain('prompt: 20.positive');
    expect(found(loader)).toContain('negative_prompt: 20.negative');
  });

  it('brings each to an encoder by what its texts are called', () => {
    const styled = {
      '3': node('CLIPTextEncode', { text: ['20', 0], clip: ['1', 1] }),
      '4': node('CLIPTextEncode', { text: ['20', 1], clip: ['1', 1] }),
      '20': node('Styler', { text_positive: 'a fox', text_negative: 'blurry', style: 'ink' }),
    };
    expect(found(styled)).toContain('prompt: 20.text_positive');
    expect(found(styled)).toContain('negative_prompt: 20.text_negative');
  });

  it.each([{ kind: 'ink' }, {}])('has no prompt beside the other one and %j', (more) => {
    const styled = {
      '3': node('CLIPTextEncode', { text: ['20', 0], clip: ['1', 1] }),
      '4': node('CLIPTextEncode', { text: ['20', 1], clip: ['1', 1] }),
      '20': node('Styler', { text_negative: 'blurry', ...more }),
    };
    expect(found(styled).join()).not.toMatch(/(^|,)prompt: /);
    expect(found(styled)).toContain('negative_prompt: 20.text_negative');
  });

  it('brings each from where it comes', () => {
    const styled = {
      '3': node('CLIPTextEncode', { text: ['20', 0], clip: ['1', 1] }),
      '4': node('CLIPTextEncode', { text: ['20', 1], clip: ['1', 1] }),
      '20': node('Styler', { text_negative: ['22', 0], text_positive: ['21', 0] }),
      '21': node('PrimitiveString', { value: 'a fox' }),
      '22': node('PrimitiveString', { value: 'blurry' }),
    };
    expect(found(styled)).toContain('prompt: 21.value');
  });
});

describe('words that a node reads from a picture', () => {
  const tagged: Nodes = {
    '3': node('CLIPTextEncode', { text: ['21', 0], clip: ['1', 1] }),
    '20': node('LoadImage', { image: 'style.png' }),
    '21': node('Show It', { text: ['22', 0] }),
    '22': node('Tagger', { image: ['20', 0], model: 'wd-v1-4', threshold: 0.6, exclude: '' }),
  };

  it('are no prompt, and the picture is one that members send', () => {
    expect(found(tagged).join()).not.toContain('prompt: 2');
    expect(found(tagged)).toContain('image: 20.image');
    expect(notes(tagged)).toContain('No words were found that the sampler is told.');
  });
});

describe('words that a node only shows', () => {
  it('are no prompt, as nothing is made of them', () => {
    const shown: Nodes = {
      '3': node('CLIPTextEncode', { text: ['21', 0], clip: ['1', 1] }),
      '20': node('LoadImage', { image: 'style.png' }),
      '21': node('ShowText|pysssss', { text: ['22', 0], text2: 'shown before' }),
      '22': node('Tagger', { image: ['20', 0], threshold: 0.6 }),
    };
    expect(found(shown).join()).not.toContain('prompt: 2');
  });
});

describe('pictures of comfyui-deploy', () => {
  it('are described by what their author calls them', () => {
    const external = (input_id: string) => node('ComfyUIDeployExternalImage', { input_id });
    const { manifest } = drafted(
      sdxl({
        '5': node('VAEEncode', { pixels: ['20', 0], vae: ['1', 2] }),
        '20': node('ImageBatch', { image1: ['21', 0], image2: ['22', 0] }),
        '21': external('img_product'),
        '22': external('input_light'),
      }),
    );
    expect(manifest).toMatchObject({
      nodes: expect.arrayContaining([
        expect.objectContaining({ node_ids: ['21'], description: 'img product' }),
        expect.objectContaining({ node_ids: ['22'], description: 'light' }),
      ]) as unknown,
    });
  });
});

describe('a picture that another one is only made after', () => {
  const second: Nodes = {
    '7': node('VAEDecode', { samples: ['24', 0], vae: ['1', 2] }),
    '20': node('VAEDecode', { samples: ['6', 0], vae: ['1', 2] }),
    '22': node('Pose After', { image: ['20', 0], positive: ['3', 0], negative: ['4', 0] }),
    '23': node('EmptyLatentImage', { width: 832, height: 1216, batch_size: 1 }),
    '24': sampler({
      positive: ['22', 0],
      negative: ['22', 1],
      latent_image: ['23', 0],
      steps: 30,
    }),
  };

  it('gives neither its size nor its number', () => {
    expect(found(second)).toEqual([
      'prompt: 3.text',
      'negative_prompt: 4.text',
      'aspect_ratio: 23',
      'steps: 24.steps',
      'cfg: 24 6.cfg',
      'count: 23.batch_size',
      'seed: 6 24.seed',
    ]);
    expect(notes(second)).toContain(
      'Node 5 (EmptyLatentImage) begins another picture, whose size and number stay as they were exported.',
    );
  });

  it('gives them where the other goes on from its pixels', () => {
    const changes = {
      ...second,
      '23': node('VAEEncode', { pixels: ['20', 0], vae: ['1', 2] }),
    };
    expect(found(changes)).toContain('aspect_ratio: 5');
    expect(found(changes)).toContain('steps: 6.steps');
  });

  it('gives them where both begin with what one node makes', () => {
    const changes = {
      '6': sampler({ latent_image: ['5', 0] }),
      '7': node('VAEDecode', { samples: ['24', 0], vae: ['1', 2] }),
      '22': node('Stage B', { conditioning: ['3', 0], stage_c: ['6', 0] }),
      '24': sampler({ positive: ['22', 0], latent_image: ['5', 1], steps: 4 }),
    };
    expect(found(changes)).toContain('steps: 6.steps');
  });
});

describe('a picture that its sampler is given', () => {
  it('may be changed more or less', () => {
    const changes: Nodes = {
      '7': node('Tiled Upscale', {
        image: ['20', 0],
        positive: ['3', 0],
        negative: ['4', 0],
        seed: 1,
        steps: 10,
        cfg: 6,
        denoise: 0.4,
      }),
      '20': node('LoadImage', { image: 'a.png' }),
    };
    expect(found(changes)).toContain('denoise: 7.denoise');
  });
});

describe('a mask that is turned round', () => {
  const masked = (channel: string, turns: number): Nodes => ({
    '5': node('VAEEncodeForInpaint', {
      pixels: ['20', 0],
      mask: [turns === 0 ? '21' : `${29 + turns}`, 0],
      vae: ['1', 2],
      grow_mask_by: 6,
    }),
    '20': node('LoadImage', { image: 'a.png' }),
    '21': node('LoadImageMask', { image: 'b.png', channel }),
    '30': node('InvertMask', { mask: ['21', 0] }),
    '31': node('InvertMask', { mask: ['30', 0] }),
  });

  it.each([
    ['alpha', 0, 'A mask: what is transparent in it counts'],
    ['alpha', 1, 'A mask: what is not transparent in it counts'],
    ['alpha', 2, 'A mask: what is transparent in it counts'],
    ['red', 0, 'A mask: what is white in it counts'],
    ['red', 1, 'A mask: what is black in it counts'],
  ])('from its %s channel, %i times, is described so', (channel, turns, description) => {
    expect(drafted(sdxl(masked(channel, turns))).manifest).toMatchObject({
      nodes: expect.arrayContaining([
        expect.objectContaining({ type: 'mask', description }),
      ]) as unknown,
    });
  });
});
