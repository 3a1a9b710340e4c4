import { blend, hexOf, type Colour } from '../palettes.ts';
import { ridgePath } from './ridge.ts';
import { box, circle, line, oval, round, shape, times } from './shapes.ts';
import type { View } from './view.ts';
import { type Colours, SNOW, WHITE, oneOf, gradient } from './tones.ts';

const WINDOW: Colour = [250, 214, 120];
const FALLEN_LEAVES: Colours = [
  [217, 119, 46],
  [196, 74, 44],
  [224, 166, 58],
];
const PETALS: Colours = [
  [243, 208, 98],
  [240, 238, 246],
  [229, 143, 174],
];

/** What stands at the horizon. */
export function land(view: View): string {
  switch (view.land) {
    case 'hills':
      return hills(view, 6, view.detail);
    case 'desert':
      return hills(view, 4, 0);
    case 'mountains':
      return mountains(view) + hills(view, 3, view.detail, 0.45);
    case 'forest':
      return forest(view);
    case 'city':
      return city(view);
  }
}

function hills(view: View, layers: number, detail: number, farthest = 0): string {
  const { scene, width, height, skyline, palette, isWhite, isNight } = view;
  const random = view.chance('hills');
  const [haze, near] =
    view.land === 'desert'
      ? [blend(palette.haze, [236, 190, 128], 0.6), blend(palette.near, [196, 128, 72], 0.6)]
      : [palette.haze, palette.near];
  const bottom = view.place === undefined ? 0.92 : skyline / height + 0.02;
  return times(layers, (layer) => {
    const depth = farthest + ((1 - farthest) * layer) / (layers - 1);
    const plain = blend(haze, near, view.place === 'water' ? depth * 0.5 : depth);
    const tinted = scene.landColour ? blend(plain, scene.landColour, 0.55) : plain;
    const crest = isWhite
      ? blend(tinted, SNOW, (isNight ? 0.22 : 0.62) * (1 - 0.3 * depth))
      : tinted;
    const base = height * (skyline / height + (bottom - skyline / height) * depth ** 1.2);
    const id = `hill${layer}`;
    return (
      gradient(id, [
        [0, crest],
        [0.6, blend(crest, palette.horizon, 0.42 * (1 - depth))],
      ]) +
      shape(
        ridgePath(random, {
          width,
          height,
          base,
          swing: height * (0.1 + 0.07 * depth),
          wave: 240 + 360 * depth,
          detail,
        }),
        `url(#${id})`,
      )
    );
  });
}

function mountains(view: View): string {
  const { width, height, skyline, palette, scene, isNight, isWhite } = view;
  const random = view.chance('mountains');
  const base = blend(palette.haze, palette.near, 0.35);
  const rock = scene.landColour ? blend(base, scene.landColour, 0.5) : base;
  const cap = hexOf(isNight ? blend(SNOW, palette.zenith, 0.4) : SNOW);
  const capShade = hexOf(
    blend(isNight ? blend(SNOW, palette.zenith, 0.4) : SNOW, palette.zenith, 0.32),
  );
  const foot = Math.min(height, skyline + height * 0.16);
  return times(2, (row) => {
    const count = 4 - row;
    const tone = blend(rock, palette.horizon, row === 0 ? 0.4 : 0.08);
    return times(count, (index) => {
      const x = width * ((index + 0.2 + 0.6 * random()) / count);
      const tall = height * (row === 0 ? 0.3 + 0.14 * random() : 0.16 + 0.18 * random());
      const half = tall * (0.85 + 0.4 * random());
      const top = skyline + height * 0.05 - tall;
      const lean = (random() - 0.5) * half * 0.3;
      const snow = isWhite ? 0.62 : 0.36;
      const at = (share: number, side: number) =>
        `${round(x + lean * (1 - share) + side * half * share)} ${round(top + (foot - top) * share)}`;
      const zigzag = `L${at(snow * 0.72, 0.55)}L${at(snow * 0.98, 0.24)}L${at(snow * 0.7, 0)}L${at(snow * 1.05, -0.3)}L${at(snow * 0.76, -0.62)}`;
      return (
        shape(
          `M${at(0, 0)}L${at(1, 1)}V${height}H${round(x - half)}V${round(foot)}Z`,
          hexOf(tone),
        ) +
        shape(
          `M${at(0, 0)}L${at(0.3, 0.25)}L${at(0.55, -0.1)}L${at(1, 0.2)}L${at(1, 1)}Z`,
          hexOf(blend(tone, [16, 14, 44], 0.22)),
        ) +
        shape(`M${at(0, 0)}L${at(snow, 1)}${zigzag}L${at(snow, -1)}Z`, cap) +
        shape(
          `M${at(0, 0)}L${at(snow, 1)}L${at(snow * 0.72, 0.55)}L${at(snow * 0.98, 0.24)}L${at(snow * 0.5, 0.12)}Z`,
          capShade,
        )
      );
    });
  });
}

