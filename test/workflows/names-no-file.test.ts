import { describe, expect, it } from 'vitest';
import { readCoreNodes } from '../../src/workflows/read-workflows.ts';
import {
  fromPicture,
  handedOn,
  linesOf,
  node,
  readFolder,
  sampler,
  sdxl,
  type Nodes,
} from '../support/sdxl-workflow.ts';

const table = readCoreNodes();
const PROMPT = { type: 'prompt', node_ids: ['3'] };
const words = (id: string, key: string | readonly string[]) => ({
  type: 'text',
  name: 'own',
  key,
  node_ids: [id],
});

const PARTS = {
  models: { checkpoint: '', ipAdapterFile: '', clipVisionName: '' },
  faceWorkflow: 'plus-face',
  pictures: {},
} as const;

const INSTEAD =
  'which names a file or an address, and nobody may write that: offer files as model, lora or choice with their choices, and a picture as image';

const loader = (inputs: object) => ({ '1': node('CheckpointLoader|pysssss', { ...inputs }) });
const checkpointFrom = (id: string): Nodes => ({
  '1': node('CheckpointLoaderSimple', { ckpt_name: [id, 0] }),
});

describe('words that people write never name a file or an address', () => {
  it.each<[string, Nodes, object, string]>([
    [
      'a model file of a class that is not known',
      loader({ ckpt_name: 'sd_xl_base_1.0.safetensors' }),
      words('1', 'ckpt_name'),
      'node 1 (CheckpointLoader|pysssss), input ckpt_name: is an input',
    ],
    [
      'a model file, by its value alone',
      loader({ a: 'x.safetensors' }),
      words('1', 'a'),
      'node 1 (CheckpointLoader|pysssss), input a: is an input',
    ],
    [
      'one of a list of keys',
      loader({ a: 'x', lora_1: '' }),
      words('1', ['a', 'lora_1']),
      'node 1 (CheckpointLoader|pysssss), input lora_1: is an input',
    ],
    [
      'an address',
      fromPicture(node('LoadImageFromUrl', { url: 'https://example.com/y.png' })),
      words('9', 'url'),
      'node 9 (LoadImageFromUrl), input url: is an input',
    ],
    [
      'a picture in the input folder, by a class that is not known',
      fromPicture(node('LoadImage|pysssss', { image: 'a' })),
      words('9', 'image'),
      'node 9 (LoadImage|pysssss), input image: is an input',
    ],
    [
      'the file that is saved',
      {},
      words('8', 'filename_prefix'),
      'node 8 (SaveImage), input filename_prefix: is an input',
    ],
    [
      'a model file, through nodes that hand words on',
      { ...handedOn('x'), ...checkpointFrom('21') },
      words('20', 'value'),
      'node 20 (PrimitiveString), input value: leads to input ckpt_name of node 1 (CheckpointLoaderSimple),',
    ],
    [
      'a picture in the input folder, through the same',
      { ...handedOn('a.png'), ...fromPicture(node('LoadImage', { image: ['21', 0] })) },
      words('20', 'value'),
      'node 20 (PrimitiveString), input value: leads to input image of node 9 (LoadImage),',
    ],
    [
      'the same of a class that is not known',
      { ...handedOn('a'), ...fromPicture(node('LoadImage|pysssss', { image: ['21', 0] })) },
      words('20', 'value'),
      'node 20 (PrimitiveString), input value: leads to input image of node 9 (LoadImage|pysssss),',
    ],
    [
      'a model file, through a class that is not known',
      { '20': node('Text Multiline', { text: 'x' }), ...checkpointFrom('20') },
      words('20', 'text'),
      'node 20 (Text Multiline), input text: leads to input ckpt_name of node 1 (CheckpointLoaderSimple),',
    ],
  ])('%s', (_, changes, entry, line) => {
    const lines = linesOf([PROMPT, entry], { graph: sdxl(changes), table, rating: 'adult' });
    expect(lines).toEqual([`manifest.json, nodes[1] (text), ${line} ${INSTEAD}`]);
  });

  it.each<[string, Nodes, object]>([
    ['in an encoder', {}, words('4', 'text')],
    [
      'in an encoder of others, which is linked to much',
      {
        '3': node('Fancy Encode', { prompt_image: 'a fox', clip: ['1', 1], image: ['13', 0] }),
        '9': node('Fancy Sampler', { positive: ['3', 0], model: ['1', 0] }),
        '12': node('Fancy Save', { images: ['9', 0] }),
        '13': node('LoadImage', { image: 'a.png' }),
      },
      words('3', 'prompt_image'),
    ],
    [
      'where they are only an embedding',
      { '4': node('CLIPTextEncode', { text: 'embedding:bad.pt', clip: ['1', 1] }) },
      words('4', 'text'),
    ],
    [
      'through nodes that hand words on',
      { ...handedOn('x'), '4': node('CLIPTextEncode', { text: ['21', 0], clip: ['1', 1] }) },
      words('20', 'value'),
    ],
  ])('and stand wherever else they like: %s', (_, changes, entry) => {
    expect(
      linesOf([{ type: 'steps', node_ids: ['6'] }, entry], { graph: sdxl(changes), table }),
    ).toEqual([]);
  });

  it('however many nodes hand them on', () => {
    const nodes = Array.from({ length: 900 }, (_, at): [string, Nodes[string]] => [
      `r${at}`,
      node('Reroute (rgthree)', { '': [`r${at + 1}`, 0], other: [`r${at + 1}`, 0] }),
    ]);
    const chain = { ...Object.fromEntries(nodes), r900: node('Text', { text: 'x' }) };
    const lines = linesOf([PROMPT, words('r900', 'text')], {
      graph: sdxl({ ...chain, '12': node('Fancy Loader', { lora_name: ['r0', 0] }) }),
      table,
    });
    expect(lines).toEqual([
      `manifest.json, nodes[1] (text), node r900 (Text), input text: leads to input lora_name of node 12 (Fancy Loader), ${INSTEAD}`,
    ]);
  });
});

