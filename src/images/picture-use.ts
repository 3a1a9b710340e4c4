/**
 * What a person's picture is for. A `face` is looked at by a face model. An `image` is worked on
 * itself: at most `maxSide` whole pixels on its longest side, and where it is a `mask`, without loss.
 */
export type PictureUse =
  | { readonly kind: 'face' }
  | { readonly kind: 'image'; readonly maxSide: number; readonly mask: boolean };
