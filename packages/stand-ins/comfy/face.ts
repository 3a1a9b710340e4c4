import sharp from 'sharp';
import type { FaceRecipe } from './face-recipe.ts';
import type { Size } from './pictures/picture.ts';

/** A square of raw RGB. */
export interface FacePatch {
  readonly side: number;
  readonly pixels: Uint8Array;
}

/** Cuts a square from a photo, larger the more it weighs. */
export async function facePatch(
  photo: Buffer,
  weightAsked: number,
  { width, height }: Size,
): Promise<FacePatch> {
  const weight = Math.min(2, Math.max(0, weightAsked));
  const side = Math.round(Math.min(width, height) * (0.4 + 0.1 * weight));
  const pixels = await sharp(photo)
    .rotate()
    .flatten()
    .resize(side, side, { fit: 'cover' })
    .toColourspace('srgb')
    .raw()
    .toBuffer();
  return { side, pixels };
}

/** Puts the face into the middle of a picture, round and in a pale ring, changing the picture itself. */
export function drawFace(
  picture: Uint8Array,
  { width, height }: Size,
  { faceidWeight }: FaceRecipe,
  { side, pixels }: FacePatch,
): void {
  const left = Math.round((width - side) / 2);
  const top = Math.round((height - side) / 2);
  const radius = side / 2;
  const ring = radius * (0.04 + 0.04 * Math.min(2, Math.max(0, faceidWeight)));
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const inside = radius - Math.hypot(x + 0.5 - radius, y + 0.5 - radius);
      const cover = Math.min(1, Math.max(0, inside));
      const shown = Math.min(1, Math.max(0, inside - ring));
      for (let channel = 0; channel < 3; channel += 1) {
        const at = ((top + y) * width + left + x) * 3 + channel;
        const own = (pixels[(y * side + x) * 3 + channel] ?? 0) * shown + 244 * (1 - shown);
        picture[at] = Math.round((picture[at] ?? 0) * (1 - cover) + own * cover);
      }
    }
  }
}
