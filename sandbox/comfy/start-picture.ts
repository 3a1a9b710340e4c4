import sharp from 'sharp';
import { loadsPhoto } from './photo.ts';
import type { Graph } from './graph.ts';

/** What a node on the way from a loaded picture makes of its size, by its inputs of these names. */
export interface Scaling {
  readonly width?: number;
  readonly height?: number;
  readonly scaleBy?: number;
  readonly megapixels?: number;
  readonly multipleOf?: number;
}

/** The picture that a graph works on itself. */
export interface StartPicture {
  readonly loaderId: string;
  /** From the loader on. */
  readonly scalings: readonly Scaling[];
  /** How much of it a sampler changes, from 0 to 1. */
  readonly change: number;
}

/** A loaded picture as it comes to be worked on: raw RGB, of whole cells of 8 pixels. */
export interface StartPixels {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

interface Line {
  /** From an output back to its first noise, or to a loader. */
  readonly line: readonly string[];
  readonly denoise: number;
}

/** The picture at the end of a line, where there is one. */
export function readStart(graph: Graph, { line, denoise }: Line): StartPicture | undefined {
  const end = line.findIndex((id) => loadsPhoto(graph[id]?.class_type));
  const loaderId = line[end];
  if (loaderId === undefined) return undefined;
  const between = line.slice(0, end);
  const isSampled = between.some((id) => graph[id]?.inputs.latent_image !== undefined);
  return {
    loaderId,
    scalings: between.toReversed().map((id) => scalingIn(graph[id]?.inputs ?? {})),
    change: isSampled ? denoise : 0,
  };
}

function scalingIn(inputs: Readonly<Record<string, unknown>>): Scaling {
  const { width, height, scale_by, megapixels, resolution_steps } = inputs;
  return {
    ...(typeof width === 'number' && { width }),
    ...(typeof height === 'number' && { height }),
    ...(typeof scale_by === 'number' && { scaleBy: scale_by }),
    ...(typeof megapixels === 'number' && { megapixels }),
    ...(typeof resolution_steps === 'number' && { multipleOf: resolution_steps }),
  };
}

/** Decodes a picture, and brings it to the size that a graph gives it. */
export async function startPixels(
  photo: Buffer,
  { scalings }: Pick<StartPicture, 'scalings'>,
): Promise<StartPixels> {
  const upright = sharp(photo).rotate();
  const { info } = await upright.toBuffer({ resolveWithObject: true });
  const size = scalings.reduce(scaled, info);
  const [width, height] = [inCells(size.width), inCells(size.height)];
  const pixels = await sharp(photo)
    .rotate()
    .flatten({ background: '#ffffff' })
    .resize(width, height, { fit: 'fill' })
    .toColourspace('srgb')
    .raw()
    .toBuffer();
  return { width, height, pixels };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function scaled(size: Size, { megapixels, multipleOf = 1, scaleBy = 1, ...fixed }: Scaling): Size {
  const { width = size.width, height = size.height } = fixed;
  const pixels = megapixels === undefined ? width * height : megapixels * 1024 * 1024;
  const scale = scaleBy * Math.sqrt(pixels / (width * height));
  const side = (length: number) => Math.round((length * scale) / multipleOf) * multipleOf;
  return { width: side(width), height: side(height) };
}

/** The latent holds one cell for each 8 pixels. */
function inCells(side: number): number {
  return Math.max(8, Math.floor(side / 8) * 8);
}

/** Lays the start picture under what was painted over it, changing that itself. */
export function mixIn(painted: Uint8Array, { pixels }: StartPixels, change: number): void {
  for (let at = 0; at < painted.length; at += 1) {
    painted[at] = Math.round((painted[at] ?? 0) * change + (pixels[at] ?? 0) * (1 - change));
  }
}
