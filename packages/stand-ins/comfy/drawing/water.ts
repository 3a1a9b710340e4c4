import { blend, hexOf, type Colour } from '../palettes.ts';
import { ridgePath } from './ridge.ts';
import { box, circle, line, oval, round, shape, times } from './shapes.ts';
import type { View } from './view.ts';
import { type Colours, WHITE, oneOf, gradient } from './tones.ts';

const CORALS: Colours = [
  [224, 100, 122],
  [236, 154, 92],
  [181, 105, 184],
];

/** The sea, or a lake where there is land behind it. */
export function water(view: View): string {
  const { width, height, skyline, palette, scene, isNight, detail } = view;
  const random = view.chance('water');
  const blue = scene.landColour ?? (isNight ? [20, 40, 84] : [38, 104, 138]);
  const deep = blend(palette.near, blue, 0.62);
  const x = width * (0.16 + 0.68 * view.chance('sky')());
  const glitter = times(26, (index) => {
    const depth = (index + random()) / 26;
    const wide = (14 + 110 * depth) * (0.5 + random());
    return oval(
      round(x + (random() - 0.5) * (60 + 220 * depth)),
      round(skyline + 8 + (height - skyline) * depth * 0.8),
      round(wide),
      round(1.2 + 3.6 * depth),
      hexOf(palette.sun),
    );
  });
  const rough = scene.weather.has('storm') ? 2.2 : 1;
  const waves = times(Math.round(8 + detail * 16), (index) => {
    const depth = ((index + 0.6) / (8 + detail * 16)) ** 1.3;
    return wave(random, {
      width,
      y: skyline + 12 + (height - skyline) * depth,
      tall: (2 + 12 * depth) * rough,
      fill: hexOf(blend(palette.horizon, deep, 0.3 + 0.5 * depth)),
      opacity: 0.34,
    });
  });
  return (
    gradient('water', [
      [0, blend(palette.horizon, deep, 0.42)],
      [0.35, blend(palette.horizon, deep, 0.75)],
      [1, deep],
    ]) +
    box(0, skyline, width, height - skyline, 'url(#water)') +
    `<g opacity=".5">${glitter}</g>` +
    waves
  );
}

function wave(
  random: () => number,
  look: { width: number; y: number; tall: number; fill: string; opacity: number },
): string {
  const { width, y, tall, fill, opacity } = look;
  const length = tall * 9 + 20;
  let path = `M${round(-length * random())} ${round(y)}`;
  for (let x = 0; x < width + 2 * length; x += length) {
    path += `q${round(length / 4)} ${round(-tall)} ${round(length / 2)} 0t${round(length / 2)} 0`;
  }
  return `<path d="${path}" fill="none" stroke="${fill}" stroke-width="${round(1.5 + tall / 4)}" stroke-opacity="${opacity}"/>`;
}

/** A shore before the water, for what cannot swim. */
export function shore(view: View): string {
  const { width, height, groundY, palette } = view;
  const sand = view.isWhite ? view.ground : blend(view.ground, [220, 190, 140], 0.62);
  return (
    gradient('shore', [
      [0, blend(sand, WHITE, 0.12)],
      [1, blend(sand, palette.near, 0.4)],
    ]) +
    shape(
      ridgePath(view.chance('shore'), {
        width,
        height,
        base: groundY - 14,
        swing: 60,
        wave: 900,
        detail: 0,
      }),
      hexOf(blend(palette.horizon, WHITE, 0.5)),
    ) +
    shape(
      ridgePath(view.chance('shore'), {
        width,
        height,
        base: groundY,
        swing: 60,
        wave: 900,
        detail: 0,
      }),
      'url(#shore)',
    )
  );
}

/** Water before what swims in it, from its waterline down. */
export function wash(view: View, y: number): string {
  const random = view.chance('wash');
  const { width, palette } = view;
  return times(3, (index) =>
    wave(random, {
      width,
      y: y + 2 + index * 16,
      tall: 8 + index * 3,
      fill: hexOf(blend(palette.horizon, palette.near, 0.35)),
      opacity: 0.55,
    }),
  );
}

export function underwater(view: View): string {
  const { width, height, scene, groundY } = view;
  const random = view.chance('underwater');
  const top: Colour = scene.landColour ? blend(scene.landColour, WHITE, 0.35) : [86, 190, 204];
  const deep: Colour = [10, 46, 92];
  const sand = blend([222, 200, 150], deep, 0.35);
  const rays = times(6, () => {
    const x = width * random();
    const wide = 40 + 90 * random();
    return `<path d="M${round(x)} -10h${round(wide)}l${round(180 + wide)} ${round(height * 0.9)}h${round(-wide * 2.4)}Z" fill="#fff" fill-opacity=".055"/>`;
  });
  const weed = times(Math.round(9 + view.detail * 10), () => {
    const x = width * random();
    const tall = 100 + 220 * random();
    const colour = hexOf(blend([46, 140, 96], deep, 0.5 * random()));
    const y = groundY + 50 * random();
    return line(
      `M${round(x)} ${round(y + 40)}q-28 ${round(-tall * 0.3)} 0 ${round(-tall * 0.5)}t6 ${round(-tall * 0.5)}`,
      colour,
      round(8 + 8 * random()),
    );
  });
  const coral = times(6, () => {
    const x = width * random();
    const y = groundY + 60 * random();
    const colour = hexOf(oneOf(CORALS, random()));
    return (
      line(
        `M${round(x)} ${round(y + 40)}v-60m0 30l-26 -34m26 14l28 -36m-28 66l-34 -14`,
        hexOf(blend(top, deep, 0.5)),
        17,
      ) +
      line(`M${round(x)} ${round(y + 40)}v-60m0 30l-26 -34m26 14l28 -36m-28 66l-34 -14`, colour, 12)
    );
  });
  const bubbles = times(26, () =>
    circle(width * random(), height * random(), 3 + 9 * random(), '#fff', 0.12 + 0.2 * random()),
  );
  return (
    gradient('deep', [
      [0, top],
      [0.5, blend(top, deep, 0.6)],
      [1, deep],
    ]) +
    box(0, 0, width, height, 'url(#deep)') +
    rays +
    shape(
      ridgePath(random, { width, height, base: groundY - 60, swing: 120, wave: 420, detail: 0.3 }),
      hexOf(blend(sand, deep, 0.7)),
    ) +
    weed +
    gradient('sand', [
      [0, sand],
      [1, blend(sand, deep, 0.55)],
    ]) +
    shape(
      ridgePath(random, { width, height, base: groundY + 20, swing: 70, wave: 600, detail: 0 }),
      'url(#sand)',
    ) +
    coral +
    bubbles
  );
}
