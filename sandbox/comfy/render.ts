import sharp from 'sharp';
import { drawFace, facePatch } from './face.ts';
import type { Graph } from './graph.ts';
import { paintLandscape } from './landscape.ts';
import { asciiJson, withPngText } from './png-text.ts';
import type { Recipe } from './recipe.ts';
import { mixIn, startPixels } from './start-picture.ts';

/** What every picture says of itself in its `Software` text. */
export const SOFTWARE = 'Darkroom sandbox: a stand-in for ComfyUI, no model made this picture';

export interface RenderOptions {
  /** The photo behind `recipe.face`. */
  readonly photo?: Buffer | undefined;
  /** The picture behind `recipe.start`. */
  readonly start?: Buffer | undefined;
  /** The graph to write into the picture, as ComfyUI does unless its metadata are off. */
  readonly metadata?: Graph | undefined;
}

/** Renders the batch of one output node as PNGs: the same recipe gives the same bytes. */
export async function render(
  asked: Recipe,
  { photo, start, metadata }: RenderOptions,
): Promise<readonly Buffer[]> {
  const under = start && asked.start && (await startPixels(start, asked.start));
  // What is under it shows through, instead of fog.
  const recipe = under ? { ...asked, width: under.width, height: under.height, denoise: 1 } : asked;
  const patch = photo && (await facePatch(photo, recipe.face?.weight ?? 1, recipe));
  const pictures: Buffer[] = [];
  for (let index = 0; index < recipe.batchSize; index += 1) {
    const pixels = paintLandscape(recipe, index);
    if (under) mixIn(pixels, under, asked.start.change);
    if (patch) drawFace(pixels, recipe, patch);
    const { width, height } = recipe;
    const png = await sharp(pixels, { raw: { width, height, channels: 3 } })
      .png({ compressionLevel: 6 })
      .toBuffer();
    const texts = metadata === undefined ? {} : { prompt: asciiJson(metadata) };
    pictures.push(withPngText(png, { ...texts, Software: SOFTWARE }));
  }
  return pictures;
}

/** An unfinished picture as ComfyUI shows it on the way: a small JPEG, clearer with each step. */
export async function preview(recipe: Recipe, step: number): Promise<Buffer> {
  const width = Math.max(8, recipe.width / 8);
  const height = Math.max(8, recipe.height / 8);
  const pixels = paintLandscape({ ...recipe, width, height, denoise: step / recipe.steps }, 0);
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg()
    .toBuffer();
}
