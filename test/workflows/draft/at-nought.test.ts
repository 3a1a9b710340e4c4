import { describe, expect, it } from 'vitest';
import { node, sampler, sdxl, type Nodes } from '../../support/sdxl-workflow.ts';
import { drafted } from './draft.ts';

const notes = (changes: Nodes) => drafted(sdxl(changes)).notes.join('\n');

describe('a picture that does nothing', () => {
  const vision: Nodes = {
    '6': sampler({ positive: ['20', 0] }),
    '9': node('LoadImage', { image: 'a.png' }),
    '22': node('CLIPVisionEncode', { clip_vision: ['23', 0], image: ['9', 0], crop: 'center' }),
    '23': node('CLIPVisionLoader', { clip_name: 'v.safetensors' }),
  };

  it.each([
    [0, true],
    [1, false],
  ])('is named where a vision model read it, at strength %s: %s', (strength, isNamed) => {
    const style = node('StyleModelApply', {
      ...{ conditioning: ['3', 0], style_model: ['21', 0], clip_vision_output: ['22', 0] },
      ...{ strength, strength_type: 'multiply' },
    });
    const loader = node('StyleModelLoader', { style_model_name: 's.safetensors' });
    expect(
      notes({ ...vision, '20': style, '21': loader }).includes(
        'strength of node 20 (StyleModelApply) is 0, so image does nothing.',
      ),
    ).toBe(isNamed);
  });

  /** A picture in node 9 that node 20 brings to the sampler's model. */
  const through = (className: string, inputs: object): Nodes => ({
    '6': sampler({ model: ['20', 0] }),
    '9': node('LoadImage', { image: 'a.png' }),
    '19': node('LoadImage', { image: 'b.png' }),
    '20': node(className, { model: ['1', 0], image: ['9', 0], ...inputs }),
  });

  it.each([
    [0, true],
    [1, false],
  ])('is named where its mask leaves nothing to it, at value %s: %s', (value, isNamed) => {
    const adapter = { ipadapter: ['21', 0], weight: 1, start_at: 0, end_at: 1 };
    const changes = {
      ...through('IPAdapterAdvanced', { ...adapter, attn_mask: ['22', 0] }),
      '22': node('SolidMask', { value, width: 512, height: 512 }),
    };
    const says = 'attn_mask of node 20 (IPAdapterAdvanced) is 0 all over, so image does nothing.';
    expect(notes(changes).includes(says)).toBe(isNamed);
  });

  it.each([
    ['ImageBlend', { image1: ['7', 0], image2: ['9', 0], blend_factor: 0 }],
    ['ImageBlend', { image1: ['9', 0], image2: ['7', 0], blend_factor: 1 }],
    ['ColorTransfer', { image_target: ['7', 0], image_ref: ['9', 0], strength: 0 }],
  ])('is named where a blend drops it: %s, %j', (className, inputs) => {
    const changes: Nodes = {
      '8': node('SaveImage', { images: ['20', 0], filename_prefix: 'a' }),
      '9': node('LoadImage', { image: 'a.png' }),
      '20': node(className, { ...inputs, blend_mode: 'normal' }),
    };
    expect(notes(changes)).toMatch(/of node 20 \(.*\) is [01], so image does nothing\./);
  });
});

it.each([
  [0, ['19', '3']],
  [1, ['3', '19']],
])('words that an average drops are named: %s', (strength, [to, from]) => {
  const changes: Nodes = {
    '6': sampler({ positive: ['20', 0] }),
    '19': node('CLIPTextEncode', { text: 'a hen', clip: ['1', 1] }),
    '20': node('ConditioningAverage', {
      ...{ conditioning_to: [to, 0], conditioning_from: [from, 0] },
      conditioning_to_strength: strength,
    }),
  };
  expect(notes(changes)).toMatch(
    /conditioning_to_strength of node 20 \(ConditioningAverage\) is [01], so prompt(_2)? does nothing\./,
  );
});
