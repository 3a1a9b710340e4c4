import { isLink, type Link } from '../../../../src/comfy/graph.ts';
import { readFace } from '../face-recipe.ts';
import { ancestors, type Graph } from '../graph.ts';
import type { Colour } from '../palettes.ts';
import { loadsPhoto } from '../photo.ts';
import type { AtNode, Traces } from './at-node.ts';
import { BATCHING } from './batching.ts';
import { GraphValues } from './graph-values.ts';
import { maskFrom } from './mask-from.ts';
import { painted } from './painting.ts';
import type { Mask, Picture, Size } from './picture.ts';
import { asLatent, PLACING } from './placing.ts';
import { latentSide, RESIZING } from './resizing.ts';
import { isSampler } from './steps.ts';
import { readStrokes } from './strokes.ts';

const TRACES: Traces = { ...RESIZING, ...PLACING, ...BATCHING };

/** The inputs that lead to a picture, from the file back to its first noise. */
const PICTURE_INPUTS: readonly string[] = [
  'images',
  'image',
  'samples',
  'pixels',
  'latent_image',
  'latent',
  'input',
  'image1',
  'samples1',
  'destination',
  'on_true',
];

const BLACK: Colour = [0, 0, 0];
/** What is drawn where nothing says how large. */
const UNKNOWN: Picture = { kind: 'plain', width: 512, height: 512, colour: BLACK };
const LONGEST_BATCH = 4096;

/** Finds out how the pictures that a graph makes come to be, without drawing them. */
export class Tracer {
  readonly values: GraphValues;
  readonly #graph: Graph;
  readonly #loaded: ReadonlyMap<string, Size>;
  readonly #known = new Map<string, readonly Picture[]>();

  /** @param loaded How large the pictures are that nodes load, by the nodes' ids. */
  constructor(graph: Graph, loaded: ReadonlyMap<string, Size>) {
    this.#graph = graph;
    this.#loaded = loaded;
    this.values = new GraphValues(graph, (link) => {
      const pictures = this.pictures(link);
      const { width, height } = pictures[0] ?? UNKNOWN;
      return { width, height, batch: pictures.length };
    });
  }

  /** The batch that a link brings. The graph has to be one that ComfyUI takes: without rings. */
  pictures([id, slot]: Link): readonly Picture[] {
    const key = `${slot} ${id}`;
    const known = this.#known.get(key);
    if (known) return known;
    const pictures = this.#trace(this.#at(id, slot)).slice(0, LONGEST_BATCH);
    this.#known.set(key, pictures);
    return pictures;
  }

  /** What an input of a node brings; empty where that is no picture. */
  picturesAt(id: string, input: string): readonly Picture[] {
    const link = this.#graph[id]?.inputs[input];
    return isLink(link) ? this.pictures(link) : [];
  }

  /** The mask that an input of a node brings. */
  maskAt(id: string, input: string): Mask | undefined {
    const link = this.#graph[id]?.inputs[input];
    return isLink(link) ? maskFrom(this.#at(...link)) : undefined;
  }

  #trace(at: AtNode): readonly Picture[] {
    const { id, className } = at;
    if (loadsPhoto(className)) {
      const size = this.#loaded.get(id);
      return [size ? { ...size, kind: 'loaded', loader: id } : UNKNOWN];
    }
    if (isSampler(className)) return this.#paint(at);
    switch (className) {
      case 'ComfySwitchNode':
        return at.pictures(at.value('switch') === true ? 'on_true' : 'on_false');
      case 'MaskToImage':
        return shades(at.mask('mask'));
      case 'VAEEncode':
      case 'VAEEncodeTiled':
        return at.pictures('pixels').map(asLatent);
      case 'VAEEncodeForInpaint':
      case 'InpaintModelConditioning':
        return masked(at.pictures('pixels').map(asLatent), at.mask('mask'));
      case 'SetLatentNoiseMask':
        return masked(at.pictures('samples'), at.mask('mask'));
      default:
        return TRACES[className]?.(at) ?? this.#passedOn(at);
    }
  }

  /** Most nodes give out what they are given; those that are given no picture begin with an empty one. */
  #passedOn(at: AtNode): readonly Picture[] {
    const given = PICTURE_INPUTS.map((input) => at.pictures(input)).find(
      ({ length }) => length > 0,
    );
    if (given) return given;
    const isImage = at.className === 'EmptyImage';
    const side = (name: 'width' | 'height') => {
      const asked = at.number(name, UNKNOWN[name]);
      return isImage ? asked : latentSide(asked);
    };
    const colour = isImage ? colourOf(at.number('color', 0)) : BLACK;
    const plain = { kind: 'plain' as const, width: side('width'), height: side('height'), colour };
    return Array.from({ length: Math.max(1, at.number('batch_size', 1)) }, () => plain);
  }

  #paint(at: AtNode): readonly Picture[] {
    const { id } = at;
    const behind = ancestors(this.#graph, id);
    const loaders = this.#conditioned(id).flatMap((one) => {
      const size = this.#loaded.get(one);
      return size ? [{ ...size, kind: 'loaded' as const, loader: one }] : [];
    });
    return painted(at.pictures('latent_image'), {
      strokes: readStrokes(this.#graph, id, this.values),
      shown: loaders,
      face: readFace(this.#graph, behind),
    });
  }

  /** The loaders of the pictures that a sampler's words are told with. */
  #conditioned(id: string): readonly string[] {
    const inputs = ['positive', 'conditioning', 'cond1', 'guider'];
    const starts = inputs.flatMap((input) => {
      const link = this.#graph[id]?.inputs[input];
      return isLink(link) ? [link[0]] : [];
    });
    const nodes = starts.flatMap((start) =>
      ancestors(this.#graph, start, (input) => input !== 'model'),
    );
    return [...new Set(nodes)].filter((one) => loadsPhoto(this.#graph[one]?.class_type));
  }

  #at(id: string, slot: number): AtNode {
    const node = this.#graph[id];
    const { values } = this;
    return {
      id,
      slot,
      className: node?.class_type ?? '',
      number: (input, otherwise) => values.number(id, input) ?? otherwise,
      text: (input) => values.text(id, input) ?? '',
      value: (input) => values.at(id, input),
      pictures: (input) => this.picturesAt(id, input),
      allPictures: (start) =>
        Object.keys(node?.inputs ?? {})
          .filter((input) => input.startsWith(start))
          .flatMap((input) => this.picturesAt(id, input)),
      mask: (input) => this.maskAt(id, input),
      self: () => this.pictures([id, 0]),
    };
  }
}

/** A mask to look at. */
export function shades(mask: Mask | undefined): readonly Picture[] {
  if (!mask) return [UNKNOWN];
  const { width, height } = mask.of;
  return [{ kind: 'shade', width, height, mask }];
}

function masked(pictures: readonly Picture[], mask: Mask | undefined): readonly Picture[] {
  if (!mask) return pictures;
  return pictures.map(({ width, height, ...of }) => ({
    kind: 'masked' as const,
    of: { width, height, ...of },
    mask,
    width,
    height,
  }));
}

/** A colour as a number, 0xRRGGBB. */
function colourOf(number: number): Colour {
  return [(number >> 16) & 255, (number >> 8) & 255, number & 255];
}