describe('words that encoders take for a file', () => {
  const encoded = (rating: string) => {
    const graph = sdxl({ '3': node('Fancy Encode', { text: 'a fox', clip: ['1', 1] }) });
    const read = readFolder([PROMPT], { graph, table, rating });
    if ('problems' in read) throw new Error('it is broken');
    const prompt = 'a fox <lora:nsfw:1> (embedding:nsfw:1.2) <LORA :x:1> lora::x';
    return read.recipe.graph(read.recipe.request.parse({ prompt }), PARTS)['3']?.inputs;
  };

  it('are nothing but words where the rating is general', () => {
    expect(encoded('general')).toMatchObject({
      text: 'a fox <lora nsfw:1> (embedding nsfw:1.2) <LORA x:1> lora :x',
    });
  });

  it('are what the operator wrote, whatever is added to it', () => {
    const nodes = [{ type: 'negative_prompt', node_ids: ['4'], default: 'embedding:bad' }];
    const read = readFolder(nodes, { graph: sdxl(), table });
    if ('problems' in read) throw new Error('it is broken');
    const params = read.recipe.request.parse({ negativePrompt: 'embedding:bad, embedding:x' });
    expect(read.recipe.graph(params, PARTS)['4']?.inputs).toMatchObject({
      text: 'embedding:bad, embedding x',
    });
  });

  it('stay as they were written where it is adult', () => {
    expect(encoded('adult')).toMatchObject({
      text: 'a fox <lora:nsfw:1> (embedding:nsfw:1.2) <LORA :x:1> lora::x',
    });
  });
});

describe('a public endpoint', () => {
  const model = { worker: 'runpod-public', endpoint: 'a-model', price: { per_picture: 0.01 } };
  it.each(['image_url', 'image', 'loras', 'lora_url', 'model'])('is told no %s in words', (key) => {
    expect(
      linesOf(
        [
          { type: 'prompt', key: 'prompt' },
          { type: 'text', name: 'own', key },
        ],
        {
          table,
          ...model,
        },
      ),
    ).toEqual([
      `manifest.json, nodes[1] (text), node input (RunPodPublic), input ${key}: is an input ${INSTEAD}`,
    ]);
  });

  it('is told what is asked away under a key that says so', () => {
    const negative = (key: string) => [
      { type: 'text', name: 'more', key: 'prompt' },
      { type: 'negative_prompt', key },
    ];
    expect(linesOf(negative('negative_prompt'), { table, ...model })).toEqual([]);
    expect(linesOf(negative('text'), { table, ...model })).toEqual([
      'manifest.json, nodes[1] (negative_prompt), node input (RunPodPublic), input text: is not said to be the negative prompt: give the key that is',
    ]);
  });
});

describe('a picture that the worker has is nobody’s choice', () => {
  const choice = (id: string, key: string) => ({
    type: 'choice',
    name: 'who',
    key,
    node_ids: [id],
    choices: ['a.png', 'b.png'],
  });

  it('even where it comes from another node', () => {
    const graph = sdxl({
      ...handedOn('a.png'),
      ...fromPicture(node('LoadImage', { image: ['21', 0] })),
    });
    expect(linesOf([PROMPT, choice('20', 'value')], { graph, table })).toEqual([
      'manifest.json, nodes[1] (choice), node 20 (PrimitiveString), input value: leads to input image of node 9 (LoadImage), which loads a picture: name that node in an entry of type image',
    ]);
  });

  it('nor is one of two by yes or no', () => {
    const graph = sdxl({
      ...handedOn('a.png'),
      ...fromPicture(node('LoadImage', { image: ['21', 0] })),
    });
    const flip = { type: 'boolean', name: 'flip', key: 'switch', node_ids: ['21'] };
    expect(linesOf([PROMPT, flip], { graph, table })).toHaveLength(1);
  });
});

describe('a file that is offered', () => {
  it('may be one of several that are named, wherever it leads to', () => {
    const graph = sdxl({ ...handedOn('x.safetensors'), ...checkpointFrom('21') });
    const entry = { type: 'model', key: 'value', node_ids: ['20'], choices: ['x.safetensors'] };
    expect(linesOf([PROMPT, entry], { graph, table })).toEqual([]);
  });

  it('is any of a folder only where every input takes one of that folder', () => {
    const graph = sdxl({
      '2': node('Fancy Loader', { lora_name: 'a.safetensors', url: 'x' }),
    });
    const open = (key: readonly string[]) =>
      linesOf([PROMPT, { type: 'lora', key, node_ids: ['2'] }], { graph, table, rating: 'adult' });
    expect(open(['lora_name'])).toEqual([]);
    expect(open(['lora_name', 'url'])).toEqual([
      'manifest.json, nodes[1] (lora): needs choices, as it is not known where its node takes files from: name them',
    ]);
  });

  it('is no picture that somebody sends, where the node loads none', () => {
    const graph = sdxl({
      '9': node('LoadLatent', { latent: 'a.latent' }),
      '6': sampler({ latent_image: ['9', 0] }),
    });
    const entry = { type: 'image', key: 'latent', node_ids: ['9'] };
    expect(linesOf([PROMPT, entry], { graph, table })).toEqual([
      'manifest.json, nodes[1] (image), node 9 (LoadLatent), input latent: takes a file that nobody can send, not a picture: name a node that loads one, such as LoadImage',
    ]);
  });
});
