import { describe, expect, it } from 'vitest';
import { needsOf } from '../../src/workers/needs.ts';
import { readCoreNodes } from '../../src/workflows/read-workflows.ts';
import {
  fromPicture,
  handedOn,
  linesOf,
  node,
  sdxl,
  type Nodes,
} from '../support/sdxl-workflow.ts';

const table = readCoreNodes();
const PROMPT = { type: 'prompt', node_ids: ['3'] };
const CLAIM = (file: string, word: string) =>
  `names ${file}, which calls itself adult-rated ("${word}"), and the rating is general: take another file, or leave the rating out`;

const power = node('Power Lora Loader (rgthree)', {
  lora_1: { on: true, lora: 'hardcore_nsfw.safetensors', strength: 1 },
  model: ['1', 0],
});

describe('a general rating does not go with a file that calls itself adult-rated', () => {
  it.each<[string, Nodes, string]>([
    [
      'inside of an object',
      { '2': power },
      `node 2 (Power Lora Loader (rgthree)), input lora_1: ${CLAIM('hardcore_nsfw.safetensors', 'hardcore')}`,
    ],
    [
      'without an ending, where the input says that it is one',
      { '2': node('Fancy Loader', { lora_name_2: 'hardcore_nsfw' }) },
      `node 2 (Fancy Loader), input lora_name_2: ${CLAIM('hardcore_nsfw', 'hardcore')}`,
    ],
    [
      'the same in a node that hands it on',
      { ...handedOn('hardcore'), '1': node('DiffusersLoader', { model_path: ['21', 0] }) },
      `node 20 (PrimitiveString), input value: ${CLAIM('hardcore', 'hardcore')}`,
    ],
    [
      'among words that name it',
      { '3': node('Fancy Encode', { text: 'a fox <lora:my_nsfw:1>', clip: ['1', 1] }) },
      `node 3 (Fancy Encode), input text: ${CLAIM('my_nsfw', 'nsfw')}`,
    ],
  ])('in the graph: %s', (_, changes, line) => {
    expect(linesOf([PROMPT], { graph: sdxl(changes), table })).toEqual([`graph.json, ${line}`]);
  });

  it('but not with the data of a picture that stands in the graph, whatever letters it has', () => {
    const image = `iVBORw0KGgo/xxX/nsfw/hentai/${'A'.repeat(2_000)}`;
    const changes = { '2': node('LoadImageFromBase64', { image, model: ['1', 0] }) };
    expect(linesOf([PROMPT], { graph: sdxl(changes), table })).toEqual([]);
  });

  it('with the start of a name that is too long to show', () => {
    const file = `nsfw_${'a'.repeat(500)}.safetensors`;
    const graph = sdxl({ '1': node('CheckpointLoaderSimple', { ckpt_name: file }) });
    expect(linesOf([PROMPT], { graph, table }).join()).toContain(
      `names ${file.slice(0, 200)}…, which calls itself`,
    );
  });

  it('among its choices, whether or not they have an ending', () => {
    const graph = sdxl({ '1': node('DiffusersLoader', { model_path: 'plain' }) });
    const choices = ['plain', 'hardcore-nsfw'];
    const line = `manifest.json, input model: ${CLAIM('hardcore-nsfw', 'hardcore')}`;
    expect(
      linesOf([PROMPT, { type: 'model', key: 'model_path', node_ids: ['1'], choices }], {
        graph,
        table,
      }),
    ).toEqual([line]);
    const through = sdxl({
      ...handedOn('plain'),
      '1': node('DiffusersLoader', { model_path: ['21', 0] }),
    });
    expect(
      linesOf([PROMPT, { type: 'model', key: 'value', node_ids: ['20'], choices }], {
        graph: through,
        table,
      }),
    ).toEqual([line]);
  });

  it.each([
    [true, 'take another file'],
    [false, 'take another file, or leave the rating out'],
  ])('with what can be done where it takes a picture, of a person: %s', (person, remedy) => {
    const graph = sdxl({
      ...fromPicture(node('LoadImage', { image: 'a.png' })),
      '1': node('CheckpointLoaderSimple', { ckpt_name: 'my_nsfw.safetensors' }),
    });
    const entry = { type: 'image', node_ids: ['9'], ...(person ? {} : { person }) };
    expect(linesOf([PROMPT, entry], { graph, table }).join()).toMatch(
      new RegExp(`the rating is general: ${remedy}$`),
    );
  });

  it('however deep it lies', () => {
    const deep = JSON.parse(
      `${'['.repeat(50_000)}"x_nsfw.safetensors"${']'.repeat(50_000)}`,
    ) as unknown;
    const graph = sdxl({ '2': node('Fancy Loader', { all: { deep } }) });
    expect(linesOf([PROMPT], { graph, table })).toHaveLength(1);
  });

  it('and words that only sound like one are words', () => {
    const entry = {
      type: 'choice',
      name: 'scene',
      key: 'text',
      node_ids: ['4'],
      choices: ['blurry', 'an adult heron'],
    };
    expect(linesOf([PROMPT, entry], { graph: sdxl(), table })).toEqual([]);
    const shape = { type: 'aspect_ratio', node_ids: ['5'], sizes: { xxx: [1024, 1024] } };
    expect(linesOf([PROMPT, shape], { graph: sdxl(), table })).toEqual([]);
  });
});

it('a LoRA inside of an object is among what the worker must have', () => {
  expect(needsOf({ '2': power }).models).toEqual([
    { folder: 'loras', files: ['hardcore_nsfw.safetensors'] },
  ]);
});
