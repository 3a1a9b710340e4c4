import { isLink, type Link } from '../../../../src/comfy/graph.ts';
import type { Graph, GraphNode } from '../graph.ts';
import type { Size } from './picture.ts';

/** Inputs by which a node that makes numbers or texts hands on what it was given. */
const HANDED_ON: readonly string[] = [
  'value',
  'seed',
  'choice',
  'string',
  'text',
  'f_string',
  'model_name',
];

/** Reads constants of a graph, and those that come over links from nodes that only hold or join them. */
export class GraphValues {
  readonly #graph: Graph;
  readonly #sizeOf: (link: Link) => Size & { readonly batch: number };

  /** @param sizeOf Of the picture that a link brings, and how many of them. */
  constructor(graph: Graph, sizeOf: (link: Link) => Size & { readonly batch: number }) {
    this.#graph = graph;
    this.#sizeOf = sizeOf;
  }

  /** An input's value; undefined where it has none, or a link brings what is no constant. */
  at(id: string, input: string): unknown {
    const value = this.#graph[id]?.inputs[input];
    if (isLink(value)) return this.#over(value);
    return Array.isArray(value) ? undefined : value;
  }

  number(id: string, input: string): number | undefined {
    const value = this.at(id, input);
    const number = typeof value === 'boolean' || typeof value === 'object' ? NaN : Number(value);
    return value === undefined || Number.isNaN(number) ? undefined : number;
  }

  text(id: string, input: string): string | undefined {
    const value = this.at(id, input);
    if (typeof value === 'string') return value;
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
  }

  #over([id, slot]: Link): unknown {
    const node = this.#graph[id];
    if (!node) return undefined;
    switch (node.class_type) {
      case 'GetImageSize': {
        const { image } = node.inputs;
        if (!isLink(image)) return undefined;
        const { width, height, batch } = this.#sizeOf(image);
        return [width, height, batch][slot];
      }
      case 'ResolutionSelector':
        return this.#resolution(id)[slot];
      case 'ComfySwitchNode':
        return this.at(id, this.at(id, 'switch') === true ? 'on_true' : 'on_false');
      case 'StringConcatenate':
        return ['string_a', 'string_b']
          .map((name) => this.text(id, name) ?? '')
          .join(this.text(id, 'delimiter') ?? '');
      default:
        return this.#handedOn(id, node);
    }
  }

  #handedOn(id: string, node: GraphNode): unknown {
    const input = HANDED_ON.find((name) => node.inputs[name] !== undefined);
    return input === undefined ? undefined : this.at(id, input);
  }

  /** A size of so many megapixels, in a shape that is written as `16:9 (Widescreen)`. */
  #resolution(id: string): readonly [width: number, height: number] {
    const [across = 1, up = 1] = (/^(\d+):(\d+)/.exec(this.text(id, 'aspect_ratio') ?? '') ?? [])
      .slice(1)
      .map(Number);
    const step = this.number(id, 'multiple') ?? 8;
    const unit = Math.sqrt(((this.number(id, 'megapixels') ?? 1) * 1024 ** 2) / (across * up));
    const side = (parts: number) => Math.max(step, Math.round((parts * unit) / step) * step);
    return [side(across), side(up)];
  }
}
