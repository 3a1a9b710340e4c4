import type { Size, Strokes } from '../pictures/picture.ts';
import { pixelsOf, sharpOf } from '../pictures/pixels.ts';
import { seeded } from '../seeded.ts';
import { renderSvg } from '../svg.ts';
import { backdrop, definitions } from './backdrop.ts';
import { box } from './shapes.ts';
import { subjects } from './subjects.ts';
import { viewOf } from './view.ts';
import { finish, weather } from './weather.ts';

/** Ordered dither, in shades: an 8-bit gradient shows bands without it. */
const DITHER: readonly number[] = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5].map(
  (place) => place / 16,
);

/** How far all colours are drawn to one that negative prompt and model choose. */
const TINT = 0.05;
/** The grey that shows where the sampler has not changed all. */
const FOG = 191;

/**
 * Paints what the prompt's words name, as raw RGB rows. The words choose what is seen, and the
 * seed and the sampler how it is composed; more steps make it finer, more cfg more vivid, and
 * less denoise leaves it foggy. `index` counts pictures of one batch. `onlyLight` leaves out all that
 * stands there.
 */
export async function paintScene(
  told: Strokes & Size,
  index: number,
  onlyLight = false,
): Promise<Uint8Array> {
  const { width, height } = told;
  const { data } = await renderSvg(sceneSvg(told, index, onlyLight), (picture) =>
    pixelsOf(picture.resize(width, height, { fit: 'fill' })),
  );
  develop(data, told);
  return data;
}

export type Paint = typeof paintScene;

/** How much longer a side of a sketch is than what was painted of it. */
const COARSE = 8;

/** The same scene, painted small and enlarged. */
export async function sketchScene(...[told, index, onlyLight]: Parameters<Paint>) {
  const { width, height } = told;
  const small = { width: Math.ceil(width / COARSE), height: Math.ceil(height / COARSE) };
  const data = await paintScene({ ...told, ...small }, index, onlyLight);
  const enlarged = sharpOf({ ...small, data }).resize(width, height, {
    fit: 'fill',
    kernel: 'nearest',
  });
  return (await pixelsOf(enlarged)).data;
}

/** Sets the colours of a painted scene as the sampler was told, changing the pixels themselves. */
function develop(pixels: Uint8Array, told: Strokes & Size): void {
  const { width, cfg, denoise } = told;
  const words = seeded(told.negative, told.checkpoint);
  const tint = [words() * 255, words() * 255, words() * 255];
  const vivid = 0.75 + cfg / 32;
  const kept = 1 - Math.min(0.85, 1 - denoise);
  const [own, grey] = [(1 - TINT) * vivid * kept, ((1 - vivid) * kept) / 3];
  const [red = 0, green = 0, blue = 0] = tint.map(
    (part) => part * TINT * vivid * kept + FOG * (1 - kept),
  );
  for (let at = 0, pixel = 0; at < pixels.length; at += 3, pixel += 1) {
    const [r, g, b] = [pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0];
    const row = Math.floor(pixel / width);
    const shade = (DITHER[(row % 4) * 4 + ((pixel - row * width) % 4)] ?? 0) + (r + g + b) * grey;
    pixels[at] = shown(r * own + red + shade);
    pixels[at + 1] = shown(g * own + green + shade);
    pixels[at + 2] = shown(b * own + blue + shade);
  }
}

function shown(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value;
}

/** The scene as an SVG picture of that size. */
export function sceneSvg(told: Strokes & Size, index: number, onlyLight = false): string {
  const view = viewOf(told, index);
  const { width, height } = view;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${told.width}" height="${told.height}" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none">`,
    definitions(view),
    onlyLight ? box(0, 0, width, height, 'url(#sky)') : backdrop(view) + subjects(view),
    weather(view),
    finish(view),
    '</svg>',
  ].join('');
}
