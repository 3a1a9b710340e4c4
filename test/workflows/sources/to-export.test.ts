import { describe, expect, it } from 'vitest';
import { editorGraph, loadAndSave, sent, sentText, subgraph, type TestNode } from './editor.ts';

const SUB = '0f2c1f0e-6a77-4f0b-9d0e-0b8a3f2f6c11';
const INNER = '1f2c1f0e-6a77-4f0b-9d0e-0b8a3f2f6c11';
const LOAD = 'LoadImage(image="cat.png")';
const SAVE = (id: string, slot = 0) => `SaveImage(filename_prefix="out", images=["${id}",${slot}])`;
const invert = (node: number | string): TestNode => ({
  type: 'ImageInvert',
  inputs: { image: [node, 0, 'IMAGE'] },
  outputs: ['IMAGE'],
});

describe('a workflow in the format that the editor saves', () => {
  it.each([0.4, 1] as const)('is converted from version %d', (version) => {
    const file = editorGraph(loadAndSave([2, 0, 'IMAGE'], { 2: invert(1) }), version);
    expect(sentText(file)).toEqual({ 1: LOAD, 2: 'ImageInvert(image=["1",0])', 9: SAVE('2') });
  });

  it('keeps the titles that its author gave', () => {
    const file = editorGraph(loadAndSave([1, 0], { 3: { ...invert(1), title: 'Negative' } }));
    const { graph } = sent(file);
    expect([graph['3']?._meta, graph['1']?._meta]).toEqual([{ title: 'Negative' }, undefined]);
  });

  it('gives values to inputs in the order of their declaration, past the control of a seed', () => {
    const values = [7, 'randomize', 20, 6.5, 'euler', 'karras', 0.5];
    const file = editorGraph({
      3: { type: 'KSampler', values, inputs: { steps: null }, widgets: ['steps'] },
    });
    expect(sentText(file)).toEqual({
      3: 'KSampler(cfg=6.5, denoise=0.5, sampler_name="euler", scheduler="karras", seed=7, steps=20)',
    });
  });

  it('leaves out notes, and what is muted', () => {
    const file = editorGraph(
      loadAndSave([1, 0], {
        2: { ...invert(1), mode: 2 },
        3: { type: 'MarkdownNote', values: ['# Read me'] },
        4: { type: 'SaveImage', values: ['muted'], inputs: { images: [2, 0] } },
      }),
    );
    expect(sentText(file)).toEqual({
      1: LOAD,
      4: 'SaveImage(filename_prefix="muted")',
      9: SAVE('1'),
    });
    expect(sent(file).notes).toContain(
      'Muted or bypassed in the editor, so left out: 2 (ImageInvert).',
    );
  });

  it('passes a bypassed node by on the first input whose type fits', () => {
    const file = editorGraph(
      loadAndSave([3, 0, 'IMAGE'], {
        2: { type: 'VAELoader', values: ['ae.safetensors'], outputs: ['VAE'] },
        3: {
          type: 'ImageCompositeMasked',
          mode: 4,
          values: [0, 0, false],
          inputs: {
            mask: [1, 1, 'MASK'],
            destination: [4, 0, 'IMAGE'],
            source: [1, 0, 'IMAGE'],
          },
          outputs: ['IMAGE'],
        },
        4: invert(1),
      }),
    );
    expect(sentText(file)['9']).toBe(SAVE('4'));
  });

  it.each<[string, Readonly<Record<string, TestNode>>]>([
    [
      'reroutes',
      {
        3: { type: 'Reroute', inputs: { '': [1, 0] } },
        2: { type: 'Reroute', inputs: { '': [3, 0] } },
      },
    ],
    [
      'set and get nodes',
      {
        3: { type: 'SetNode', values: ['cat'], inputs: { IMAGE: [1, 0] } },
        2: { type: 'GetNode', values: ['cat'] },
      },
    ],
  ])('follows %s', (_, nodes) => {
    expect(sentText(editorGraph(loadAndSave([2, 0], nodes)))).toEqual({ 1: LOAD, 9: SAVE('1') });
  });

  it('takes the value of a primitive, which the widget next to it has not got yet', () => {
    const file = editorGraph({
      1: { type: 'PrimitiveNode', values: [30, 'fixed'] },
      2: {
        type: 'BasicScheduler',
        values: ['normal', 20, 1],
        inputs: { steps: [1, 0, 'INT'] },
        widgets: ['steps'],
      },
    });
    expect(sentText(file)).toEqual({
      2: 'BasicScheduler(denoise=1, scheduler="normal", steps=30)',
    });
  });

  it('finds the links that a node makes without a line, where the file says them', () => {
    const file = {
      ...editorGraph(
        loadAndSave([2, 0], {
          2: { ...invert(1), inputs: { image: null } },
          5: { type: 'Anything Everywhere', inputs: { anything: [1, 0] } },
        }),
      ),
      extra: {
        ue_links: [
          { upstream: 1, upstream_slot: 0, downstream: 2, downstream_slot: 0, type: 'IMAGE' },
        ],
      },
    };
    expect(sentText(file)['2']).toBe('ImageInvert(image=["1",0])');
  });
});

