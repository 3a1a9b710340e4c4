import { describe, expect, it } from 'vitest';
import { readCoreNodes } from '../../src/workflows/read-workflows.ts';
import { linesOf, node, readFolder, sdxl, type Nodes } from '../support/sdxl-workflow.ts';

const table = readCoreNodes();
const PROMPT = { type: 'prompt', node_ids: ['3'] };

const extend = (...choices: readonly object[]) => ({ type: 'choice', name: 'extend', choices });
const wide = { name: 'Wide', values: { '5': { width: 1344, height: 768 }, '6': { steps: 30 } } };
const square = {
  name: 'Square',
  values: { '5': { width: 1024, height: 1024 }, '6': { steps: 20 } },
};

const lines = (entry: object, graph?: Nodes) =>
  linesOf([PROMPT, entry], { table, ...(graph && { graph }) });

/** The graph of a job with these params. */
function sent(params: Readonly<Record<string, unknown>>, entry: object = extend(wide, square)) {
  const read = readFolder([PROMPT, entry], { table });
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  const whole = read.recipe.request.parse({ prompt: 'a fox', ...params });
  return read.recipe.graph(whole, {
    models: { checkpoint: '', ipAdapterFile: '', clipVisionName: '' },
    faceWorkflow: 'face-reference',
    pictures: {},
  });
}

describe('a choice that sets several inputs', () => {
  it('sets each of them', () => {
    expect(lines(extend(wide, square))).toEqual([]);
    const graph = sent({ extend: 'Wide' });
    expect(graph['5']?.inputs).toMatchObject({ width: 1344, height: 768, batch_size: 1 });
    expect(graph['6']?.inputs).toMatchObject({ steps: 30, cfg: 6.5 });
  });

  it('is that of the graph if it is left out', () => {
    expect(sent({})['5']?.inputs).toMatchObject({ width: 1024, height: 1024 });
    const other = { ...extend(wide, square), default: 'Wide' };
    expect(sent({}, other)['5']?.inputs).toMatchObject({ width: 1344, height: 768 });
  });

  it('sets no input besides', () => {
    expect(() => sent({ extend: 'Tall' })).toThrow();
  });
});

describe('what is wrong with such choices is said', () => {
  const at = 'manifest.json, nodes[1] (choice)';

  it.each([
    [
      extend(wide, { name: 'Odd', value: 3 }),
      'has choices with values and others without: give values to each of them',
    ],
    [
      { ...extend(wide), node_ids: ['5'] },
      'has choices with values, which name nodes and inputs: leave key and node_ids out',
    ],
    [extend(wide, wide), 'has two choices called Wide: name one otherwise'],
    [extend({ name: 'None', values: {} }), 'its choice None sets nothing: give it values'],
    [
      extend(square, { name: 'Part', values: { '5': { width: 512, height: 512 } } }),
      'its choice Part sets other inputs than Square: set the same ones in each of them',
    ],
    [
      { ...extend(wide), default: 'Tall' },
      'its default Tall is none of its choices: name one of them',
    ],
    [
      { type: 'choice', name: 'extend' },
      'needs a key, or choices with values that name nodes and inputs',
    ],
  ])('%j', (entry, says) => {
    expect(lines(entry)).toEqual([`${at}: ${says}`]);
  });

  it.each([
    [
      { '5': { width: 8 } },
      'node 5 (EmptyLatentImage), input width: takes 16 to 16384, and the choice A has 8: give it another value',
    ],
    [
      { '6': { steps: 2.5 } },
      'node 6 (KSampler), input steps: takes whole numbers, and the choice A has 2.5: give it another value',
    ],
    [
      { '6': { steps: true } },
      'node 6 (KSampler), input steps: takes whole numbers (type integer), not true (A)',
    ],
    [
      { '3': { text: 5 } },
      'node 3 (CLIPTextEncode), input text: takes words (type text), not 5 (A)',
    ],
    [{ '9': { text: 5 } }, 'names node 9, which graph.json does not have: give the right id'],
    [
      { '6': { cfg: 1 } },
      'node 6 (KSampler), input cfg: sets cfg, and below 2 the safety words cannot act: write type cfg, by which that is told, or a min of 2',
    ],
  ])('%j', (values, says) => {
    const found = linesOf([extend({ name: 'A', values })], { table });
    expect(
      found.map((line) => line.replace(/^manifest.json, nodes\[0\] \(choice\)[,:] /, '')),
    ).toEqual([says]);
  });

  it('a name that looks like a number does not hide a cfg that is too low', () => {
    const entry = extend({ name: '8', values: { '6': { cfg: 1 } } });
    expect(lines(entry).join()).toContain('sets cfg, and below 2');
  });

  it('texts are no values, so that no file and no words get in', () => {
    const named = { name: 'A', values: { '1': { ckpt_name: 'b.safetensors' } } };
    expect(lines(extend(named)).join()).toContain('"values": {node: {input: value}}');
  });

  it('true and false are set where a node takes them', () => {
    const graph = sdxl({
      '20': node('PrimitiveBoolean', { value: false }),
      '21': node('ComfySwitchNode', { switch: ['20', 0], on_false: ['3', 0], on_true: ['3', 0] }),
      '8': node('SaveImage', { images: ['7', 0], filename_prefix: 'a' }),
    });
    expect(lines(extend({ name: 'A', values: { '20': { value: true } } }), graph)).toEqual([]);
  });
});
