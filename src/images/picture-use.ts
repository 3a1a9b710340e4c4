/** How much of a picture that is worked on itself is kept. */
export interface ImageUse {
  readonly kind: 'image';
  /** Of its longest side, in whole pixels. */
  readonly maxSide: number;
  /** Of all its pixels, within rounding. Any number where it is left out. */
  readonly maxPixels?: number;
  /** A mask stays as it is drawn: in PNG, which loses nothing. */
  readonly mask: boolean;
}

/** What a person's picture is for. A `face` is only looked at, by a face model. */
export type PictureUse = { readonly kind: 'face' } | ImageUse;
