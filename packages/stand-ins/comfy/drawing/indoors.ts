import { blend, hexOf, type Colour } from '../palettes.ts';
import { box, circle, line, oval, round, shape, times } from './shapes.ts';
import type { View } from './view.ts';
import { type Colours, SNOW, WHITE, oneOf, gradient } from './tones.ts';
import { sky } from './sky.ts';
import { weather } from './weather.ts';
import { land } from './land.ts';

const SHADE: Colour = [24, 28, 66];
const WALLPAPERS: Colours = [
  [206, 170, 134],
  [150, 170, 160],
  [184, 150, 160],
];
const PLASTERS: Colours = [
  [222, 196, 160],
  [206, 150, 122],
  [172, 186, 182],
  [226, 214, 196],
];
const PETALS: Colours = [
  [243, 208, 98],
  [240, 238, 246],
  [229, 143, 174],
];

/** A table by a window, through which the weather is seen. */
export function room(view: View): string {
  const { width, height, groundY, isNight, scene } = view;
  const random = view.chance('room');
  const paper = scene.landColour ?? oneOf(WALLPAPERS, random());
  const wallTone = isNight ? blend(paper, [34, 28, 62], 0.55) : paper;
  const wood: Colour = isNight ? [82, 54, 46] : [156, 104, 68];
  const [w, h] = [Math.min(width * 0.46, 600), Math.min(height * 0.54, 640)];
  const left = random() < 0.5 ? width * 0.09 : width * 0.91 - w;
  const top = height * 0.1;
  const frame = hexOf(blend(wood, WHITE, 0.5));
  const outside: View = {
    ...view,
    place: undefined,
    width: w,
    height: h,
    skyline: h * 0.6,
    groundY: h * 0.9,
    land: view.land,
  };
  const curtain = hexOf(blend(wallTone, WHITE, 0.42));
  return (
    gradient('paper', [
      [0, blend(wallTone, [30, 22, 40], 0.12)],
      [1, wallTone],
    ]) +
    box(0, 0, width, height, 'url(#paper)') +
    times(Math.ceil(width / 90), (index) =>
      box(index * 90, 0, 40, height, hexOf(blend(wallTone, WHITE, 0.16)), 0, 0.3),
    ) +
    `<svg x="${round(left)}" y="${round(top)}" width="${round(w)}" height="${round(h)}">${sky(outside)}${land(outside)}${weather(outside)}</svg>` +
    line(`M${round(left)} ${round(top)}h${round(w)}v${round(h)}h${round(-w)}Z`, frame, 22) +
    line(
      `M${round(left + w / 2)} ${round(top)}v${round(h)}M${round(left)} ${round(top + h * 0.46)}h${round(w)}`,
      frame,
      12,
    ) +
    shape(
      `M${round(left - 60)} ${round(top - 40)}h96q-10 ${round(h * 0.6)} -60 ${round(h + 60)}h-36Z`,
      curtain,
    ) +
    shape(
      `M${round(left + w + 60)} ${round(top - 40)}h-96q10 ${round(h * 0.6)} 60 ${round(h + 60)}h36Z`,
      curtain,
    ) +
    line(
      `M${round(left - 80)} ${round(top - 42)}h${round(w + 160)}`,
      hexOf(blend(wood, [20, 10, 20], 0.3)),
      12,
    ) +
    (isNight ? circle(width - left - w / 2, height * 0.4, 620, 'url(#glow)', 0.5) : '') +
    gradient('table', [
      [0, blend(wood, WHITE, 0.18)],
      [1, blend(wood, [30, 16, 26], 0.4)],
    ]) +
    box(0, groundY - 40, width, height, 'url(#table)') +
    box(0, groundY - 40, width, 9, hexOf(blend(wood, WHITE, 0.45))) +
    times(Math.round(6 + view.detail * 12), () => {
      const [from, y] = [random() * width, groundY + (height - groundY) * random()];
      return line(
        `M${round(from)} ${round(y)}q80 ${round(6 * random())} ${round(120 + 200 * random())} 0`,
        hexOf(blend(wood, [30, 16, 26], 0.35)),
        2,
        0.5,
      );
    })
  );
}

