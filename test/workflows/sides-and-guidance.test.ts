import { describe, expect, it } from 'vitest';
import { readCoreNodes } from '../../src/workflows/read-workflows.ts';
import { handedOn, linesOf, node, sampler, sdxl, type Nodes } from '../support/sdxl-workflow.ts';

const table = readCoreNodes();
const PROMPT = { type: 'prompt', node_ids: ['3'] };

describe('a negative prompt', () => {
  const lines = (id: string, changes: Nodes = {}, key = ['text']) =>
    linesOf(
      [
        { type: 'steps', node_ids: ['6'] },
        { type: 'negative_prompt', node_ids: [id], key },
      ],
      { graph: sdxl(changes), table },
    );
  const says = (target: string) => [
    `manifest.json, nodes[1] (negative_prompt), ${target}: is what the sampler is asked to show: name the node of the negative prompt, or write type prompt or text`,
  ];

  it('is not what the sampler is asked to show', () => {
    expect(lines('3')).toEqual(says('node 3 (CLIPTextEncode), input text'));
    expect(lines('4')).toEqual([]);
  });

  it('nor is that through guidance, ControlNets, and nodes that hand words on', () => {
    const control = (inputs: object) =>
      node('ControlNetApplyAdvanced', {
        control_net: ['23', 0],
        image: ['24', 0],
        strength: 1,
        start_percent: 0,
        end_percent: 1,
        positive: ['25', 0],
        negative: ['4', 0],
        ...inputs,
      });
    const way = {
      ...handedOn('a fox'),
      '3': node('CLIPTextEncode', { text: ['21', 0], clip: ['1', 1] }),
      '22': control({}),
      '23': node('ControlNetLoader', { control_net_name: 'pose.safetensors' }),
      '24': node('LoadImage', { image: 'a.png' }),
      '25': node('FluxGuidance', { conditioning: ['3', 0], guidance: 3 }),
      '6': sampler({ positive: ['22', 0], negative: ['22', 1] }),
    };
    expect(lines('20', way, ['value'])).toEqual(says('node 20 (PrimitiveString), input value'));
    expect(lines('4', way)).toEqual([]);
  });

  it('nor is that where both sides are told the same', () => {
    const both = { '6': sampler({ negative: ['3', 0] }) };
    expect(lines('3', both)).toEqual(says('node 3 (CLIPTextEncode), input text'));
  });

  it('leads to what the sampler is asked to leave out, and not just anywhere', () => {
    const service = { '20': node('Fancy Service', { prompt: 'a fox' }) };
    expect(lines('20', service, ['prompt'])).toEqual([
      'manifest.json, nodes[1] (negative_prompt), node 20 (Fancy Service), input prompt: leads to nothing that a sampler is asked to leave out: name the node of the negative prompt, or write type prompt or text',
    ]);
    const through = {
      ...handedOn('blurry'),
      '4': node('Fancy Encode', { words: ['21', 0], clip: ['1', 1] }),
    };
    expect(lines('20', through, ['value'])).toEqual([]);
  });

  it('stands under a name that says so in nodes of others that take both', () => {
    const pair = {
      '3': node('Fancy Pair', { positive: 'a fox', negative: 'blurry', clip: ['1', 1] }),
      '6': sampler({ negative: ['3', 1] }),
    };
    expect(lines('3', pair, ['negative'])).toEqual([]);
    expect(lines('3', pair, ['positive'])).toEqual(says('node 3 (Fancy Pair), input positive'));
  });
});

describe('cfg', () => {
  const own = (type: string, key: string, id: string, more: object) => [
    PROMPT,
    { type, name: 'follow', key, node_ids: [id], ...more },
  ];
  const says = (target: string) => [
    `manifest.json, nodes[1] (${target}: sets cfg, and below 2 the safety words cannot act: write type cfg, by which that is told, or a min of 2`,
  ];

  it('is set below 2 by an option that is called so, and by no other', () => {
    const line = says('number), node 6 (KSampler), input cfg');
    expect(
      linesOf(own('number', 'cfg', '6', { min: 1, max: 9 }), { graph: sdxl(), table }),
    ).toEqual(line);
    expect(
      linesOf(own('number', 'cfg', '6', { min: 2, max: 9 }), { graph: sdxl(), table }),
    ).toEqual([]);
    const choices = [
      { name: 'Free', value: 1 },
      { name: 'Close', value: 8 },
    ];
    expect(
      linesOf(own('choice', 'cfg', '6', { choices, default: 8 }), { graph: sdxl(), table }),
    ).toEqual(says('choice), node 6 (KSampler), input cfg'));
    const cfg = { type: 'cfg', node_ids: ['6'], min: 0 };
    expect(linesOf([PROMPT, cfg], { graph: sdxl(), table })).toEqual([]);
  });

  it('is set so through nodes that hand numbers on', () => {
    const graph = sdxl({
      '30': node('PrimitiveFloat', { value: 6.5 }),
      '6': sampler({ cfg: ['30', 0] }),
    });
    expect(linesOf(own('number', 'value', '30', { min: 1, max: 9 }), { graph, table })).toEqual(
      says('number), node 30 (PrimitiveFloat), input value'),
    );
  });
});
