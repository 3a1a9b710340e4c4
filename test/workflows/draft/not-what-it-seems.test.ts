import { describe, expect, it } from 'vitest';
import { problemLine } from '../../../src/workflows/problem.ts';
import { draftWorkflow } from '../../../src/workflows/draft/draft-workflow.ts';
import { node, sdxl, type Nodes } from '../../support/sdxl-workflow.ts';
import { drafted, table } from './draft.ts';

const found = (changes: Nodes) => drafted(sdxl(changes)).entries;
const notes = (changes: Nodes) => drafted(sdxl(changes)).notes;
const refused = (changes: Nodes) => {
  const draft = draftWorkflow({ name: 'mine', file: sdxl(changes), table, isGeneral: true });
  return 'problems' in draft ? draft.problems.map(problemLine).join('\n') : '';
};

describe('a picture that only goes over a websocket', () => {
  it.each(['SaveImageWebsocket', 'ETN_SendImageWebSocket', 'ETN_KritaOutput'])(
    'is none that a worker returns: %s',
    (className) => {
      expect(refused({ '8': node(className, { images: ['7', 0] }) })).toContain(
        `saves no picture (node 8 (${className}) makes a picture that only a websocket gets)`,
      );
    },
  );
});

it.each(['ImageFromBatch', 'Pick From Batch (mtb)', 'VHS_SelectImages'])(
  'one frame that %s picks is no picture of each',
  (className) => {
    const said = notes({
      '5': node('EmptyHunyuanLatentVideo', { width: 512, height: 512, length: 81, batch_size: 1 }),
      '8': node('SaveImage', { images: ['20', 0], filename_prefix: 'a' }),
      '20': node(className, { image: ['7', 0], batch_index: 0, length: 1 }),
    });
    expect(said.join()).toContain('makes 81 frames');
    expect(said.join()).not.toContain('Each frame is saved');
  },
);

it('a saver that notes what a picture was made with is no sampler', () => {
  const saver = node('Prompt Saver', {
    images: ['7', 0],
    positive: ['3', 0],
    seed: 5,
    steps: 20,
  });
  expect(found({ '8': saver })).toContain('seed: 6.seed');
});

it.each([
  ['easy loadImageBase64', { base64_data: '' }],
  ['Load Image From Url', { url: 'https://a.example/b' }],
])('a picture that members cannot send is named: %s', (className, inputs) => {
  const changes = {
    '5': node('VAEEncode', { pixels: ['20', 0], vae: ['1', 2] }),
    '20': node(className, inputs),
  };
  expect(notes(changes).join()).toMatch(/node 20 \(.*\) stays its author's: a LoadImage/);
});

describe('a size of two numbers', () => {
  const sides: Nodes = {
    '5': node('EmptyLatentImage', { width: ['20', 0], height: ['21', 0], batch_size: 1 }),
    '20': node('PrimitiveInt', { value: 1024 }),
    '21': node('PrimitiveInt', { value: 768 }),
  };
  const scaled = (inputs: object): Nodes => ({
    ...sides,
    '8': node('SaveImage', { images: ['22', 0], filename_prefix: 'a' }),
    '22': node('ImageScale', {
      image: ['7', 0],
      upscale_method: 'lanczos',
      crop: 'disabled',
      ...inputs,
    }),
    '23': node('PrimitiveInt', { value: 256 }),
  });

  it('is offered', () => {
    expect(found(sides)).toContain('aspect_ratio (choice): 20.value 21.value');
  });

  const measured = (slot: number): Nodes => ({
    '5': node('EmptyLatentImage', { width: ['20', 0], height: ['20', slot], batch_size: 1 }),
    '20': node('Scale Longest Side', { side_length: 1280 }),
  });

  it.each([
    [0, 'are one number, of node 20 (Scale Longest Side)'],
    [1, 'come from node 20 (Scale Longest Side)'],
  ])('is named where one number makes both, the height by output %s', (slot, says) => {
    expect(found(measured(slot)).join()).not.toMatch(/width|height/);
    expect(notes(measured(slot))).toContain(
      `width and height of node 5 (EmptyLatentImage) ${says}: they are not offered.`,
    );
  });

  it('is offered where the picture is scaled to these again', () => {
    expect(found(scaled({ width: ['20', 0], height: ['21', 0] }))).toContain(
      'aspect_ratio (choice): 20.value 21.value',
    );
  });
});
