import sharp from 'sharp';
import { drawFace, loadFace } from './face.ts';
import type { Graph } from './graph.ts';
import { paintLandscape } from './landscape.ts';
import { asciiJson, withPngText } from './png-text.ts';
import type { Recipe } from './recipe.ts';

/** What every picture says of itself in its `Software` text. */
export const SOFTWARE = 'Darkroom sandbox: a stand-in for ComfyUI, no model made this picture';

/**
 * Renders the batch of one output node as PNGs: the same graph gives the same bytes. As ComfyUI
 * does, each carries the whole graph in its `prompt` text, a face with it.
 * Throws {@link ExecutionError} for a photo without a face.
 */
export async function render(graph: Graph, recipe: Recipe): Promise<readonly Buffer[]> {
  const patch = recipe.face && (await loadFace(graph, recipe.face, recipe));
  const pictures: Buffer[] = [];
  for (let index = 0; index < recipe.batchSize; index += 1) {
    const pixels = paintLandscape(recipe, index);
    if (patch) drawFace(pixels, recipe, patch);
    const { width, height } = recipe;
    const png = await sharp(pixels, { raw: { width, height, channels: 3 } })
      .png({ compressionLevel: 6 })
      .toBuffer();
    pictures.push(withPngText(png, { prompt: asciiJson(graph), Software: SOFTWARE }));
  }
  return pictures;
}
