import { describe, expect, it } from 'vitest';
import { readCoreNodes } from '../../src/workflows/read-workflows.ts';
import { handedOn, node, readFolder, sdxl, type Nodes } from '../support/sdxl-workflow.ts';

const table = readCoreNodes();

function wordsOf(nodes: readonly object[], params: object, changes: Nodes = {}) {
  const read = readFolder(nodes, { graph: sdxl(changes), table });
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read.recipe.words(read.recipe.request.parse(params));
}

const who = (key: string, id: string) => ({
  type: 'choice',
  name: 'who',
  key,
  node_ids: [id],
  choices: [
    { name: 'Fox', value: 'a fox' },
    { name: 'Fairy', value: 'a nude child' },
  ],
});

describe('what is chosen', () => {
  it('is read as words where it becomes some, beside what people write', () => {
    expect(wordsOf([who('text', '3')], { who: 'a nude child' })).toEqual(['a nude child']);
    const scene = { type: 'prompt', node_ids: ['4'] };
    expect(wordsOf([who('text', '3'), scene], { prompt: 'in the sun' })).toEqual([
      'a fox',
      'in the sun',
    ]);
  });

  it('is read so through nodes that hand it on, and in classes that are not known', () => {
    const through = {
      ...handedOn('a fox'),
      '3': node('CLIPTextEncode', { text: ['21', 0], clip: ['1', 1] }),
    };
    expect(wordsOf([who('value', '20')], {}, through)).toEqual(['a fox']);
    const other = { '3': node('Fancy Encode', { style: 'a fox', clip: ['1', 1] }) };
    expect(wordsOf([who('style', '3')], {}, other)).toEqual(['a fox']);
  });

  it.each([
    ['one of what the node has', { type: 'sampler', node_ids: ['6'], choices: ['euler', 'heun'] }],
    ['a number', { ...who('width', '5'), choices: [{ name: 'wide', value: 1024 }] }],
    ['a model file', { type: 'model', node_ids: ['1'], choices: ['sd_xl_base_1.0.safetensors'] }],
  ])('is no words where it is %s', (_, entry) => {
    expect(wordsOf([entry], {})).toEqual([]);
  });
});