function city(view: View): string {
  const { scene, width, height, skyline, palette, isNight } = view;
  const random = view.chance('city');
  const foot = view.place === 'water' ? skyline : height * 0.86;
  return times(3, (row) => {
    const plain = blend(blend(palette.haze, palette.horizon, 0.3), palette.near, row * 0.42);
    const tone = scene.landColour ? blend(plain, scene.landColour, 0.4) : plain;
    const floor = skyline + (foot - skyline) * (row / 2) + 10;
    let houses = '';
    let lit = '';
    for (let x = -20 - random() * 60; x < width;) {
      const wide = 56 + 74 * random();
      const tall = (0.14 + 0.3 * random() ** 1.6) * height * (row === 2 ? 0.85 : 1);
      const top = floor - tall;
      houses += `M${round(x)} ${round(height)}V${round(top)}H${round(x + wide)}V${round(height)}Z`;
      const style = random();
      if (style < 0.2) houses += `M${round(x + wide / 2 - 3)} ${round(top)}v-60h6v60Z`;
      else if (style < 0.4)
        houses += `M${round(x + wide * 0.2)} ${round(top)}v-26h${round(wide * 0.6)}v26Z`;
      if (row > 0) {
        const columns = Math.floor((wide - 16) / 18);
        const rows = Math.min(22, Math.floor((floor - top) / 26));
        for (let cell = 0; cell < columns * rows; cell += 1) {
          if (random() > (isNight ? 0.5 : 0.22)) continue;
          lit += `M${round(x + 12 + (cell % columns) * 18)} ${round(top + 16 + Math.floor(cell / columns) * 26)}h8v12h-8Z`;
        }
      }
      x += wide + (random() < 0.3 ? 14 : 2);
    }
    const id = `city${row}`;
    const glass = isNight ? WINDOW : blend(tone, WHITE, 0.4);
    return (
      gradient(id, [
        [0, tone],
        [1, blend(tone, palette.horizon, 0.3 - row * 0.1)],
      ]) +
      shape(houses, `url(#${id})`) +
      shape(lit, hexOf(glass), 0.85)
    );
  });
}

/** What subjects stand on. */
export function ground(view: View): string {
  const { width, height, groundY } = view;
  const random = view.chance('ground');
  return (
    gradient('ground', [
      [0, blend(view.ground, view.palette.horizon, 0.16)],
      [1, blend(view.ground, view.palette.near, 0.35)],
    ]) +
    shape(
      ridgePath(random, { width, height, base: groundY, swing: 46, wave: 700, detail: 0 }),
      'url(#ground)',
    ) +
    tufts(view)
  );
}

/** Grass, stones, flowers or drifts, more of them with more steps. */
function tufts(view: View): string {
  const { scene, width, height, groundY, isWhite, land: far, palette } = view;
  const random = view.chance('tufts');
  const count = Math.round(16 + view.detail * 60);
  const blade = hexOf(blend(view.ground, palette.near, 0.45));
  const light = hexOf(blend(view.ground, WHITE, 0.4));
  return times(count, () => {
    const x = round(random() * width);
    const depth = random();
    const y = round(groundY + 34 + (height - groundY) * depth);
    const size = 8 + 18 * depth;
    const kind = random();
    if (isWhite) return oval(x, y, round(size * 2.4), round(size * 0.34), light);
    if (far === 'city' || far === 'desert')
      return oval(x, y, round(size * 0.7), round(size * 0.22), blade);
    if (scene.season === 'autumn') {
      const leaf = hexOf(oneOf(FALLEN_LEAVES, kind));
      return oval(x, y, round(size * 0.5), round(size * 0.26), leaf, Math.round(kind * 180));
    }
    const stalks = line(
      `M${x} ${y}q-2 ${-round(size * 0.7)} ${-round(size * 0.4)} ${-round(size)}M${x} ${y}q1 ${-round(size * 0.8)} 1 ${-round(size * 1.3)}M${x} ${y}q2 ${-round(size * 0.6)} ${round(size * 0.5)} ${-round(size * 0.9)}`,
      blade,
      2.4,
    );
    if (scene.season !== 'spring' && kind > 0.22) return stalks;
    return stalks + circle(x + 1, y - size * 1.3, 3 + 2.4 * depth, hexOf(oneOf(PETALS, random())));
  });
}

