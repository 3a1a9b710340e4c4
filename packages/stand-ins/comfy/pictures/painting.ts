import type { FaceRecipe } from '../face-recipe.ts';
import { showsFile, type Mask, type Picture, type Strokes } from './picture.ts';
import { resized } from './resizing.ts';

/** How much of what it paints over a sampler hides that changes as much as it can. */
const MOST_HIDDEN = 0.7;
/** The same where it was only shown a picture, and began with noise. */
const HIDDEN_OF_SHOWN = 0.45;

export interface Painting {
  readonly strokes: Strokes;
  /** Pictures that it is shown beside its words. */
  readonly shown: readonly Extract<Picture, { readonly kind: 'loaded' }>[];
  readonly face: FaceRecipe | undefined;
}

/**
 * What a sampler makes of its latents. A picture that went in stays to be seen, so that somebody can
 * see that it arrived: below what is painted, and the second and further ones beside it.
 */
export function painted(
  latents: readonly Picture[],
  { strokes, shown, face }: Painting,
): readonly Picture[] {
  return latents.map((latent, index): Picture => {
    const { width, height } = latent;
    const [base, mask] = unmasked(latent);
    const isOver = showsFile(base);
    const others = shown.filter(({ loader }) => !shows(base, loader));
    const [first, ...rest] = isOver ? [undefined, ...others] : others;
    return {
      kind: 'painted',
      width,
      height,
      strokes,
      index,
      under: isOver ? base : first && resized(first, latent, 'cover'),
      share: isOver ? MOST_HIDDEN * strokes.denoise : HIDDEN_OF_SHOWN,
      mask: isOver ? mask : undefined,
      beside: rest.flatMap((one) => one ?? []),
      face,
    };
  });
}

function unmasked(latent: Picture): readonly [Picture, Mask | undefined] {
  return latent.kind === 'masked' ? [latent.of, latent.mask] : [latent, undefined];
}

/** Whether this very file is in a picture already. */
function shows(picture: Picture, loader: string): boolean {
  switch (picture.kind) {
    case 'plain':
      return false;
    case 'loaded':
      return picture.loader === loader;
    case 'shade':
      return shows(picture.mask.of, loader);
    case 'laid':
      return shows(picture.of, loader) || shows(picture.upper, loader);
    case 'painted':
      return [picture.under, ...picture.beside].some((one) => one && shows(one, loader));
    case 'resized':
    case 'placed':
    case 'turned':
    case 'inverted':
    case 'masked':
      return shows(picture.of, loader);
  }
}
