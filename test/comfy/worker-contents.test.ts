import { describe, expect, it } from 'vitest';
import { lacking, readContents } from '../../src/workers/contents.ts';

describe('what a worker says that it has', () => {
  it('is read as it is, sorted, each name once', () => {
    const output = { models: { loras: ['b.pt', 'a.pt', 'b.pt'], vae: [] }, nodes: ['B', 'A', 'A'] };
    expect(readContents(output)).toEqual({
      models: { loras: ['a.pt', 'b.pt'], vae: [] },
      nodes: ['A', 'B'],
      incomplete: [],
    });
  });

  it('calls folders as ComfyUI does today', () => {
    const models = { clip: ['a.pt'], text_encoders: ['b.pt'], unet: ['c.pt'] };
    expect(readContents({ models, nodes: [], incomplete: ['unet'] })).toMatchObject({
      models: { text_encoders: ['a.pt', 'b.pt'], diffusion_models: ['c.pt'] },
      incomplete: ['diffusion_models'],
    });
  });

  it('has no name that is empty, or nothing but spaces', () => {
    const { models, nodes } =
      readContents({ models: { loras: ['', ' ', 'a.pt'] }, nodes: [''] }) ?? {};
    expect([models, nodes]).toEqual([{ loras: ['a.pt'] }, []]);
  });

  it('may be as much as a worker tells', () => {
    expect(readContents({ models: foldersOf(200, 50), nodes: [] })).toBeDefined();
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['words', 'text'],
    ['pictures', { images: [] }],
    ['models without folders', { models: [], nodes: [] }],
    ['a number for a name', { models: { loras: [5] }, nodes: [] }],
    ['too long a name', { models: { loras: ['x'.repeat(301)] }, nodes: [] }],
    ['too many nodes', { models: {}, nodes: Array.from({ length: 20_001 }, String) }],
    ['without nodes', { models: {} }],
    ['too many folders', { models: foldersOf(201, 0), nodes: [] }],
    ['too many models', { models: foldersOf(100, 101), nodes: [] }],
    [
      'too much that is incomplete',
      { models: {}, nodes: [], incomplete: Array.from({ length: 10_001 }, String) },
    ],
  ])('is unknown where it is %s', (_, output) => {
    expect(readContents(output)).toBeUndefined();
  });
});

function foldersOf(count: number, files: number) {
  const names = Array.from({ length: files }, (_, at) => `${at}.pt`);
  return Object.fromEntries(Array.from({ length: count }, (_, at) => [`folder ${at}`, names]));
}

describe('what a worker lacks', () => {
  const contents = {
    models: { loras: ['a.pt'], vae: ['v.pt'] },
    nodes: ['KSampler'],
    incomplete: [],
  };
  const needs = {
    nodes: ['KSampler', 'NoSuchNode'],
    models: [
      { folder: 'loras', files: ['a.pt'] },
      { folder: 'loras', files: ['b.pt'] },
      { folder: 'ipadapter', files: ['i.pt'] },
      { folder: 'toString', files: ['i.pt'] },
      { folder: 'vae', files: ['other.pt', 'v.pt'] },
    ],
  };

  it('is what is needed and in none of its lists', () => {
    expect(lacking(contents, needs)).toEqual({
      nodes: ['NoSuchNode'],
      models: [
        { folder: 'loras', files: ['b.pt'] },
        { folder: 'ipadapter', files: ['i.pt'] },
        { folder: 'toString', files: ['i.pt'] },
      ],
    });
  });

  it('is not what stands in a list that is not whole', () => {
    const cut = { ...contents, incomplete: ['loras', 'nodes', 'ipadapter', 'toString'] };
    expect(lacking(cut, needs)).toEqual({ nodes: [], models: [] });
  });
});
