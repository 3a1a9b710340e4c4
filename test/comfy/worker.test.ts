import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faceId, face as faceRecipe, faceReference, plusFace } from '../../src/recipes/face.ts';
import { text, textToImage } from '../../src/recipes/text.ts';
import { contractWorker } from '../../src/workers/contract.ts';
import { workerRequest } from '../../src/workers/worker.ts';
import { workerComfyui } from '../../src/workers/worker-comfyui.ts';
import { abilitiesOf, WORKER_KINDS, workerOf } from '../../src/workers/worker-kinds.ts';
import { collage } from '../support/collage.ts';
import { base64, PNG } from './pictures.ts';

const settings = faceRecipe.request.parse({ prompt: 'a lighthouse', seed: 0 });
const id = 'job-1';
const models = { checkpoint: 'a.safetensors', ipAdapterFile: 'b.bin', clipVisionName: 'c.bin' };
const words = workerRequest(text, { id, params: settings, models });
const face = { format: 'jpeg', base64: 'AAAA' } as const;
const photographed = (name: string) =>
  workerRequest(faceRecipe, { id: name, params: settings, models, pictures: { face } });
const severalOf = (name: string) =>
  workerRequest(collage, {
    id: name,
    params: { prompt: 'two friends' },
    models,
    pictures: { portrait: face, mask: { format: 'png', base64: 'BBBB' } },
  });

describe("the contract's worker", () => {
  it('is sent the plain graph itself for words alone', () => {
    expect(contractWorker.input(words)).toEqual(
      textToImage({ settings, checkpoint: 'a.safetensors' }),
    );
  });

  it('is sent the graph with the face where there is one', () => {
    expect(contractWorker.input(photographed(id))).toEqual(
      faceReference({ settings, ...models, face: 'AAAA' }),
    );
  });

  it('is sent every picture in the graph, each in its own place', () => {
    expect(contractWorker.input(severalOf(id))).toMatchObject({
      '2': { inputs: { image: 'AAAA' } },
      '3': { inputs: { image: 'BBBB' } },
    });
    expect(contractWorker.input(severalOf(id))).not.toHaveProperty('4');
  });
});

describe('worker-comfyui', () => {
  const files = { checkpoint: models.checkpoint, ipAdapterFile: 'b.bin', clipVisionName: 'c.bin' };

  it('is sent the plain graph as its workflow for words alone', () => {
    expect(workerComfyui('plus-face').input(words)).toEqual({
      workflow: textToImage({ settings, checkpoint: 'a.safetensors' }),
    });
  });

  it.each([
    ['plus-face', plusFace],
    ['faceid', faceId],
  ] as const)('is sent a photo as a file that the %s graph names', (workflow, graph) => {
    const face = 'darkroom-job-1.jpg';
    expect(workerComfyui(workflow).input(photographed(id))).toEqual({
      workflow: graph({ settings, ...files, face }),
      images: [{ name: face, image: 'AAAA' }],
    });
  });

  it('is sent several pictures as files, each named by its node and by what it is', () => {
    const input = workerComfyui('faceid').input(severalOf(id));
    expect(input).toMatchObject({
      workflow: {
        '2': { inputs: { image: 'darkroom-job-1.jpg' } },
        '3': { inputs: { image: 'darkroom-job-1.1.png' } },
      },
      images: [
        { name: 'darkroom-job-1.jpg', image: 'AAAA' },
        { name: 'darkroom-job-1.1.png', image: 'BBBB' },
      ],
    });
  });

  it('is sent no picture under the name of another one', () => {
    const namesOf = (request: string) =>
      JSON.stringify(workerComfyui('faceid').input(severalOf(request))).match(/darkroom-[^"]+/g);
    expect(new Set(['a-1', 'a-1-1', 'a-2', 'b-1'].flatMap(namesOf)).size).toBe(8);
  });
});

it.each([
  [{ count: 3, quality: 92 }, { smaller: 3 }],
  [{ count: 0 }, {}],
  [{ count: 'many' }, {}],
  [['count'], {}],
])('what a worker says that it made smaller is counted: %j', async (said, expected) => {
  const output = { images: [{ data: base64(PNG) }], made_smaller: said };
  expect(await contractWorker.result({ status: 'COMPLETED', output })).toEqual({
    kind: 'pictures',
    pictures: [{ bytes: PNG, format: 'png' }],
    ...expected,
  });
});

it.each(WORKER_KINDS.filter((kind) => abilitiesOf(kind).takesPictures))(
  '%s names the files that its faces need',
  (kind) => {
    const { ipAdapterFile, clipVisionName } = workerOf({ kind, faceWorkflow: 'faceid' }).faceFiles;
    expect(ipAdapterFile).toBe('ip-adapter-faceid_sdxl.bin');
    expect(clipVisionName).toMatch(kind === 'contract' ? /bigG/ : /ViT-H/);
  },
);

describe('progress', () => {
  it.each([
    [{ type: 'progress', value: 5, max: 20, percent: 25, node: '10' }, 0.25],
    [{ type: 'progress', value: 5, max: 20, node: '10' }, 0.25],
    [{ type: 'progress', percent: 48 }, 0.48],
    [{ type: 'progress', percent: 0 }, 0],
    [{ type: 'progress', percent: null, value: 1, max: 4 }, 0.25],
    [{ type: 'progress', percent: 140 }, 1],
    [{ type: 'progress', percent: -3 }, 0],
    [{ type: 'progress', value: 30, max: 20 }, 1],
    [{ type: 'progress', value: 1, max: 0 }, undefined],
    [{ type: 'progress' }, undefined],
    [{ type: 'progress', percent: '48' }, undefined],
    [{ type: 'progress', percent: Number.NaN }, undefined],
    [{ type: 'preview', percent: 48 }, undefined],
    [{ images: [] }, undefined],
    [0.5, undefined],
    ['50 %', undefined],
    [null, undefined],
    [undefined, undefined],
  ])('of %j is %s', (output, progress) => {
    expect(contractWorker.progress(output)).toBe(progress);
  });

  it('is a share from 0 to 1 or unknown, whatever it is read from', () => {
    const field = fc.oneof(fc.double(), fc.anything());
    const output = fc.record({
      type: fc.constant('progress'),
      value: field,
      max: field,
      percent: field,
    });
    fc.assert(
      fc.property(fc.oneof(output, fc.anything()), (any) => {
        const progress = contractWorker.progress(any) ?? 0;
        expect(progress >= 0 && progress <= 1).toBe(true);
      }),
    );
  });
});