describe('subgraphs', () => {
  const through = (type = SUB): TestNode => ({
    type,
    inputs: { image: [1, 0, 'IMAGE'] },
    outputs: ['IMAGE'],
  });

  it('become their nodes, whose ids begin with the id of theirs', () => {
    const inner = subgraph(INNER, { 8: invert(-10) }, { inputs: ['image'], outputs: [[8, 0]] });
    const outer = subgraph(
      SUB,
      { 7: { ...through(INNER), inputs: { image: [-10, 0] } } },
      { inputs: ['image'], outputs: [[7, 0]] },
    );
    const file = editorGraph(loadAndSave([5, 0], { 5: through() }));
    expect(sentText({ ...file, definitions: { subgraphs: [outer, inner] } })).toEqual({
      1: LOAD,
      '5:7:8': 'ImageInvert(image=["1",0])',
      9: SAVE('5:7:8'),
    });
  });

  it('send the value of the first widget that an input of theirs leads to', () => {
    const scale = (value: number): TestNode => ({
      type: 'ImageScaleBy',
      values: ['nearest-exact', value],
      inputs: { image: [-10, 0], scale_by: [-10, 1, 'FLOAT'] },
      widgets: ['scale_by'],
    });
    const inner = subgraph(
      SUB,
      { 2: scale(2), 3: scale(3) },
      { inputs: ['image', 'scale_by'], outputs: [[3, 0]] },
    );
    const host: TestNode = {
      ...through(),
      inputs: { scale_by: null, image: [1, 0] },
      widgets: ['scale_by'],
    };
    const file = editorGraph(loadAndSave([5, 0], { 5: host }));
    const read = sentText({ ...file, definitions: { subgraphs: [inner] } });
    expect([read['5:2'], read['5:3']]).toEqual(
      Array.from(
        { length: 2 },
        () => 'ImageScaleBy(image=["1",0], scale_by=2, upscale_method="nearest-exact")',
      ),
    );
  });

  it('that were saved with other values than stand inside are named', () => {
    const inner = subgraph(
      SUB,
      {
        2: {
          type: 'ImageScaleBy',
          values: ['area', 2],
          inputs: { image: [-10, 0], scale_by: [-10, 1] },
          widgets: ['scale_by'],
        },
      },
      { inputs: ['image', 'scale_by'], outputs: [[2, 0]] },
    );
    const notesOf = (value: number) => {
      const host: TestNode = {
        ...through(),
        title: 'Scale',
        values: [value],
        inputs: { image: [1, 0], scale_by: null },
        properties: { proxyWidgets: [['-1', 'scale_by']] },
      };
      const file = editorGraph(loadAndSave([5, 0], { 5: host }));
      return sent({ ...file, definitions: { subgraphs: [inner] } }).notes;
    };
    expect(notesOf(3)).toContain(
      'A subgraph was saved with other values than stand inside, and ComfyUI sends those inside: scale_by of node 5 (Scale) is 2 inside, not 3.',
    );
    expect(notesOf(2)).toHaveLength(1);
  });

  it('that are bypassed pass their input on', () => {
    const inner = subgraph(SUB, { 8: invert(-10) }, { inputs: ['image'], outputs: [[8, 0]] });
    const file = editorGraph(loadAndSave([5, 0, 'IMAGE'], { 5: { ...through(), mode: 4 } }));
    expect(sentText({ ...file, definitions: { subgraphs: [inner] } })).toEqual({
      1: LOAD,
      9: SAVE('1'),
    });
  });

  it('get ids of their own where a copy uses those of another', () => {
    const one = subgraph(SUB, { 8: invert(-10) }, { inputs: ['image'], outputs: [[8, 0]] });
    const two = subgraph(INNER, { 8: invert(-10) }, { inputs: ['image'], outputs: [[8, 0]] });
    const file = editorGraph(
      loadAndSave([6, 0], {
        5: through(),
        6: { ...through(INNER), inputs: { image: [5, 0, 'IMAGE'] } },
      }),
    );
    const read = sentText({ ...file, last_node_id: 20, definitions: { subgraphs: [one, two] } });
    expect(read['6:21']).toBe('ImageInvert(image=["5:8",0])');
  });

  it('that are not in the file are named', () => {
    const file = editorGraph(loadAndSave([5, 0], { 5: through() }));
    expect(() => sent(file)).toThrow(`5 (${SUB}): stands for a subgraph that is not in the file`);
  });
});

