import { blend, hexOf, type Colour } from '../palettes.ts';
import { ridgePath } from './ridge.ts';
import { box, circle, oval, round, shape, times } from './shapes.ts';
import type { View } from './view.ts';
import { type Colours, WHITE, oneOf, gradient, radial } from './tones.ts';
import { stars } from './sky.ts';

const PLANETS: Colours = [
  [206, 132, 92],
  [110, 150, 190],
  [190, 160, 120],
];

export function space(view: View): string {
  const { width, height, scene } = view;
  const random = view.chance('space');
  const tint: Colour = scene.skyColour ?? scene.landColour ?? [72, 44, 120];
  const x = width * (random() < 0.5 ? 0.2 : 0.8);
  const y = height * (0.2 + 0.14 * random());
  const radius = 90 + 80 * random();
  const planet = oneOf(PLANETS, random());
  const clouds = times(7, (index) => {
    const colour = index % 2 ? tint : blend(tint, [40, 120, 170], 0.7);
    return (
      radial(`nebula${index}`, colour, 0.55) +
      oval(
        round(width * random()),
        round(height * random()),
        round(240 + 240 * random()),
        round(140 + 160 * random()),
        `url(#nebula${index})`,
        Math.round(random() * 180),
      )
    );
  });
  return (
    gradient('space', [
      [0, [8, 8, 26]],
      [1, blend(tint, [14, 10, 36], 0.66)],
    ]) +
    box(0, 0, width, height, 'url(#space)') +
    clouds +
    stars(view, height) +
    circle(x, y, radius * 1.9, 'url(#shine)', 0.35) +
    gradient('planet', [
      [0, blend(planet, WHITE, 0.3)],
      [1, blend(planet, [10, 8, 30], 0.55)],
    ]) +
    `<g transform="rotate(-24 ${round(x)} ${round(y)})">` +
    circle(x, y, radius, 'url(#planet)') +
    oval(
      round(x),
      round(y - radius * 0.3),
      round(radius * 0.9),
      round(radius * 0.07),
      hexOf(blend(planet, WHITE, 0.2)),
    ) +
    `<path d="M${round(x - radius * 1.75)} ${round(y)}A${round(radius * 1.75)} ${round(radius * 0.42)} 0 0 0 ${round(x + radius * 1.75)} ${round(y)}" fill="none" stroke="${hexOf(blend(planet, WHITE, 0.5))}" stroke-width="${round(radius * 0.14)}" stroke-opacity=".75"/></g>`
  );
}

/** A surface in space for what stands. */
export function moonscape(view: View): string {
  const { width, height, groundY } = view;
  const random = view.chance('moonscape');
  const grey: Colour = [150, 150, 168];
  return (
    gradient('crater', [
      [0, grey],
      [1, blend(grey, [20, 18, 48], 0.6)],
    ]) +
    shape(
      ridgePath(random, { width, height, base: groundY - 30, swing: 90, wave: 500, detail: 0.2 }),
      'url(#crater)',
    ) +
    times(12, () => {
      const [x, y, size] = [
        width * random(),
        groundY + 40 + (height - groundY) * random(),
        16 + 46 * random(),
      ];
      return (
        oval(round(x), round(y), round(size), round(size * 0.26), '#6d6c86') +
        oval(round(x), round(y + size * 0.06), round(size * 0.86), round(size * 0.18), '#8a89a2')
      );
    })
  );
}
