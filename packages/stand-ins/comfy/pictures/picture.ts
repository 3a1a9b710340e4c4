import type { FaceRecipe } from '../face-recipe.ts';
import type { Colour } from '../palettes.ts';

/** In pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What a sampler is told: it decides how a picture is painted. */
export interface Strokes {
  readonly prompt: string;
  readonly negative: string;
  readonly seed: number;
  readonly steps: number;
  readonly cfg: number;
  readonly denoise: number;
  readonly samplerName: string;
  readonly scheduler: string;
  /** The model's file, and those of its LoRAs. */
  readonly checkpoint: string;
}

export type Turn = 'flip' | 'flop' | 90 | 180 | 270;
export type Channel = 'alpha' | 'red' | 'green' | 'blue';

/** Where a picture is to be changed: where it is white. Alpha counts as white where nothing is seen. */
export interface Mask {
  readonly of: Picture;
  readonly channel: Channel;
  readonly inverted: boolean;
}

/**
 * A picture, or a latent, on its way through a graph: what it is made of. It is drawn when it is
 * saved, and not before.
 */
export type Picture = Size &
  (
    | { readonly kind: 'plain'; readonly colour: Colour }
    /** What a node loads. */
    | { readonly kind: 'loaded'; readonly loader: string }
    /** Made to fit its size: out of shape, or cut. */
    | { readonly kind: 'resized'; readonly of: Picture; readonly fit: 'fill' | 'cover' }
    /** On a canvas, from whose upper left it lies so far away; what does not fit on it is gone. */
    | ({ readonly kind: 'placed'; readonly of: Picture; readonly colour: Colour } & Place)
    | { readonly kind: 'turned'; readonly of: Picture; readonly turn: Turn }
    | { readonly kind: 'inverted'; readonly of: Picture }
    /** Another picture upon it, which hides it by a share from 0 to 1, and only where a mask says so. */
    | ({
        readonly kind: 'laid';
        readonly of: Picture;
        readonly upper: Picture;
        readonly share: number;
        readonly mask: Mask | undefined;
      } & Place)
    /** A mask as it looks. */
    | { readonly kind: 'shade'; readonly mask: Mask }
    /** To be painted over in one part only. */
    | { readonly kind: 'masked'; readonly of: Picture; readonly mask: Mask }
    | PaintedKind
  );

export interface Place {
  readonly left: number;
  readonly top: number;
}

/** What a sampler makes. */
interface PaintedKind {
  readonly kind: 'painted';
  readonly strokes: Strokes;
  /** Which of its batch it is, from 0. */
  readonly index: number;
  /** What it painted over, if that comes from a file, by what share, and where. */
  readonly under: Picture | undefined;
  readonly share: number;
  readonly mask: Mask | undefined;
  /** Further pictures that it was shown. */
  readonly beside: readonly Picture[];
  readonly face: FaceRecipe | undefined;
}

export type Painted = Extract<Picture, { readonly kind: 'painted' }>;

/** Whether a file is to be seen in it. */
export function showsFile(picture: Picture): boolean {
  switch (picture.kind) {
    case 'plain':
      return false;
    case 'loaded':
      return true;
    case 'shade':
      return showsFile(picture.mask.of);
    case 'resized':
    case 'placed':
    case 'turned':
    case 'inverted':
    case 'masked':
      return showsFile(picture.of);
    case 'laid':
      return showsFile(picture.of) || showsFile(picture.upper);
    case 'painted':
      return picture.under !== undefined || picture.beside.length > 0;
  }
}
