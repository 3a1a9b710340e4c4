import { describe, expect, it } from 'vitest';
import { fromPicture, node, sdxl, type Nodes } from '../../support/sdxl-workflow.ts';
import { drafted } from './draft.ts';

const notes = (changes: Nodes) => drafted(sdxl(changes)).notes.join('\n');

const both: Nodes = {
  '9': node('LoadImage', { image: 'a.png' }),
  '19': node('LoadImage', { image: 'b.png' }),
};

describe('pictures that are put into one batch', () => {
  it.each([
    ['ImageBatch', { image1: ['9', 0], image2: ['19', 0] }],
    ['BatchImagesNode', { 'images.image0': ['9', 0], 'images.image1': ['19', 0] }],
    ['ImageBatchMulti', { image_1: ['9', 0], image_2: ['19', 0], inputcount: 2 }],
  ])('are named where each of them becomes a picture: %s', (className, inputs) => {
    const changes: Nodes = {
      ...fromPicture(node('LoadImage', { image: 'a.png' })),
      ...both,
      '10': node('VAEEncode', { pixels: ['20', 0], vae: ['1', 2] }),
      '20': node(className, inputs),
    };
    expect(notes(changes)).toContain(
      `Node 20 (${className}) puts 2 pictures into one batch, and each becomes a picture unless a later node joins them or takes one: those of another shape than the rest may be cut.`,
    );
  });
});

it.each([
  ['{{image}}', 'image'],
  ['_my_face', 'my face'],
  ['my_face', 'my_face'],
])('a title %s, by which a program finds its node, is read as %s', (title, description) => {
  const loader = { ...node('LoadImage', { image: 'a.png' }), _meta: { title } };
  const { manifest } = drafted(sdxl(fromPicture(loader)));
  expect(manifest.nodes.find(({ type }) => type === 'image')).toMatchObject({ description });
});
