import { describe, expect, it } from 'vitest';
import { node, sampler, sdxl, type Nodes } from '../../support/sdxl-workflow.ts';
import { drafted } from './draft.ts';

const notes = (changes: Nodes) => drafted(sdxl(changes)).notes.join('\n');

/** A picture in node 9 that node 22 reads for a style. */
const styled = (changes: Nodes): Nodes => ({
  '6': sampler({ positive: ['20', 0] }),
  '9': node('LoadImage', { image: 'a.png' }),
  '20': node('StyleModelApply', {
    ...{ conditioning: ['3', 0], style_model: ['21', 0], clip_vision_output: ['22', 0] },
    ...{ strength: 1, strength_type: 'multiply' },
  }),
  '21': node('StyleModelLoader', { style_model_name: 's.safetensors' }),
  '22': node('CLIPVisionEncode', { clip_vision: ['23', 0], image: ['9', 0], crop: 'center' }),
  '23': node('CLIPVisionLoader', { clip_name: 'v.safetensors' }),
  ...changes,
});

const CUT =
  'Node 22 (CLIPVisionEncode) reads only the square in the middle of a picture that is sent (crop is center).';

/** The same picture for an IPAdapter of an extension. */
const adapted = (className: string, changes: Nodes = {}): Nodes => ({
  '6': sampler({ model: ['20', 0] }),
  '9': node('LoadImage', { image: 'a.png' }),
  '20': node(className, { model: ['21', 0], ipadapter: ['21', 1], image: ['9', 0], weight: 1 }),
  '21': node('IPAdapterUnifiedLoader', { model: ['1', 0], preset: 'STANDARD' }),
  ...changes,
});

describe('a picture that is read as a square', () => {
  it('is named where its sides are cut off', () => {
    expect(notes(styled({}))).toContain(CUT);
  });

  it.each([
    ['IPAdapterAdvanced', true],
    ['IPAdapterFaceID', false],
    ['IPAdapterTiled', false],
  ])('may be cut by an IPAdapter, where that is for no faces and no tiles: %s', (name, isNamed) => {
    expect(notes(adapted(name)).includes(`Node 20 (${name}) may read only the square`)).toBe(
      isNamed,
    );
  });
});

describe('a picture that a ControlNet follows', () => {
  const followed = (image: string, changes: Nodes = {}): Nodes => ({
    '6': sampler({ positive: ['20', 0] }),
    '9': node('LoadImage', { image: 'a.png' }),
    '20': node('ControlNetApply', {
      ...{ conditioning: ['3', 0], control_net: ['21', 0], image: [image, 0], strength: 1 },
    }),
    '21': node('ControlNetLoader', { control_net_name: 'pose.safetensors' }),
    ...changes,
  });
  const cut =
    "Node 20 (ControlNetApply) sees only the middle of a picture whose shape is not the result's.";

  it('is named where it is cut to the shape of the result', () => {
    expect(notes(followed('9'))).toContain(cut);
    const canny = node('Canny', { image: ['9', 0], low_threshold: 0.4, high_threshold: 0.8 });
    expect(notes(followed('22', { '22': canny }))).toContain(cut);
  });
});
