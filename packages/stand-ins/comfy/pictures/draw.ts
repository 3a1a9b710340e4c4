import sharp, { type Sharp } from 'sharp';
import { drawFace, facePatch } from '../face.ts';
import type { Paint } from '../drawing/paint.ts';
import type { Colour } from '../palettes.ts';
import type { LoadedPictures } from './loaded.ts';
import type { Mask, Painted, Picture, Size, Turn } from './picture.ts';
import { filled, lay, pixelsOf, sharpOf, type Pixels, type Share } from './pixels.ts';

/** What a picture that was shown beside the first one takes of the shorter side, frame and all. */
const BESIDE = 0.25;
/** Up to this denoise a picture keeps its shapes, and only its light changes. */
const KEEPS_SHAPES = 0.6;
const FRAME: Colour = [244, 244, 244];

export interface Materials {
  /** All that the picture names as loaded. */
  readonly loaded: LoadedPictures;
  readonly paint: Paint;
}

/** Draws a picture, and all that it is made of. */
export async function draw(picture: Picture, materials: Materials): Promise<Pixels> {
  switch (picture.kind) {
    case 'plain':
      return filled(picture, picture.colour);
    case 'loaded':
      return pixelsOf(sharp(materials.loaded.get(picture.loader)?.bytes).autoOrient());
    case 'resized': {
      const { width, height, fit } = picture;
      return pixelsOf(sharpOf(await draw(picture.of, materials)).resize(width, height, { fit }));
    }
    case 'placed': {
      const canvas = filled(picture, picture.colour);
      lay(canvas, await draw(picture.of, materials), picture, () => 1);
      return canvas;
    }
    case 'turned':
      return pixelsOf(turn(sharpOf(await draw(picture.of, materials)), picture.turn));
    case 'inverted': {
      const { data, ...size } = await draw(picture.of, materials);
      return { ...size, data: data.map((value) => 255 - value) };
    }
    case 'laid': {
      const lower = await draw(picture.of, materials);
      const upper = await draw(picture.upper, materials);
      lay(lower, upper, picture, await shareOf(picture.share, picture.mask, picture, materials));
      return lower;
    }
    case 'shade': {
      const shades = await drawMask(picture.mask, picture, materials);
      const { width, height } = picture;
      return {
        width,
        height,
        data: new Uint8Array(shades.length * 3).map((_, at) => shades[Math.floor(at / 3)] ?? 0),
      };
    }
    case 'masked':
      return draw(picture.of, materials);
    case 'painted':
      return paintOver(picture, materials);
  }
}

async function paintOver(picture: Painted, materials: Materials): Promise<Pixels> {
  const { width, height, strokes, index, under, face } = picture;
  // What is under it shows through, instead of fog.
  const told = { ...strokes, width, height, ...(under && { denoise: 1 }) };
  // Changed a little, it keeps what stands in it: another scene upon it would be seen double.
  const onlyLight = under !== undefined && strokes.denoise <= KEEPS_SHAPES;
  const fresh = { width, height, data: await materials.paint(told, index, onlyLight) };
  const pixels = under ? await draw(under, materials) : fresh;
  if (under) {
    const share = await shareOf(picture.share, picture.mask, picture, materials);
    lay(pixels, fresh, { left: 0, top: 0 }, share);
  }
  for (const [place, one] of picture.beside.entries())
    await drawBeside(pixels, one, place, materials);
  const photo = face && materials.loaded.get(face.loaderId)?.bytes;
  if (face && photo) {
    drawFace(pixels.data, pixels, face, await facePatch(photo, face.weight, pixels));
  }
  return pixels;
}

/** Along the lower edge, from the left, each in a frame. */
async function drawBeside(
  pixels: Pixels,
  picture: Picture,
  place: number,
  materials: Materials,
): Promise<void> {
  const side = Math.max(4, Math.round(Math.min(pixels.width, pixels.height) * BESIDE));
  const frame = Math.max(1, Math.round(side / 32));
  const size = { width: side, height: side };
  const framed = filled(size, FRAME);
  const inner = side - 2 * frame;
  const small = sharpOf(await draw(picture, materials)).resize(inner, inner, { fit: 'cover' });
  lay(framed, await pixelsOf(small), { left: frame, top: frame }, () => 1);
  const at = { left: frame + place * (side + frame), top: pixels.height - side - frame };
  lay(pixels, framed, at, () => 1);
}

async function shareOf(
  share: number,
  mask: Mask | undefined,
  size: Size,
  materials: Materials,
): Promise<Share> {
  if (!mask) return () => share;
  const shades = await drawMask(mask, size, materials);
  return (pixel) => (share * (shades[pixel] ?? 0)) / 255;
}

/** A mask in some size, a byte a pixel. */
async function drawMask(mask: Mask, size: Size, materials: Materials): Promise<Uint8Array> {
  const { width, height } = size;
  const shades = await shadesOf(mask, materials);
  const { data } = await sharp(shades, { raw: { ...sizeOf(mask.of), channels: 1 } })
    .resize(width, height, { fit: 'fill' })
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return mask.inverted ? data.map((value) => 255 - value) : data;
}

async function shadesOf({ of, channel }: Mask, materials: Materials): Promise<Uint8Array> {
  const length = of.width * of.height;
  if (channel !== 'alpha') {
    const { data } = await draw(of, materials);
    const first = ['red', 'green', 'blue'].indexOf(channel);
    return Uint8Array.from({ length }, (_, pixel) => data[pixel * 3 + first] ?? 0);
  }
  const bytes = of.kind === 'loaded' ? materials.loaded.get(of.loader)?.bytes : undefined;
  if (!bytes) return new Uint8Array(length);
  const { data, info } = await sharp(bytes)
    .autoOrient()
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { channels } = info;
  return Uint8Array.from({ length }, (_, pixel) => 255 - (data[(pixel + 1) * channels - 1] ?? 255));
}

function turn(image: Sharp, by: Turn): Sharp {
  switch (by) {
    case 'flip':
      return image.flip();
    case 'flop':
      return image.flop();
    case 90:
    case 180:
    case 270:
      return image.rotate(by);
  }
}

function sizeOf({ width, height }: Size): Size {
  return { width, height };
}
