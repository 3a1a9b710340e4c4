import { describe, expect, it } from 'vitest';
import { readNodeTable } from '../../../src/comfy/node-table.ts';
import {
  fromPicture,
  handedOn,
  node,
  sampler,
  sdxl,
  type Nodes,
} from '../../support/sdxl-workflow.ts';
import { drafted, table } from './draft.ts';

/** What is found where App Mode shows these inputs. */
function shown(changes: Nodes, inputs: readonly (readonly [string, string])[], classes?: object) {
  const app = {
    nodes: [],
    links: [],
    version: 0.4,
    extra: { linearData: { inputs, outputs: ['8'] } },
  };
  const known = classes ? new Map([...table, ...readNodeTable(classes)]) : table;
  const { entries, notes, manifest } = drafted(sdxl(changes), { app, table: known });
  return { entries, notes, manifest };
}

const LOADER = {
  'easy loadImage': {
    input: { required: { image: [['anna.png', 'ben.png'], { image_upload: true }] } },
    output: ['IMAGE', 'MASK'],
  },
};
const easy = fromPicture(node('easy loadImage', { image: 'anna.png' }));
const left = (what: string) =>
  `${what} names a file or an address, which nobody may write: it stays as it was exported.`;

describe('what an author chose for people to set', () => {
  it('is a choice of files where it names a model', () => {
    const stack = { '20': node('easy loraStack', { model: ['1', 0], lora_1: 'a.safetensors' }) };
    const used = { ...stack, '6': sampler({ model: ['20', 0] }) };
    const { entries, manifest } = shown(used, [['20', 'lora_1']]);
    expect(entries).toEqual([
      'lora_1 (lora): 20.lora_1',
      'negative_prompt: 4.text',
      'seed: 6.seed',
    ]);
    expect(manifest).toMatchObject({
      nodes: [{ choices: [{ name: 'a', value: 'a.safetensors' }] }, {}, {}],
    });
    const other = { '20': node('Fancy', { model: ['1', 0], weights: 'b.safetensors' }) };
    expect(
      shown({ ...other, '6': sampler({ model: ['20', 0] }) }, [['20', 'weights']]).entries,
    ).toEqual(['weights (model): 20.weights', 'negative_prompt: 4.text', 'seed: 6.seed']);
  });

  it('is a picture where the node table says that one is uploaded', () => {
    expect(shown(easy, [['9', 'image']], LOADER).entries).toEqual([
      'image: 9.image',
      'negative_prompt: 4.text',
      'seed: 6.seed',
    ]);
    const picked = { ...LOADER, Picker: LOADER['easy loadImage'] };
    const graph = fromPicture(node('Picker', { image: 'anna.png' }));
    expect(shown(graph, [['9', 'image']], picked).entries).toEqual([
      'image: 9.image',
      'negative_prompt: 4.text',
      'seed: 6.seed',
    ]);
  });

  it('is left out, and said to be, where it is an address or leads to a file', () => {
    const url = fromPicture(node('LoadImageFromUrl', { url: 'https://example.com/a.png' }));
    const words = shown(url, [
      ['3', 'text'],
      ['9', 'url'],
    ]);
    expect(words.entries).toEqual(['prompt: 3.text', 'negative_prompt: 4.text', 'seed: 6.seed']);
    expect(words.notes).toContain(left('url of node 9 (LoadImageFromUrl)'));
    const through = {
      ...handedOn('a'),
      ...fromPicture(node('LoadImage', { image: ['21', 0] })),
    };
    expect(shown(through, [['20', 'value']]).notes).toContain(
      left('value of node 20 (PrimitiveString)'),
    );
    const latent = {
      '9': node('LoadLatent', { latent: 'a.latent' }),
      '6': sampler({ latent_image: ['9', 0] }),
    };
    expect(shown(latent, [['9', 'latent']]).notes).toContain(left('latent of node 9 (LoadLatent)'));
  });
});

describe('a picture is found', () => {
  it('where the node table says that one is uploaded, whatever its class is called', () => {
    const known = new Map([...table, ...readNodeTable({ Picker: LOADER['easy loadImage'] })]);
    const graph = sdxl(fromPicture(node('Picker', { image: 'anna.png' })));
    expect(drafted(graph, { table: known }).entries).toContain('image: 9.image');
  });
});

describe('the negative prompt is found', () => {
  it('where nothing is known of what the positive words come from', () => {
    const graph = sdxl({ '3': node('Efficient Prompt', { foo: 'a fox', model: ['1', 0] }) });
    const { entries, notes } = drafted(graph);
    expect(entries[0]).toBe('negative_prompt: 4.text');
    expect(notes).toEqual(['No words were found that the sampler is told.']);
  });

  it('and stays where its author chose other things, as the safety words join it', () => {
    expect(shown({}, [['3', 'text']]).entries).toEqual([
      'prompt: 3.text',
      'negative_prompt: 4.text',
      'seed: 6.seed',
    ]);
  });

  it('or else it is said not to be', () => {
    const graph = sdxl({ '4': node('Efficient Prompt', { foo: 'blurry', model: ['1', 0] }) });
    expect(drafted(graph).notes).toEqual([
      'There is no negative prompt, or cfg is 1: the safety terms have no effect, and only the rating and the screening protect.',
    ]);
  });
});
