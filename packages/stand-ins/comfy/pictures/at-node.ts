import type { Mask, Picture } from './picture.ts';

/** A node as what comes out of it is traced: its inputs, as far as pictures and constants go. */
export interface AtNode {
  readonly id: string;
  readonly className: string;
  /** Which of its outputs is asked for. */
  readonly slot: number;
  readonly number: (input: string, otherwise: number) => number;
  readonly text: (input: string) => string;
  readonly value: (input: string) => unknown;
  /** The batch that an input brings; empty where it brings no pictures. */
  readonly pictures: (input: string) => readonly Picture[];
  /** The same, from every input whose name begins so, in their order. */
  readonly allPictures: (start: string) => readonly Picture[];
  readonly mask: (input: string) => Mask | undefined;
  /** What the node's first output is. */
  readonly self: () => readonly Picture[];
}

/** What comes out of nodes of some classes, each by its name; a batch. */
export type Traces = Readonly<Record<string, (at: AtNode) => readonly Picture[]>>;
