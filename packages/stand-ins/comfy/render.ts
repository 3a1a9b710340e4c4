import { type Paint, paintScene } from './drawing/paint.ts';
import type { Graph } from './graph.ts';
import { draw } from './pictures/draw.ts';
import type { LoadedPictures } from './pictures/loaded.ts';
import type { Painted, Picture } from './pictures/picture.ts';
import { sharpOf } from './pictures/pixels.ts';
import { resized } from './pictures/resizing.ts';
import { asciiJson, withPngText } from './png-text.ts';

/** What every picture says of itself in its `Software` text. */
export const SOFTWARE = 'Darkroom sandbox: a stand-in for ComfyUI, no model made this picture';

/** As ComfyUI 0.33.0's SaveImage has it. */
const COMPRESSION = 4;

export interface RenderOptions {
  /** What went in. Default: nothing. */
  readonly loaded?: LoadedPictures;
  /** The graph to write into the picture, as ComfyUI does unless its metadata are off. */
  readonly metadata?: Graph | undefined;
  /** Default: in full. */
  readonly paint?: Paint | undefined;
}

/** Renders a picture as a PNG: the same picture gives the same bytes. */
export async function render(
  picture: Picture,
  { loaded = new Map(), metadata, paint = paintScene }: RenderOptions,
): Promise<Buffer> {
  const png = await sharpOf(await draw(picture, { loaded, paint }))
    .png({ compressionLevel: COMPRESSION })
    .toBuffer();
  const texts = metadata === undefined ? {} : { prompt: asciiJson(metadata) };
  return withPngText(png, { ...texts, Software: SOFTWARE });
}

/** An unfinished picture as ComfyUI shows it on the way: a small JPEG, clearer with each step. */
export async function preview(
  picture: Painted,
  step: number,
  { loaded = new Map(), paint = paintScene }: Omit<RenderOptions, 'metadata'> = {},
): Promise<Buffer> {
  const { strokes, under, share } = picture;
  const size = {
    width: Math.max(8, Math.round(picture.width / 8)),
    height: Math.max(8, Math.round(picture.height / 8)),
  };
  const done = strokes.steps > 0 ? step / strokes.steps : 1;
  const small: Painted = {
    ...picture,
    ...size,
    strokes: { ...strokes, denoise: done },
    under: under && resized(under, size, 'fill'),
    share: share * done,
  };
  return sharpOf(await draw(small, { loaded, paint }))
    .jpeg()
    .toBuffer();
}