/** Rows of trees, one before the other, with mist between them. */
function forest(view: View): string {
  const { width, height, skyline, groundY, palette } = view;
  const random = view.chance('forest');
  return times(4, (row) => {
    const depth = row / 3;
    const nearest = view.place === 'water' ? skyline + 30 : groundY + 40;
    const floor = skyline + (nearest - skyline) * depth;
    const haze = blend(palette.horizon, palette.haze, 0.5);
    const tone = blend(haze, leafColour(view), 0.25 + 0.75 * depth);
    const gap = 54 + 50 * depth;
    const trees: Tree[] = [];
    for (let x = -gap * random(); x < width + gap; x += gap * (0.6 + 0.8 * random())) {
      const tall = height * (0.24 + 0.13 * random() + 0.2 * depth);
      // Nearest in the middle it would hide what stands there.
      if (row < 3 || view.place === 'water' || Math.abs(x / width - 0.5) > 0.28)
        trees.push({ x, floor, tall });
    }
    return (
      conifers(view, trees, tone) +
      box(0, floor - 6, width, height, hexOf(blend(tone, view.ground, 0.3 + 0.2 * depth))) +
      oval(
        round(width / 2),
        round(floor + 30),
        round(width * 0.7),
        round(height * 0.1),
        'url(#mist)',
      )
    );
  });
}

/** A few trees to the side of open land, for most seeds. */
export function grove(view: View): string {
  const { width, height, groundY, land: far, palette } = view;
  const random = view.chance('grove');
  if ((far !== 'hills' && far !== 'mountains') || random() < 0.3) return '';
  const side = random() < 0.5 ? 0.02 : 0.74;
  const trees = Array.from({ length: 2 + Math.floor(random() * 4) }, (): Tree => {
    const tall = height * (0.2 + 0.2 * random());
    return { x: width * (side + 0.24 * random()), floor: groundY + 14, tall };
  });
  return conifers(view, trees, blend(leafColour(view), palette.haze, 0.2));
}

function leafColour({ scene, palette, isNight }: View): Colour {
  const leaves: Colour = scene.season === 'autumn' ? [176, 92, 36] : [40, 92, 62];
  const dark = blend(palette.near, scene.landColour ?? leaves, 0.5);
  return isNight ? blend(dark, [8, 14, 24], 0.3) : dark;
}

interface Tree {
  readonly x: number;
  readonly floor: number;
  readonly tall: number;
}

function conifers({ isWhite }: View, trees: readonly Tree[], tone: Colour): string {
  let green = '';
  let white = '';
  for (const { x, floor, tall } of trees) {
    const tier = (from: number, to: number, wide: number) => {
      const [top, foot] = [floor - tall * (1 - from), floor - tall * (1 - to)];
      const half = tall * 0.19 * wide;
      return `M${round(x)} ${round(top)}L${round(x + half)} ${round(foot)}H${round(x - half)}Z`;
    };
    green += tier(0, 0.42, 0.6) + tier(0.2, 0.7, 0.84) + tier(0.44, 1, 1);
    green += `M${round(x - 6)} ${round(floor - 4)}h12v30h-12Z`;
    white += tier(0, 0.14, 0.2) + tier(0.28, 0.42, 0.24) + tier(0.55, 0.7, 0.28);
  }
  return shape(green, hexOf(tone)) + (isWhite ? shape(white, hexOf(blend(tone, SNOW, 0.8))) : '');
}
