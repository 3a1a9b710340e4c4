import { describe, expect, it } from 'vitest';
import type { ApiGraph } from '../../../src/workflows/api-graph.ts';
import { Exported } from '../../../src/workflows/find/exported.ts';
import { findRoles } from '../../../src/workflows/find/find-roles.ts';
import { node, type Inputs, type Nodes } from '../../support/sdxl-workflow.ts';
import { table } from './draft.ts';

type OneNode = readonly [id: string, node: Nodes[string]];

const LINKS = 40;

const COMMON: Nodes = {
  model: node('CheckpointLoaderSimple', { ckpt_name: 'a.safetensors' }),
  words: node('CLIPTextEncode', { clip: ['model', 1], text: 'a fox' }),
  latent: node('EmptyLatentImage', { width: 1024, height: 1024, batch_size: 1 }),
  picture: node('LoadImage', { image: 'a.png' }),
};

const sampler = (inputs: Inputs) =>
  node('KSampler', {
    model: ['model', 0],
    positive: ['words', 0],
    negative: ['words', 0],
    latent_image: ['latent', 0],
    seed: 1,
    steps: 20,
    cfg: 7,
    sampler_name: 'euler',
    scheduler: 'normal',
    denoise: 1,
    ...inputs,
  });

/** Links to the forty nodes of a row that stand before `place`, none of which is before `first`. */
const toFortyBefore = (row: string, place: number, first = 0): Inputs =>
  Object.fromEntries(
    Array.from({ length: LINKS }, (_, step) => [
      `extra_${step}`,
      [`${row}${Math.max(first, place - 1 - step)}`, 0],
    ]),
  );

function chainedSamplers(place: number): readonly OneNode[] {
  if (place === 0) return [['n0', sampler({})]];
  const inputs = { latent_image: [`n${place - 1}`, 0], ...toFortyBefore('n', place) };
  return [[`n${place}`, sampler(inputs)]];
}

function webOfTexts(place: number, size: number): readonly OneNode[] {
  const text = [`t${size - 1}`, 0];
  return [
    [`t${place}`, node('Joined', place === 0 ? {} : toFortyBefore('t', place))],
    [`w${place}`, node('CLIPTextEncode', { clip: ['model', 1], text })],
    [
      `n${place}`,
      sampler({
        positive: [`w${place}`, 0],
        seed: text,
        ...(place > 0 && { latent_image: [`n${place - 1}`, 0] }),
      }),
    ],
  ];
}

function scaledPictures(place: number, size: number): readonly OneNode[] {
  if (place === 0) return [['n0', sampler({})]];
  const inputs =
    place === size - 1
      ? { image1: ['n0', 0], image2: [`n${place - 1}`, 0] }
      : { image: ['picture', 0], width: 512, height: 512 + place };
  const links = place === 1 ? {} : toFortyBefore('n', place, 1);
  return [[`n${place}`, node('Scaled', { ...inputs, ...links })]];
}

function joinedPictures(place: number): readonly OneNode[] {
  const image2 = [place === 0 ? 'picture' : `n${place - 1}`, 0];
  return [
    [`p${place}`, node('LoadImage', { image: 'a.png' })],
    [`n${place}`, node('ImageBatch', { image1: [`p${place}`, 0], image2 })],
  ];
}

/** How often the inputs of a graph of `size` places are read to find what people would set in it. */
function readsOf(make: (place: number, size: number) => readonly OneNode[], size: number): number {
  let reads = 0;
  const counted = (inputs: Inputs): Inputs =>
    new Proxy(inputs, {
      get(target, key): unknown {
        reads += 1;
        return Reflect.get(target, key);
      },
    });
  const made = Array.from({ length: size }, (_, place) => make(place, size)).flat();
  const saved = node('SaveImage', { images: [`n${size - 1}`, 0], filename_prefix: 'a' });
  const graph: ApiGraph = Object.fromEntries(
    [...Object.entries(COMMON), ...made, ['saved', saved] as const].map(
      ([id, { class_type, inputs }]) => [id, { class_type, inputs: counted(inputs) }],
    ),
  );
  findRoles(new Exported(graph, table), ['saved'], new Map());
  return reads;
}

describe('what people would set is found in a time that grows as the graph does', () => {
  it.each([
    ['samplers that go on with forty others', chainedSamplers],
    ['samplers whose words and seeds come through a web of texts', webOfTexts],
    ['pictures that are scaled to a size of their own', scaledPictures],
    ['pictures that are joined', joinedPictures],
  ])('among %s', (_, make) => {
    expect(readsOf(make, 200)).toBeLessThan(2.5 * readsOf(make, 100));
  });
});

it('a node may have as many links as a file can hold', () => {
  const inputs = Object.fromEntries(
    Array.from({ length: 150_000 }, (_, at) => [`x${at}`, ['words', 0]]),
  );
  const exported = new Exported({ ...COMMON, wide: node('Odd', inputs) }, table);
  expect(exported.behind(['wide'])).toEqual(['model', 'words', 'wide']);
});