describe('values of another version', () => {
  it('are read by the names that were saved, if the order has changed', () => {
    const file = editorGraph({
      1: {
        type: 'ImageScaleBy',
        values: [1.5, 'area'],
        inputs: { scale_by: null, upscale_method: null },
        widgets: ['scale_by', 'upscale_method'],
      },
    });
    expect(sentText(file)['1']).toBe('ImageScaleBy(scale_by=1.5, upscale_method="area")');
    expect(sent(file).notes).toContain(
      'Saved when its class had another order of inputs, so read by their names: node: 1 (ImageScaleBy).',
    );
  });

  it('are refused if they fit no input and have no names', () => {
    const file = editorGraph({ 1: { type: 'ImageScaleBy', values: [1.5, 'area'] } });
    expect(() => sent(file)).toThrow(
      '1 (ImageScaleBy): was saved by another version: its values do not fit its inputs (upscale_method would be 1.5)',
    );
  });

  it('that are missing are the default, and named', () => {
    const file = editorGraph({ 1: { type: 'ImageScaleBy', values: ['area'] } });
    expect(sentText(file)['1']).toBe('ImageScaleBy(scale_by=1, upscale_method="area")');
    expect(sent(file).notes).toContain(
      'Not saved in the file, so the default: scale_by of node 1 (ImageScaleBy) is 1.',
    );
  });
});

describe('a class that the bot does not know', () => {
  const blur = (more: Partial<TestNode>): TestNode => ({
    type: 'Blur+',
    inputs: { image: [1, 0], seed: null, amount: null },
    ...more,
  });
  const file = (more: Partial<TestNode>) => editorGraph(loadAndSave([2, 0], { 2: blur(more) }));

  it('is read by the names of its widgets, past controls', () => {
    const widgets = ['seed', 'amount'];
    expect(sentText(file({ widgets, values: [5, 'fixed', 0.5] }))['2']).toBe(
      'Blur+(amount=0.5, image=["1",0], seed=5)',
    );
  });

  it('is read by name, if its values were saved so', () => {
    const values = { seed: 5, amount: 2, videopreview: { paused: false } };
    expect(sentText(file({ values }))['2']).toBe('Blur+(amount=2, image=["1",0], seed=5)');
  });

  it('is refused with what helps, if its values have no names', () => {
    expect(() => sent(file({ values: [5, 'fixed', 0.5] }))).toThrow(
      /^2 \(Blur\+\): has a class that the bot does not know, .*--object-info.*PNG.*Export \(API\)$/,
    );
  });

  it('is left out, if nothing that is saved needs it', () => {
    const unused = editorGraph(loadAndSave([1, 0], { 2: blur({ values: [5] }) }));
    expect(sentText(unused)).toEqual({ 1: LOAD, 9: SAVE('1') });
    expect(sent(unused).notes).toContain(
      'Left out, since they cannot be read and nothing known to save needs them (take --object-info if one of them saves): 2 (Blur+).',
    );
  });
});

describe('what the editor does with values', () => {
  const encoded = (text: string) => {
    const file = editorGraph({ 1: { type: 'CLIPTextEncode', values: [text] } });
    return sent(file).graph['1']?.inputs.text;
  };

  it.each([
    ['a {red|blue} fox', 'a red fox'],
    ['{a {big|small}|no} fox', 'a big fox'],
    ['a fox // not a cat\nin snow', 'a fox \nin snow'],
    ['a /* big */ fox', 'a  fox'],
    ['a /* fox', 'a /* fox'],
    [String.raw`a \{red\|blue\} fox`, 'a {red|blue} fox'],
    ['a {fox', 'a fox'],
    ['a fox}', 'a fox}'],
  ])('sends %j as %j', (text, expected) => {
    expect(encoded(text)).toBe(expected);
  });

  it('wraps a list, which ComfyUI would take for a link', () => {
    const file = editorGraph({ 1: { type: 'Mine', values: { points: [1, 2] } } });
    expect(sent(file).graph['1']?.inputs.points).toEqual({ __value__: [1, 2] });
  });

  it('adds the inputs of the option that was chosen', () => {
    const values = ['scale by multiplier', 2, 'area'];
    const file = editorGraph({ 1: { type: 'ResizeImageMaskNode', values } });
    expect(sentText(file)['1']).toBe(
      'ResizeImageMaskNode(resize_type.multiplier=2, resize_type="scale by multiplier", scale_method="area")',
    );
  });
});
