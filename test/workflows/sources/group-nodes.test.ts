import { describe, expect, it } from 'vitest';
import { editorGraph, loadAndSave, sent, sentText, type TestNode } from './editor.ts';

/** A group of a scaler and an inverter: the picture comes in by a reroute, the mask by the second node. */
const group = {
  nodes: [
    { type: 'Reroute', index: 0, inputs: [{ name: '', type: '*' }] },
    {
      type: 'ImageScaleBy',
      index: 1,
      inputs: [{ name: 'image', type: 'IMAGE' }],
      widgets_values: ['area', 2],
    },
    {
      type: 'SetLatentNoiseMask',
      index: 2,
      title: 'Mask it',
      inputs: [
        { name: 'samples', type: 'LATENT' },
        { name: 'mask', type: 'MASK' },
      ],
    },
    {
      type: 'KSampler',
      index: 3,
      inputs: [],
      widgets_values: [1, 'fixed', 20, 8, 'euler', 'normal', 1],
    },
  ],
  links: [
    [null, 0, 0, 0, 1, 'IMAGE'],
    [0, 0, 1, 0, 5, 'IMAGE'],
  ],
  external: [],
};

const host = (more: Partial<TestNode> = {}): TestNode => ({
  type: 'workflow>mine',
  values: ['bicubic', 1.5, 7, 'randomize', 30, 6, 'heun', 'karras', 0.5],
  inputs: { IMAGE: [1, 0, 'IMAGE'], samples: null, mask: [1, 1, 'MASK'] },
  outputs: ['IMAGE', 'LATENT', 'LATENT'],
  ...more,
});

const file = (node: TestNode, groupNodes: object = { mine: group }) => ({
  ...editorGraph(loadAndSave([5, 0, 'IMAGE'], { 5: node })),
  extra: { groupNodes },
});

describe('group nodes', () => {
  it('become their nodes, with the values and links of the node that stands for them', () => {
    expect(sentText(file(host()))).toEqual({
      1: 'LoadImage(image="cat.png")',
      '5:1': 'ImageScaleBy(image=["1",0], scale_by=1.5, upscale_method="bicubic")',
      '5:2': 'SetLatentNoiseMask(mask=["1",1])',
      '5:3':
        'KSampler(cfg=6, denoise=0.5, sampler_name="heun", scheduler="karras", seed=7, steps=30)',
      9: 'SaveImage(filename_prefix="out", images=["5:1",0])',
    });
  });

  it('have their own values where the node has none', () => {
    expect(sentText(file(host({ type: 'workflow/mine', values: [] })))['5:1']).toBe(
      'ImageScaleBy(image=["1",0], scale_by=2, upscale_method="area")',
    );
  });

  it('may have been saved with a socket for each widget', () => {
    const [reroute, scale, ...others] = group.nodes;
    const widget = (name: string) => ({ name, type: '*', widget: { name } });
    const inputs = [...(scale?.inputs ?? []), widget('upscale_method'), widget('scale_by')];
    const newer = { ...group, nodes: [reroute, { ...scale, inputs }, ...others] };
    expect(sentText(file(host(), { mine: newer }))['5:1']).toBe(
      'ImageScaleBy(image=["1",0], scale_by=1.5, upscale_method="bicubic")',
    );
  });

  it.each<[string, object, string]>([
    [
      'too many values',
      { mine: { ...group, nodes: group.nodes.slice(0, 3) } },
      'values do not fit',
    ],
    ['an unknown class', { mine: { ...group, nodes: [{ type: 'Mine' }] } }, 'does not know (Mine)'],
    ['no nodes', { mine: {} }, 'cannot be read'],
    ['no definition', {}, 'has a class that the bot does not know'],
  ])('are refused with what to do: %s', (_, groupNodes, says) => {
    expect(() => sent(file(host(), groupNodes))).toThrow(says);
  });
});
