import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkGraph, type GraphProblem } from '../../src/comfy/graph-check.ts';
import { readNodeTable } from '../../src/comfy/node-table.ts';
import { readCoreNodes } from '../../src/workflows/read-workflows.ts';
import faceId from './fixtures/faceid.json' with { type: 'json' };
import plusFace from './fixtures/plus-face.json' with { type: 'json' };
import textToImage from './fixtures/text-to-image.json' with { type: 'json' };

const table = readCoreNodes();

interface Node {
  readonly class_type: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}
type Nodes = Readonly<Record<string, Node>>;

const node = (className: string, inputs: Node['inputs'] = {}): Node => ({
  class_type: className,
  inputs,
});

/** The contract's text graph, with some inputs changed and nodes added; undefined takes an input out. */
function graph(changes: Readonly<Record<string, object>> = {}, more: Nodes = {}): Nodes {
  const nodes: Nodes = textToImage;
  const changed = Object.entries(nodes).map(([id, { class_type: name, inputs }]) => {
    const all = Object.entries({ ...inputs, ...changes[id] });
    return [id, node(name, Object.fromEntries(all.filter(([, value]) => value !== undefined)))];
  });
  return { ...(Object.fromEntries(changed) as Nodes), ...more };
}

/** Each problem in a line: node, input, what it is. */
const told = (problems: readonly GraphProblem[]) =>
  problems.map((found) =>
    ['node' in found ? found.node : '', 'input' in found ? found.input : '', found.problem].join(
      ' ',
    ),
  );

