import { blend, PALETTES, type Colour } from './palettes.ts';
import type { Recipe } from './recipe.ts';
import { ridge } from './ridge.ts';
import { seeded } from './seeded.ts';

const LAYERS = 6;

/** Ordered dither, in shades: a gradient of 8 bit shows bands without it. */
const DITHER: readonly number[] = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5].map(
  (place) => place / 16,
);

/**
 * Paints hills under a sun, as raw RGB rows. The words choose the colours, the seed and the
 * sampler the land; more steps make it finer, more cfg more vivid, and less denoise leaves it
 * foggy. `index` counts pictures of one batch.
 */
export function paintLandscape(recipe: Recipe, index: number): Uint8Array {
  const { width, height, prompt, negative, seed, steps, cfg, denoise } = recipe;
  const words = seeded(prompt, negative, recipe.checkpoint);
  const chance = seeded(seed, recipe.samplerName, recipe.scheduler, index);
  const palette = PALETTES[Math.floor(words() * PALETTES.length)] ?? PALETTES[0];
  const tint: Colour = [words() * 255, words() * 255, words() * 255];
  const fog = Math.min(0.85, 1 - denoise);
  const vivid = 0.75 + cfg / 32;
  const tone = (colour: Colour): Colour => {
    const grey = (colour[0] + colour[1] + colour[2]) / 3;
    const strong = blend([grey, grey, grey], blend(colour, tint, 0.08), vivid);
    return blend(strong, [190, 190, 194], fog);
  };

  const zenith = tone(palette.zenith);
  const horizon = tone(palette.horizon);
  const sun = tone(palette.sun);
  const haze = tone(palette.haze);
  const near = tone(palette.near);
  const sunX = width * (0.15 + 0.7 * chance());
  const sunY = height * (0.18 + 0.24 * chance());
  const sunRadius = Math.min(width, height) * (0.04 + 0.05 * chance());
  const skyline = 0.46 + 0.1 * chance();
  const layers = Array.from({ length: LAYERS }, (_, layer) => {
    const depth = layer / (LAYERS - 1);
    return {
      top: ridge(chance, {
        width,
        base: height * (skyline + (0.9 - skyline) * depth ** 1.2),
        swing: height * (0.1 + 0.07 * depth),
        wave: Math.max(width, height) * (0.22 + 0.3 * depth),
        detail: steps / 50,
      }),
      crest: blend(haze, near, depth),
      foot: blend(blend(haze, near, depth), horizon, 0.42 * (1 - depth)),
    };
  });

  const pixels = new Uint8Array(width * height * 3);
  let at = 0;
  for (let y = 0; y < height; y += 1) {
    const sky = blend(zenith, horizon, Math.min(1, y / (height * skyline)) ** 1.4);
    for (let x = 0; x < width; x += 1) {
      const distance = Math.hypot(x - sunX, y - sunY);
      const disc = Math.min(1, Math.max(0, sunRadius - distance + 0.5));
      let colour = blend(
        sky,
        sun,
        Math.max(disc, 0.75 / (1 + (distance / (sunRadius * 2.2)) ** 2)),
      );
      for (const { top, crest, foot } of layers) {
        const below = y - (top[x] ?? height);
        if (below <= -1) continue;
        const land = blend(crest, foot, Math.min(1, Math.max(0, below) / (height * 0.3)));
        colour = blend(colour, land, Math.min(1, below + 1));
      }
      const shade = DITHER[(y % 4) * 4 + (x % 4)] ?? 0;
      for (const channel of colour) {
        pixels[at] = Math.min(255, Math.max(0, channel + shade));
        at += 1;
      }
    }
  }
  return pixels;
}
