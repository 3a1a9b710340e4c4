import { z } from 'zod';
import type { Colour } from '../palettes.ts';
import type { AtNode, Traces } from './at-node.ts';
import type { Picture, Place, Size, Turn } from './picture.ts';
import { latentSide, resized } from './resizing.ts';

const GREY: Colour = [128, 128, 128];
const COLOURS: Readonly<Record<string, Colour>> = {
  white: [255, 255, 255],
  black: [0, 0, 0],
  red: [255, 0, 0],
  green: [0, 255, 0],
  blue: [0, 0, 255],
};

const boxSchema = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });

/** Nodes that cut pictures, turn them, and put them on or beside one another. */
export const PLACING: Traces = {
  ImageCrop: (at) => cropped(at, 'image', boxOf(at)),
  LatentCrop: (at) => cropped(at, 'samples', boxOf(at)),
  ImageCropV2: (at) => {
    const box = boxSchema.safeParse(at.value('crop_region'));
    return box.success ? cropped(at, 'image', box.data) : at.pictures('image');
  },
  ImagePadForOutpaint: (at) => at.pictures('image').map((of) => padded(at, of, GREY)),
  ResizeAndPadImage: (at) => {
    const size = { width: at.number('target_width', 512), height: at.number('target_height', 512) };
    const colour = COLOURS[at.text('padding_color')] ?? COLOURS.black ?? GREY;
    return at.pictures('image').map((of) => within(of, size, colour));
  },
  ImageFlip: (at) => turned(at, 'image', flipOf(at.text('flip_method'))),
  LatentFlip: (at) => turned(at, 'samples', flipOf(at.text('flip_method'))),
  ImageRotate: (at) => turned(at, 'image', rotationOf(at.text('rotation'))),
  LatentRotate: (at) => turned(at, 'samples', rotationOf(at.text('rotation'))),
  ImageInvert: (at) =>
    at.pictures('image').map((of) => ({ ...sizeOf(of), kind: 'inverted' as const, of })),
  ImageCompositeMasked: composite,
  LatentCompositeMasked: composite,
  LatentComposite: (at) => laid(at, 'samples_to', 'samples_from', 1),
  ImageBlend: (at) => laid(at, 'image1', 'image2', at.number('blend_factor', 0.5)),
  LatentBlend: (at) => laid(at, 'samples1', 'samples2', 1 - at.number('blend_factor', 0.5)),
  ImageStitch: stitched,
};

/** A picture on a larger canvas, by how much there is to be on each side. */
export function padded(at: AtNode, of: Picture, colour: Colour): Picture {
  const [left, top] = [at.number('left', 0), at.number('top', 0)];
  const width = of.width + left + at.number('right', 0);
  const height = of.height + top + at.number('bottom', 0);
  return { kind: 'placed', of, left, top, width, height, colour };
}

/** The middle of a picture, cut to whole cells of a latent. */
export function asLatent(of: Picture): Picture {
  const [width, height] = [latentSide(of.width), latentSide(of.height)];
  if (width === of.width && height === of.height) return of;
  const left = -Math.floor((of.width - width) / 2);
  const top = -Math.floor((of.height - height) / 2);
  return { kind: 'placed', of, left, top, width, height, colour: GREY };
}

function boxOf(at: AtNode): z.infer<typeof boxSchema> {
  return {
    x: at.number('x', 0),
    y: at.number('y', 0),
    width: at.number('width', 512),
    height: at.number('height', 512),
  };
}

function cropped(at: AtNode, input: string, box: z.infer<typeof boxSchema>): readonly Picture[] {
  return at.pictures(input).map((of) => {
    const left = Math.min(box.x, of.width - 1);
    const top = Math.min(box.y, of.height - 1);
    const width = Math.max(1, Math.min(box.width, of.width - left));
    const height = Math.max(1, Math.min(box.height, of.height - top));
    return { kind: 'placed', of, left: -left, top: -top, width, height, colour: GREY };
  });
}

function within(of: Picture, { width, height }: Size, colour: Colour): Picture {
  const scale = Math.min(width / of.width, height / of.height);
  const inner = {
    width: Math.max(1, Math.round(of.width * scale)),
    height: Math.max(1, Math.round(of.height * scale)),
  };
  const left = Math.floor((width - inner.width) / 2);
  const top = Math.floor((height - inner.height) / 2);
  return { kind: 'placed', of: resized(of, inner, 'fill'), left, top, width, height, colour };
}

function turned(at: AtNode, input: string, turn: Turn | undefined): readonly Picture[] {
  return at.pictures(input).map((of) => {
    if (turn === undefined) return of;
    const lies = turn === 90 || turn === 270;
    const { width, height } = of;
    const size = lies ? { width: height, height: width } : { width, height };
    return { ...size, kind: 'turned' as const, of, turn };
  });
}

function flipOf(method: string): Turn {
  return method.startsWith('x') ? 'flip' : 'flop';
}

function rotationOf(rotation: string): Turn | undefined {
  switch (Number.parseInt(rotation, 10)) {
    case 90:
      return 90;
    case 180:
      return 180;
    case 270:
      return 270;
    default:
      return undefined;
  }
}

function composite(at: AtNode): readonly Picture[] {
  const whole = at.value('resize_source') === true;
  return laid(at, 'destination', 'source', 1, {
    left: at.number('x', 0),
    top: at.number('y', 0),
    whole,
  });
}

/** One batch on another; the upper one is repeated where it is shorter. */
function laid(
  at: AtNode,
  lower: string,
  upper: string,
  share: number,
  { left = 0, top = 0, whole = false }: Partial<Place> & { readonly whole?: boolean } = {},
): readonly Picture[] {
  const uppers = at.pictures(upper);
  const mask = at.mask('mask');
  return at.pictures(lower).map((of, index) => {
    const one = uppers[index % uppers.length];
    if (!one) return of;
    const fitted = whole ? resized(one, of, 'fill') : one;
    return { ...sizeOf(of), kind: 'laid' as const, of, upper: fitted, share, left, top, mask };
  });
}

function stitched(at: AtNode): readonly Picture[] {
  const seconds = at.pictures('image2');
  const direction = at.text('direction');
  const gap = at.number('spacing_width', 0);
  const colour = COLOURS[at.text('spacing_color')] ?? GREY;
  return at.pictures('image1').map((first, index) => {
    const second = seconds[index % seconds.length];
    if (!second) return first;
    const across = direction === 'right' || direction === 'left';
    const other = at.value('match_image_size') === false ? second : matched(second, first, across);
    const [one, two] =
      direction === 'right' || direction === 'down' ? [first, other] : [other, first];
    const place = across ? { left: one.width + gap, top: 0 } : { left: 0, top: one.height + gap };
    const width = across ? place.left + two.width : Math.max(one.width, two.width);
    const height = across ? Math.max(one.height, two.height) : place.top + two.height;
    const of: Picture = { kind: 'placed', of: one, left: 0, top: 0, width, height, colour };
    return { kind: 'laid', of, upper: two, share: 1, mask: undefined, ...place, width, height };
  });
}

function matched(of: Picture, to: Size, across: boolean): Picture {
  const scale = across ? to.height / of.height : to.width / of.width;
  const side = (pixels: number) => Math.max(1, Math.round(pixels * scale));
  return resized(of, { width: side(of.width), height: side(of.height) }, 'fill');
}

function sizeOf({ width, height }: Size): Size {
  return { width, height };
}