describe('checkGraph', () => {
  it.each<[string, unknown]>([
    ['text', textToImage],
    ['FaceID', faceId],
    ['Plus Face', plusFace],
  ])('has nothing against the %s graph', (_, whole) => {
    expect(checkGraph(whole, table)).toEqual([]);
  });

  it.each<[string, Readonly<Record<string, object>>, string]>([
    ['a missing input', { '10': { seed: undefined } }, '10 seed missing'],
    ['a seed of -1', { '10': { seed: -1 } }, '10 seed too_small'],
    ['a seed of 2^65', { '10': { seed: 2 ** 65 } }, '10 seed too_large'],
    ['a number that is none', { '10': { steps: 'many' } }, '10 steps no_number'],
    ['no number at all', { '10': { cfg: null } }, '10 cfg no_number'],
    [
      'a sampler that does not exist',
      { '10': { sampler_name: 'best' } },
      '10 sampler_name not_in_list',
    ],
    ['a file without a name', { '1': { ckpt_name: '' } }, '1 ckpt_name not_in_list'],
    ['a number in place of a file', { '1': { ckpt_name: 7 } }, '1 ckpt_name not_in_list'],
    ['a link of the wrong type', { '10': { positive: ['1', 0] } }, '10 positive wrong_type'],
    ['a link of one part', { '11': { vae: ['1'] } }, '11 vae bad_link'],
    ['a link of numbers', { '11': { vae: [1, 2] } }, '11 vae odd_link'],
    ['a link to the last output', { '11': { vae: ['1', -1] } }, '11 vae odd_link'],
    ['a number that is not one', { '10': { cfg: 'nan' } }, '10 cfg no_number'],
    ['an infinite number', { '10': { steps: Infinity } }, '10 steps no_number'],
    ['more digits than Python reads', { '10': { steps: '9'.repeat(4301) } }, '10 steps no_number'],
    ['2^64 as a text', { '10': { seed: '18446744073709551616' } }, '10 seed too_large'],
    ['a link to nothing', { '10': { model: ['5', 0] } }, '10 model link_to_nothing'],
    [
      'a link to an output that is not there',
      { '10': { model: ['1', 7] } },
      '10 model no_such_output',
    ],
  ])('names %s by node and input', (_, changes, problem) => {
    expect(told(checkGraph(graph(changes), table))).toEqual([problem]);
  });

  it('names each problem of a node, and those of other nodes too', () => {
    const changed = graph({ '10': { seed: -1, steps: 0 }, '13': { width: 8, height: 1e9 } });
    expect(told(checkGraph(changed, table)).toSorted()).toEqual([
      '10 seed too_small',
      '10 steps too_small',
      '13 height too_large',
      '13 width too_small',
    ]);
  });

  it('says what an input takes, and what it was given', () => {
    const [found] = checkGraph(graph({ '10': { steps: '10001' } }), table);
    expect(found).toMatchObject({ value: 10_001, takes: { type: 'INT', min: 1, max: 10_000 } });
  });

  it.each([
    ['"20"', '20'],
    ['20.9', 20.9],
    ['yes', true],
    ['"1_000"', '1_000'],
  ])('takes %s for a whole number, as ComfyUI does', (_, steps) => {
    expect(checkGraph(graph({ '10': { steps } }), table)).toEqual([]);
  });

  it('takes 2^64 - 1, which is 2^64 to JavaScript, as a text', () => {
    const changed = graph({ '10': { seed: '18446744073709551615' } });
    expect(checkGraph(changed, table)).toEqual([]);
  });

  it('takes a wrapped list for what it is', () => {
    const wrapped = graph({ '7': { text: { __value__: ['a', 'b'] } } });
    expect(checkGraph(wrapped, table)).toEqual([]);
  });

  it('asks for files where somebody knows them', () => {
    const asked: string[] = [];
    const found = checkGraph(textToImage, table, (...file) => {
      asked.push(file.join(' '));
      return false;
    });
    expect(told(found)).toEqual(['1 ckpt_name not_in_list']);
    expect(asked).toEqual(['CheckpointLoaderSimple ckpt_name lustifySDXLNSFW_ggwpV7.safetensors']);
  });

  it('does not look at what no output is made from', () => {
    const more = { '20': node('KSampler'), '21': node('VAEDecode', { samples: ['20', 0] }) };
    expect(checkGraph(graph({}, more), table)).toEqual([]);
  });

  it('names every unknown class, and checks the rest nevertheless', () => {
    const changed = graph(
      { '10': { model: ['20', 0], steps: 0 } },
      {
        '20': node('MagicLora', { model: ['21', 0] }),
        '21': node('MagicLoader', { x: ['99', 0] }),
      },
    );
    expect(told(checkGraph(changed, table)).toSorted()).toEqual([
      '10 steps too_small',
      '20  unknown_class',
      '21  unknown_class',
    ]);
  });

  it('does not miss an output where an unknown class may be one', () => {
    const { '12': save, ...rest } = graph();
    expect(save?.class_type).toBe('SaveImage');
    const saved = { ...rest, '12': node('SaveSomewhere', { images: ['11', 0] }) };
    expect(told(checkGraph(saved, table))).toEqual(['12  unknown_class']);
    expect(told(checkGraph(rest, table))).toEqual(['  no_output']);
  });

  it('names each node of a ring once, with the way around', () => {
    const { '10': sampler = node('') } = graph();
    const around = (latent: string) =>
      node('KSampler', { ...sampler.inputs, latent_image: [latent, 0] });
    const found = checkGraph({ ...graph(), '10': around('14'), '14': around('10') }, table);
    expect(told(found).toSorted()).toEqual(['10  ring', '14  ring']);
    expect(found[0]).toMatchObject({ ring: ['10', '14', '10'] });
  });

  it('gives up where ComfyUI would, on a thousand nodes one behind another', () => {
    const link = (place: number) =>
      node('LatentFlip', {
        samples: [`l${place + 1}`, 0],
        flip_method: 'x-axis: vertically',
      });
    const chain = (length: number) => ({
      ...graph({ '11': { samples: ['l0', 0] } }),
      ...Object.fromEntries(Array.from({ length }, (_, place) => [`l${place}`, link(place)])),
      [`l${length}`]: node('EmptyLatentImage', { width: 64, height: 64, batch_size: 1 }),
    });
    expect(checkGraph(chain(900), table)).toEqual([]);
    expect(told(checkGraph(chain(1100), table))).toEqual(['l998  too_deep']);
  });

  it.each<[string, unknown, string]>([
    ['a text', 'a sunset', '  no_graph'],
    ['a list', [], '  no_graph'],
    ['nothing', {}, '  no_output'],
    ['a node without a class', { '1': { inputs: {} } }, '1  no_class'],
    [
      'a class named like a property of every object',
      { '1': node('constructor') },
      '1  unknown_class',
    ],
  ])('refuses %s', (_, whole, problem) => {
    expect(told(checkGraph(whole, table))).toContain(problem);
  });

  it('answers whatever stands in place of an input', () => {
    const places = Object.entries(graph()).flatMap(([id, { inputs }]) =>
      Object.keys(inputs).map((name) => [id, name] as const),
    );
    const anything = fc.oneof(fc.jsonValue(), fc.tuple(fc.constantFrom('10', '1', '9'), fc.nat(4)));
    fc.assert(
      fc.property(fc.constantFrom(...places), anything, ([id, name], value) => {
        const found = checkGraph(graph({ [id]: { [name]: value } }), table);
        const others = found.filter((one) => !('node' in one && one.node === id));
        expect(others.every(({ problem }) => problem === 'ring')).toBe(true);
      }),
    );
  });

  it('answers whatever stands in place of a graph', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (whole) => {
        expect(checkGraph(whole, table).length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('checkGraph, of inputs that depend on others', () => {
  const save = (inputs: object) => ({
    a: node('EmptyImage', { width: 64, height: 64, batch_size: 1, color: 0 }),
    s: node('SaveImageAdvanced', { images: ['a', 0], filename_prefix: 'x', ...inputs }),
  });
  const batch = (images: object) => ({
    a: node('EmptyImage', { width: 64, height: 64, batch_size: 1, color: 0 }),
    l: node('EmptyLatentImage', { width: 64, height: 64, batch_size: 1 }),
    b: node('BatchImagesNode', { ...images }),
    s: node('PreviewImage', { images: ['b', 0] }),
  });
  const png = { format: 'png', 'format.bit_depth': '8-bit', 'format.input_color_space': 'sRGB' };

  it.each<[string, Nodes, string[]]>([
    ['all that an option brings', save(png), []],
    [
      'nothing of it',
      save({ format: 'png' }),
      ['s format.bit_depth missing', 's format.input_color_space missing'],
    ],
    [
      'what another option would bring',
      save({ ...png, 'format.bit_depth': '32-bit float' }),
      ['s format.bit_depth not_in_list'],
    ],
    ['no such option', save({ format: 'gif' }), ['s format not_in_list']],
    ['two of what grows', batch({ 'images.image0': ['a', 0], 'images.image1': ['a', 0] }), []],
    ['none of what grows', batch({}), ['b images.image0 missing']],
    [
      'a link of the wrong type in what grows',
      batch({ 'images.image0': ['a', 0], 'images.image1': ['l', 0] }),
      ['b images.image1 wrong_type'],
    ],
  ])('answers to %s', (_, whole, problems) => {
    expect(told(checkGraph(whole, table))).toEqual(problems);
  });
});

describe('types of links', () => {
  it.each([
    ['MODEL', 'MODEL', true],
    ['MODEL', 'CLIP', false],
    ['MODEL', '*', true],
    ['*', 'CLIP', true],
    ['COMFY_MATCHTYPE_V3', 'IMAGE', true],
    ['MASK', 'IMAGE,MASK', true],
    ['IMAGE, MASK', 'MASK', true],
    ['LATENT', 'IMAGE,MASK', false],
  ])('%s into %s fits: %s', (output, input, fits) => {
    const types = readNodeTable({
      From: { input: {}, output: [output] },
      To: { input: { required: { it: [input] } }, output: [], output_node: true },
    });
    const found = checkGraph({ f: node('From'), t: node('To', { it: ['f', 0] }) }, types);
    expect(told(found)).toEqual(fits ? [] : ['t it wrong_type']);
  });
});
