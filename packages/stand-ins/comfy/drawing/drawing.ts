import type { Place } from './scene.ts';

/** The colours of one drawing, as SVG writes them. */
export interface Paints {
  readonly body: string;
  readonly dark: string;
  readonly light: string;
  /** The second colour: a roof, a beak, a sail. */
  readonly accent: string;
  readonly ink: string;
  readonly white: string;
  /** Lamps and windows: lit at night. */
  readonly lamp: string;
}

/** Where a drawing stands. */
export type Stand = 'ground' | 'water' | 'underwater' | 'sky' | 'space' | 'table' | 'wall';

export interface Drawing {
  /** As in a prompt, in the singular; `_` stands for a space. */
  readonly words: string;
  readonly colour: string;
  readonly accent?: string;
  readonly stands: Stand;
  /** Where its scene is set, unless the prompt says. Default: by where it stands. */
  readonly home?: Place;
  /** Its height in thousandths of the picture's shorter side. */
  readonly height: number;
  /** Upright on a square of 100, with its feet at the lower edge, looking to the right. */
  readonly draw: (paints: Paints) => string;
}

/** Drawings by their names. */
export type Drawings = Readonly<Record<string, Drawing>>;
