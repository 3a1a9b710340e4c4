import type { AtNode, Traces } from './at-node.ts';
import type { Picture } from './picture.ts';
import { resized } from './resizing.ts';

/** Nodes that make several pictures of one, put batches together, and take some out of them. */
export const BATCHING: Traces = {
  RepeatLatentBatch: (at) => repeated(at, 'samples'),
  RepeatImageBatch: (at) => repeated(at, 'image'),
  ImageBatch: (at) => joined([...at.pictures('image1'), ...at.pictures('image2')]),
  LatentBatch: (at) => joined([...at.pictures('samples1'), ...at.pictures('samples2')]),
  BatchImagesNode: (at) => joined(at.allPictures('images.')),
  BatchLatentsNode: (at) => joined(at.allPictures('latents.')),
  ImageFromBatch: (at) => taken(at, 'image'),
  LatentFromBatch: (at) => taken(at, 'samples'),
};

function repeated(at: AtNode, input: string): readonly Picture[] {
  const pictures = at.pictures(input);
  return Array.from({ length: at.number('amount', 1) }, () => pictures).flat();
}

/** All in the size of the first, as pictures of one batch are. */
function joined(pictures: readonly Picture[]): readonly Picture[] {
  const [first] = pictures;
  return first ? pictures.map((picture) => resized(picture, first, 'cover')) : [];
}

function taken(at: AtNode, input: string): readonly Picture[] {
  const pictures = at.pictures(input);
  const from = Math.min(at.number('batch_index', 0), pictures.length - 1);
  return pictures.slice(from, from + at.number('length', 1));
}
