import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCore, NoNodeTableError, readNodeTable } from '../../src/comfy/node-table.ts';

const table = (inputs: object, more: object = {}) =>
  readNodeTable({ Loader: { input: { required: inputs }, output: ['MODEL'], ...more } });
const inputsOf = (inputs: object) => table(inputs).get('Loader')?.inputs;

describe('readNodeTable', () => {
  it.each<[string, unknown, object]>([
    [
      'a number with its limits',
      ['INT', { default: 20, min: 1, max: 10000, step: 2, control_after_generate: true }],
      { type: 'INT', required: true, default: 20, min: 1, max: 10000, step: 2, control: true },
    ],
    ['a link', ['CONDITIONING'], { type: 'CONDITIONING', required: true }],
    ['a link of two types', ['IMAGE,MASK', {}], { type: 'IMAGE,MASK', required: true }],
    [
      'a text of several lines',
      ['STRING', { multiline: true, dynamicPrompts: true }],
      { type: 'STRING', required: true, multiline: true, dynamicPrompts: true },
    ],
    [
      'a choice in the old notation',
      [['euler', 'heun'], { default: 'euler' }],
      { type: 'COMBO', required: true, options: ['euler', 'heun'], default: 'euler' },
    ],
    [
      'a choice in the new notation',
      ['COMBO', { options: ['png', 8, true], multiselect: false }],
      { type: 'COMBO', required: true, options: ['png', 8, true] },
    ],
    [
      'files in the old notation',
      [[]],
      { type: 'COMBO', required: true, options: [], files: true },
    ],
    [
      'files in the new notation',
      ['COMBO', { options: [] }],
      { type: 'COMBO', required: true, options: [], files: true },
    ],
    [
      'files that are asked for elsewhere',
      ['COMBO', { remote: { route: '/internal/files/output' } }],
      { type: 'COMBO', required: true, options: [], files: true },
    ],
    [
      'files of a class that is not known here, by their endings',
      [['None', 'detail.safetensors']],
      { type: 'COMBO', required: true, options: ['None', 'detail.safetensors'], files: true },
    ],
    [
      'something dynamic of a kind that is not known here',
      ['COMFY_DYNAMICSLOT_V3', { slotType: 'IMAGE' }],
      { type: '*', required: false },
    ],
  ])('reads %s', (_, written, read) => {
    expect(inputsOf({ value: written })).toEqual({ value: read });
  });

  it('knows a list of model files by its input, where one of them is in every worker', () => {
    expect(inputsOf({ vae_name: [['pixel_space']] })?.vae_name).toMatchObject({
      files: true,
      options: ['pixel_space'],
    });
  });

  it('tells what is optional', () => {
    const read = readNodeTable({ Loader: { input: { optional: { mask: ['MASK'] } } } });
    expect(read.get('Loader')?.inputs.mask?.required).toBe(false);
  });

  it('reads which inputs an option brings, in each other too', () => {
    const inner = { key: 'h264', inputs: { required: { crf: ['FLOAT', { max: 51 }] } } };
    const codec = ['COMFY_DYNAMICCOMBO_V3', { options: [inner, { key: 'auto', inputs: {} }] }];
    const format = inputsOf({
      format: [
        'COMFY_DYNAMICCOMBO_V3',
        { options: [{ key: 'mp4', inputs: { required: { codec } } }] },
      ],
    })?.format;
    expect(format).toMatchObject({ type: 'COMFY_DYNAMICCOMBO_V3', options: ['mp4'] });
    const brought = format?.brings?.get('mp4')?.codec;
    expect(brought?.options).toEqual(['h264', 'auto']);
    expect(brought?.brings?.get('h264')).toEqual({
      crf: { type: 'FLOAT', required: true, max: 51 },
    });
  });

  it.each([
    [{ prefix: 'image', min: 1, max: 3 }, ['image0', 'image1', 'image2'], 1],
    [{ names: ['a', 'b'], min: 0 }, ['a', 'b'], 0],
  ])('reads an input that grows as %o', (template, names, atLeast) => {
    const images = inputsOf({
      images: [
        'COMFY_AUTOGROW_V3',
        { template: { input: { required: { image: ['IMAGE', {}] } }, ...template } },
      ],
    })?.images;
    expect(images?.grows).toEqual({ names, atLeast, input: { type: 'IMAGE', required: true } });
  });

  it('reads what a class gives, whether it ends a graph, and where it comes from', () => {
    const read = table(
      {},
      { output: ['INT', ['a', 'b']], output_node: true, python_module: 'nodes' },
    );
    expect(read.get('Loader')).toMatchObject({
      outputs: ['INT', 'COMBO'],
      isOutput: true,
      module: 'nodes',
    });
  });

  it('passes over what it does not understand', () => {
    const read = readNodeTable({
      Good: {
        input: { required: { a: ['INT'], b: 'INT', c: [7], d: [] }, hidden: { e: 'PROMPT' } },
      },
      Odd: { input: { required: 7 }, output: 'IMAGE' },
      Bad: 7,
      Worse: { inputs: {} },
    });
    expect(Object.keys(read.get('Good')?.inputs ?? {})).toEqual(['a']);
    expect([...read.keys()]).toEqual(['Good', 'Odd']);
  });

  it('has no input or class that is a property of every object', () => {
    const read = readNodeTable(
      JSON.parse('{"__proto__":{"input":{"required":{"__proto__":["INT"]}}}}'),
    );
    expect(Object.entries(read.get('__proto__')?.inputs ?? {})).toEqual([
      ['__proto__', { type: 'INT', required: true }],
    ]);
    expect(read.get('constructor')).toBeUndefined();
  });

  it.each([[null], [[]], ['text'], [{}], [{ nodes: [] }], [{ '6': { class_type: 'KSampler' } }]])(
    'says that %j is no answer to GET /object_info',
    (value) => {
      expect(() => readNodeTable(value)).toThrow(NoNodeTableError);
      expect(() => readNodeTable(value)).toThrow('GET /object_info');
    },
  );

  it('reads anything as an input, or passes over it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (type, more) => {
        expect(() => inputsOf({ value: [type, more] })).not.toThrow();
      }),
    );
  });

  it.each([
    ['nodes', true],
    ['comfy_extras.nodes_flux', true],
    ['custom_nodes.ComfyUI_IPAdapter_plus', false],
    ['', false],
  ])('says of a class of the module %j whether it is core: %s', (module, core) => {
    const read = table({}, { python_module: module }).get('Loader');
    expect(read && isCore(read)).toBe(core);
  });
});
