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

  it('is named where it is stretched to that', () => {
    const stretched = node('CLIPVisionEncode', {
      ...{ clip_vision: ['23', 0], image: ['9', 0], crop: 'none' },
    });
    expect(notes(styled({ '22': stretched }))).toContain(
      'Node 22 (CLIPVisionEncode) reads a picture that is sent stretched to a square (crop is none).',
    );
  });

  it('is not where it is a square by then, or nobody sends it', () => {
    const square: Nodes = {
      '22': node('CLIPVisionEncode', { clip_vision: ['23', 0], image: ['24', 0], crop: 'center' }),
      '24': node('ImageScale', {
        ...{ image: ['9', 0], upscale_method: 'area', width: 512, height: 512, crop: 'disabled' },
      }),
    };
    expect(notes(styled(square))).not.toContain('the square in the middle');
    const plain = node('EmptyImage', { width: 512, height: 256, batch_size: 1, color: 0 });
    expect(notes(styled({ '9': plain }))).not.toContain('the square in the middle');
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

  it.each([
    ['top', true],
    ['pad', false],
  ])('is named where it is prepared for that, at its %s: %s', (crop_position, isNamed) => {
    const said = notes(
      adapted('IPAdapterAdvanced', {
        '20': node('IPAdapterAdvanced', {
          ...{ model: ['21', 0], ipadapter: ['21', 1], image: ['22', 0], weight: 1 },
        }),
        '22': node('PrepImageForClipVision', { image: ['9', 0], crop_position, sharpening: 0 }),
      }),
    );
    expect(
      said.includes(
        'Node 22 (PrepImageForClipVision) cuts a picture that is sent to a square (crop_position is top).',
      ),
    ).toBe(isNamed);
    expect(said).not.toContain('Node 20 (IPAdapterAdvanced) may read');
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

  it('is not where it has a size of its own, or nobody sends it', () => {
    const scaled = node('ImageScale', {
      ...{ image: ['9', 0], upscale_method: 'bilinear', crop: 'center' },
      ...{ width: 1024, height: 1024 },
    });
    expect(notes(followed('22', { '22': scaled }))).not.toContain('sees only the middle');
    expect(notes(followed('7'))).not.toContain('sees only the middle');
  });

  it('is not where the result begins with it', () => {
    const changes = followed('9', {
      '6': sampler({ positive: ['20', 0], latent_image: ['22', 0] }),
      '22': node('VAEEncode', { pixels: ['9', 0], vae: ['1', 2] }),
    });
    expect(notes(changes)).not.toContain('sees only the middle');
  });
});
