import type { AtNode, Traces } from './at-node.ts';
import type { Picture, Size } from './picture.ts';

/** The sizes that FLUX Kontext was trained on, wide ones; the tall ones are the same turned. */
const KONTEXT: readonly (readonly [long: number, short: number])[] = [
  [1024, 1024],
  [1104, 944],
  [1184, 880],
  [1248, 832],
  [1328, 800],
  [1392, 752],
  [1456, 720],
  [1504, 688],
  [1568, 672],
];

const MEGAPIXEL = 1024 ** 2;

/** Down to whole cells of a latent, of 8 pixels each. */
export function latentSide(side: number): number {
  return Math.max(8, Math.floor(side / 8) * 8);
}

/** Nodes that make pictures or latents larger or smaller. */
export const RESIZING: Traces = {
  ImageScale: (at) => toSize(at, 'image', (side) => side),
  LatentUpscale: (at) => toSize(at, 'samples', latentSide),
  ImageScaleBy: (at) => scaled(at, 'image', () => at.number('scale_by', 1)),
  LatentUpscaleBy: (at) =>
    each(at, 'samples', (picture) => {
      const scale = at.number('scale_by', 1);
      const side = (pixels: number) => Math.max(8, Math.round((pixels / 8) * scale) * 8);
      return { width: side(picture.width), height: side(picture.height) };
    }),
  ImageScaleToTotalPixels: (at) =>
    each(at, 'image', (picture) => {
      const total = at.number('megapixels', 1) * MEGAPIXEL;
      const scale = Math.sqrt(total / (picture.width * picture.height));
      const step = at.number('resolution_steps', 1);
      const side = (pixels: number) => Math.max(step, Math.round((pixels * scale) / step) * step);
      return { width: side(picture.width), height: side(picture.height) };
    }),
  ImageScaleToMaxDimension: (at) =>
    scaled(
      at,
      'image',
      ({ width, height }) => at.number('largest_size', 512) / Math.max(width, height),
    ),
  FluxKontextImageScale: (at) => each(at, 'image', kontextSize, 'cover'),
  ImageUpscaleWithModel: (at) => scaled(at, 'image', () => upscaleFactor(at.text('upscale_model'))),
  ResizeImageMaskNode: resizedByChoice,
};

function resizedByChoice(at: AtNode): readonly Picture[] {
  const of = (name: string, otherwise: number) => at.number(`resize_type.${name}`, otherwise);
  const cut = at.text('resize_type.crop') === 'center' ? 'cover' : 'fill';
  switch (at.text('resize_type')) {
    case 'scale dimensions':
      return each(at, 'input', (one) => keptShape(one, of('width', 0), of('height', 0)), cut);
    case 'scale by multiplier':
      return scaled(at, 'input', () => of('multiplier', 1));
    case 'scale longer dimension':
      return scaled(at, 'input', (one) => of('longer_size', 512) / Math.max(one.width, one.height));
    case 'scale shorter dimension':
      return scaled(
        at,
        'input',
        (one) => of('shorter_size', 512) / Math.min(one.width, one.height),
      );
    case 'scale width':
      return scaled(at, 'input', ({ width }) => of('width', 512) / width);
    case 'scale height':
      return scaled(at, 'input', ({ height }) => of('height', 512) / height);
    case 'scale total pixels':
      return scaled(at, 'input', ({ width, height }) =>
        Math.sqrt((of('megapixels', 1) * MEGAPIXEL) / (width * height)),
      );
    case 'match size': {
      const [match] = at.pictures('resize_type.match');
      return each(at, 'input', (one) => match ?? one, cut);
    }
    case 'scale to multiple': {
      const step = of('multiple', 8);
      const side = (pixels: number) => Math.max(step, Math.floor(pixels / step) * step);
      return each(at, 'input', (one) => ({ width: side(one.width), height: side(one.height) }));
    }
    default:
      return at.pictures('input');
  }
}

/** To a width and a height, of which 0 means whatever keeps the shape. */
function toSize(at: AtNode, input: string, whole: (side: number) => number): readonly Picture[] {
  const [width, height] = [at.number('width', 0), at.number('height', 0)];
  const size = (picture: Size) => {
    const kept = keptShape(picture, width, height);
    return { width: whole(kept.width), height: whole(kept.height) };
  };
  return each(at, input, size, at.text('crop') === 'center' ? 'cover' : 'fill');
}

function keptShape(of: Size, width: number, height: number): Size {
  if (width === 0 && height === 0) return of;
  if (width === 0) return { width: pixels((of.width * height) / of.height), height };
  if (height === 0) return { width, height: pixels((of.height * width) / of.width) };
  return { width, height };
}

function scaled(at: AtNode, input: string, scale: (of: Size) => number): readonly Picture[] {
  return each(at, input, (picture) => {
    const by = scale(picture);
    return { width: pixels(picture.width * by), height: pixels(picture.height * by) };
  });
}

function each(
  at: AtNode,
  input: string,
  size: (of: Size) => Size,
  fit: 'fill' | 'cover' = 'fill',
): readonly Picture[] {
  return at.pictures(input).map((picture) => resized(picture, size(picture), fit));
}

/** A picture in another size; itself where it has that already. */
export function resized(of: Picture, { width, height }: Size, fit: 'fill' | 'cover'): Picture {
  if (of.width === width && of.height === height) return of;
  return { kind: 'resized', of, fit, width, height };
}

function kontextSize({ width, height }: Size): Size {
  const shape = Math.max(width, height) / Math.min(width, height);
  const far = ([long, short]: readonly [number, number]) => Math.abs(long / short - shape);
  const [long, short] = KONTEXT.reduce((best, one) => (far(one) < far(best) ? one : best));
  return width >= height ? { width: long, height: short } : { width: short, height: long };
}

/** By how much a model enlarges, as its file's name says it: `4x-UltraSharp`, `RealESRGAN_x2plus`. */
function upscaleFactor(file: string): number {
  const [, before, after] = /(?:^|[^a-z0-9])(?:([1-8])x|x([1-8]))/i.exec(file) ?? [];
  return Number(before ?? after ?? 4);
}

function pixels(side: number): number {
  return Math.max(1, Math.round(side));
}
