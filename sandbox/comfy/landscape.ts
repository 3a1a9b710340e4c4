import { blend, PALETTES, type Colour } from './palettes.ts';
import type { Size, Strokes } from './pictures/picture.ts';
import { ridge } from './ridge.ts';
import { seeded } from './seeded.ts';

const LAYERS = 6;

/** Ordered dither, in shades: an 8-bit gradient shows bands without it. */
const DITHER: readonly number[] = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5].map(
  (place) => place / 16,
);

interface Hill {
  /** The height of its ridge, by column. */
  readonly top: Float32Array;
  /** Its colours from the ridge down. */
  readonly shades: readonly [Colour, ...Colour[]];
}

function shadeOf({ top, shades }: Hill, x: number, y: number): Colour {
  const below = Math.max(0, Math.round(y - (top[x] ?? y)));
  return shades[Math.min(below, shades.length - 1)] ?? shades[0];
}

/** The place of the one that hides all behind it here; -1 where there is sky. */
function nearestHill(hills: readonly Hill[], x: number, y: number): number {
  let nearest = hills.length - 1;
  while (nearest >= 0 && y < (hills[nearest]?.top[x] ?? 0)) nearest -= 1;
  return nearest;
}

/**
 * Paints hills under a sun, as raw RGB rows. The words choose the colours, the seed and the
 * sampler the land; more steps make it finer, more cfg more vivid, and less denoise leaves it
 * foggy. `index` counts pictures of one batch.
 */
export function paintLandscape(told: Strokes & Size, index: number): Uint8Array {
  const { width, height, prompt, negative, seed, steps, cfg, denoise } = told;
  const words = seeded(prompt, negative, told.checkpoint);
  const chance = seeded(seed, told.samplerName, told.scheduler, index);
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
  const slope = height * 0.3;
  const hills = Array.from({ length: LAYERS }, (_, layer): Hill => {
    const depth = layer / (LAYERS - 1);
    const crest = blend(haze, near, depth);
    const foot = blend(crest, horizon, 0.42 * (1 - depth));
    return {
      top: ridge(chance, {
        width,
        base: height * (skyline + (0.9 - skyline) * depth ** 1.2),
        swing: height * (0.1 + 0.07 * depth),
        wave: Math.max(width, height) * (0.22 + 0.3 * depth),
        detail: steps / 50,
      }),
      shades: [
        crest,
        ...Array.from({ length: Math.ceil(slope) }, (_, row) =>
          blend(crest, foot, Math.min(1, (row + 1) / slope)),
        ),
      ],
    };
  });

  const glow = (sunRadius * 2.2) ** 2;
  const sunlit = (sky: Colour, x: number, y: number): Colour => {
    const [right, down] = [x - sunX, y - sunY];
    // Not by Math.hypot, which takes longer than all the rest.
    const squared = right * right + down * down;
    const disc = Math.min(1, Math.max(0, sunRadius - Math.sqrt(squared) + 0.5));
    return blend(sky, sun, Math.max(disc, 0.75 / (1 + squared / glow)));
  };

  /** By column, where the first hill begins: above it there is nothing but sky. */
  const skyEnds = Float32Array.from(
    { length: width },
    (_, x) => Math.min(...hills.map(({ top }) => top[x] ?? height)) - 1,
  );
  const land = (sky: Colour, x: number, y: number): Colour => {
    const nearest = nearestHill(hills, x, y);
    const hidden = hills[nearest];
    let colour = hidden ? shadeOf(hidden, x, y) : sunlit(sky, x, y);
    for (let nearer = nearest + 1; nearer < hills.length; nearer += 1) {
      const edge = hills[nearer];
      const reach = edge ? y - (edge.top[x] ?? height) + 1 : 0;
      if (edge && reach > 0) colour = blend(colour, edge.shades[0], reach);
    }
    return colour;
  };

  const pixels = new Uint8Array(width * height * 3);
  let at = 0;
  for (let y = 0; y < height; y += 1) {
    const sky = blend(zenith, horizon, Math.min(1, y / (height * skyline)) ** 1.4);
    for (let x = 0; x < width; x += 1) {
      const colour = y < (skyEnds[x] ?? 0) ? sunlit(sky, x, y) : land(sky, x, y);
      const shade = DITHER[(y % 4) * 4 + (x % 4)] ?? 0;
      for (let channel = 0; channel < 3; channel += 1) {
        pixels[at] = Math.min(255, Math.max(0, (colour[channel] ?? 0) + shade));
        at += 1;
      }
    }
  }
  return pixels;
}