/** The front of a house, with plants beside the door. */
export function wall(view: View): string {
  const { width, height, groundY, isNight, isWhite, scene, palette } = view;
  const random = view.chance('wall');
  const plaster = scene.landColour ?? oneOf(PLASTERS, random());
  const lit = blend(plaster, palette.horizon, 0.16);
  const dimmed = (colour: Colour) => (isNight ? blend(colour, SHADE, 0.5) : colour);
  const tone = dimmed(lit);
  const floor = groundY + 26;
  const seam = hexOf(blend(tone, [50, 30, 40], 0.28));
  const bricks = times(Math.round(26 + view.detail * 60), () => {
    const [x, y] = [
      Math.floor(random() * (width / 70)) * 70,
      Math.floor(random() * (floor / 34)) * 34,
    ];
    const shift = (y / 34) % 2 ? 35 : 0;
    return box(
      x + shift,
      y,
      64,
      28,
      random() < 0.5 ? seam : hexOf(blend(tone, WHITE, 0.3)),
      4,
      0.28,
    );
  });
  const plant = (x: number) => {
    const pot = box(x - 46, floor - 78, 92, 84, hexOf(dimmed([178, 96, 66])), 8);
    const leaf: Colour = scene.season === 'autumn' ? [190, 104, 44] : [74, 134, 82];
    const leaves = times(13, () =>
      oval(
        round(x + (random() - 0.5) * 130),
        round(floor - 110 - random() * 150),
        round(26 + 16 * random()),
        round(16 + 10 * random()),
        hexOf(dimmed(blend(leaf, WHITE, 0.25 * random()))),
        Math.round(random() * 180),
      ),
    );
    const blooms = times(7, () =>
      circle(
        x + (random() - 0.5) * 120,
        floor - 110 - random() * 150,
        7,
        hexOf(oneOf(PETALS, random())),
      ),
    );
    return (
      leaves +
      (isWhite ? '' : blooms) +
      pot +
      box(x - 52, floor - 84, 104, 16, hexOf(dimmed([200, 116, 80])), 6)
    );
  };
  const middle = width / 2;
  const apart = Math.min(width * 0.4, 380);
  const stone: Colour = isWhite ? SNOW : [150, 146, 148];
  const pavement = dimmed(stone);
  return (
    gradient('plaster', [
      [0, blend(tone, [40, 24, 40], 0.2)],
      [1, tone],
    ]) +
    box(0, 0, width, height, 'url(#plaster)') +
    bricks +
    (isNight ? circle(middle, groundY - 420, 560, 'url(#glow)', 0.7) : '') +
    gradient('pavement', [
      [0, pavement],
      [1, blend(pavement, [30, 28, 50], 0.35)],
    ]) +
    box(0, floor - 4, width, height, 'url(#pavement)') +
    box(0, floor - 6, width, 8, hexOf(blend(pavement, WHITE, 0.35))) +
    plant(middle - apart) +
    plant(middle + apart)
  );
}

/** Behind a portrait: a wide circle and soft light. */
export function studio(view: View): string {
  const { width, height, palette, scene, isNight } = view;
  const random = view.chance('studio');
  const tone = scene.skyColour ?? scene.landColour ?? blend(palette.haze, palette.zenith, 0.35);
  const dark = blend(tone, palette.near, isNight ? 0.75 : 0.45);
  const x = width * (0.44 + 0.12 * random());
  return (
    gradient('studio', [
      [0, blend(tone, dark, 0.35)],
      [1, dark],
    ]) +
    box(0, 0, width, height, 'url(#studio)') +
    circle(x, height * 0.42, 470, hexOf(blend(tone, palette.horizon, 0.5)), 0.55) +
    circle(x, height * 0.42, 360, hexOf(blend(tone, palette.sun, 0.55)), 0.6) +
    circle(x, height * 0.42, 760, 'url(#shine)', 0.4) +
    times(Math.round(10 + 30 * view.detail), () =>
      circle(
        width * random(),
        height * random(),
        2 + 12 * random() ** 2,
        hexOf(palette.sun),
        0.12 + 0.2 * random(),
      ),
    )
  );
}
