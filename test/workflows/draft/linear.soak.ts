import { describe, expect, it } from 'vitest';
import type { ApiGraph } from '../../../src/workflows/api-graph.ts';
import { Exported, SWITCH } from '../../../src/workflows/draft/exported.ts';
import { findRoles, placesOf } from '../../../src/workflows/draft/find-roles.ts';
import { findWays } from '../../../src/workflows/draft/known-ways.ts';
import { withoutRefusedEntries } from '../../../src/workflows/draft/accepted-manifest.ts';
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

function encodersOfOneText(place: number, size: number): readonly OneNode[] {
  const wide = Object.fromEntries(
    Array.from({ length: LINKS * size }, (_, at) => [`extra_${at}`, ['words', 0]]),
  );
  return [
    ...(place === 0 ? [['wide', node('Odd', wide)] as const] : []),
    [`w${place}`, node('CLIPTextEncode', { clip: ['model', 1], text: ['wide', 0] })],
    [
      `n${place}`,
      sampler({
        positive: [`w${place}`, 0],
        ...(place > 0 && { latent_image: [`n${place - 1}`, 0] }),
      }),
    ],
  ];
}

function chainedSwitches(place: number, size: number): readonly OneNode[] {
  const on_true = [place === 0 ? 'words' : `s${place - 1}`, 0];
  return [
    [`s${place}`, node(SWITCH, { switch: true, on_true, on_false: ['words', 0] })],
    [
      `n${place}`,
      sampler({
        positive: [`s${size - 1}`, 0],
        ...(place > 0 && { latent_image: [`n${place - 1}`, 0] }),
      }),
    ],
  ];
}

function samplersWithoutNegative(place: number, size: number): readonly OneNode[] {
  const model = [place === 0 ? 'model' : `m${place - 1}`, 0];
  const lora = { model, lora_name: 'a.safetensors', strength_model: 1 };
  return [
    [`m${place}`, node('LoraLoaderModelOnly', lora)],
    [
      `n${place}`,
      sampler({
        model: [`m${size - 1}`, 0],
        cfg: 1,
        ...(place > 0 && { latent_image: [`n${place - 1}`, 0] }),
      }),
    ],
  ];
}

function pastedPictures(place: number, size: number): readonly OneNode[] {
  if (place === 0) return [['n0', sampler({})]];
  if (place === 1) return [['n1', node('VAEDecode', { samples: ['n0', 0], vae: ['model', 2] })]];
  const source = place === size - 1 ? ['n1', 0] : ['picture', 0];
  const destination = place === 2 ? ['picture', 0] : [`n${place - 1}`, 0];
  return [[`n${place}`, node('ImageCompositeMasked', { destination, source, x: 0, y: 0 })]];
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
  const exported = new Exported(graph, table);
  const { roles } = findRoles(exported, ['saved'], { isGeneral: true });
  findWays(exported, roles, { outputs: ['saved'], set: placesOf(roles) });
  return reads;
}

describe('what people would set is found in a time that grows as the graph does', () => {
  it.each([
    ['samplers that go on with forty others', chainedSamplers],
    ['samplers whose words and seeds come through a web of texts', webOfTexts],
    ['pictures that are scaled to a size of their own', scaledPictures],
    ['pictures that are joined', joinedPictures],
    ['encoders of one text that is made of very many', encodersOfOneText],
    ['switches behind each other', chainedSwitches],
    ['samplers at cfg 1 of a model with very many LoRAs', samplersWithoutNegative],
    ['pictures that are pasted', pastedPictures],
  ])('among %s', (_, make) => {
    expect(readsOf(make, 200)).toBeLessThan(2.5 * readsOf(make, 100));
  });
});

it('paddings are named up to as many as one command takes', () => {
  const pads = Array.from({ length: 100 }, (_, at): OneNode => [
    `p${at}`,
    node('ImagePadForOutpaint', {
      ...{ image: at === 0 ? ['picture', 0] : [`p${at - 1}`, 0], feathering: 0 },
      ...{ left: 0, top: 0, right: 0, bottom: 0 },
    }),
  ]);
  const saved = node('SaveImage', { images: ['p99', 0], filename_prefix: 'a' });
  const graph = { ...COMMON, ...Object.fromEntries(pads), saved };
  const { roles } = findRoles(new Exported(graph, table), ['saved'], {
    isGeneral: true,
  });
  expect(roles.length).toBeLessThan(30);
});

it('what is too much for a command is taken back at once', () => {
  const nodes = Array.from({ length: 500 }, (_, at) => ({ type: 'integer', name: `n_${at}` }));
  let checks = 0;
  const { manifest, notes } = withoutRefusedEntries({ nodes }, ({ nodes: left }) => {
    checks += 1;
    return left.length > 24 ? [{ file: 'manifest.json', about: 'size', says: 'too many' }] : [];
  });
  expect(manifest.nodes).toEqual(nodes.slice(0, 24));
  expect(notes).toHaveLength(476);
  expect(checks).toBe(3);
});

it('a node may have as many links as a file can hold', () => {
  const inputs = Object.fromEntries(
    Array.from({ length: 150_000 }, (_, at) => [`x${at}`, ['words', 0]]),
  );
  const exported = new Exported({ ...COMMON, wide: node('Odd', inputs) }, table);
  expect(exported.behind(['wide'])).toEqual(['model', 'words', 'wide']);
});

it('a text may be used as often as a file can hold', () => {
  const often = (source: string) =>
    Object.fromEntries(Array.from({ length: 60_000 }, (_, at) => [`cond_${at}`, [source, 0]]));
  const graph = {
    ...COMMON,
    more: node('CLIPTextEncode', { clip: ['model', 1], text: 'at night' }),
    ...{ first: node('Odd', often('more')), second: node('Odd', often('first')) },
    both: node('ConditioningCombine', {
      ...{ conditioning_1: ['words', 0], conditioning_2: ['second', 0] },
    }),
    sampled: sampler({ positive: ['both', 0] }),
    saved: node('SaveImage', { images: ['decoded', 0], filename_prefix: 'a' }),
    decoded: node('VAEDecode', { samples: ['sampled', 0], vae: ['model', 2] }),
  };
  const { roles } = findRoles(new Exported(graph, table), ['saved'], { isGeneral: true });
  expect(roles.map(({ entry: { type } }) => type)).toContain('text');
});
