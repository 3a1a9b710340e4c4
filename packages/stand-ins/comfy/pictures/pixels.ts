import sharp, { type Sharp } from 'sharp';
import type { Colour } from '../palettes.ts';
import type { Place, Size } from './picture.ts';

/** Rows of RGB, a byte each. */
export interface Pixels extends Size {
  readonly data: Uint8Array;
}

/** Undoes what `raw()` makes of pixels, so that sharp can work on them. */
export function sharpOf({ width, height, data }: Pixels): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } });
}

export async function pixelsOf(image: Sharp): Promise<Pixels> {
  const { data, info } = await image
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

export function filled({ width, height }: Size, colour: Colour): Pixels {
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < data.length; at += 3) data.set(colour, at);
  return { width, height, data };
}

/** How much of the upper picture is seen at a pixel of the lower one, from 0 to 1. */
export type Share = (pixel: number) => number;

/** Puts one picture on another, which it changes: as far as it lies within it. */
export function lay(lower: Pixels, upper: Pixels, { left, top }: Place, share: Share): void {
  const [from, to] = [Math.max(0, -left), Math.min(upper.width, lower.width - left)];
  const lowest = Math.min(upper.height, lower.height - top);
  for (let y = Math.max(0, -top); y < lowest; y += 1) {
    for (let x = from; x < to; x += 1) {
      const pixel = (top + y) * lower.width + left + x;
      const seen = share(pixel);
      const source = (y * upper.width + x) * 3;
      for (let channel = 0; channel < 3; channel += 1) {
        const at = pixel * 3 + channel;
        const own = lower.data[at] ?? 0;
        lower.data[at] = Math.round(own + ((upper.data[source + channel] ?? 0) - own) * seen);
      }
    }
  }
}
