import { blend, hexOf, type Colour } from '../palettes.ts';
import { box, circle, line, oval, round, times } from './shapes.ts';
import type { View } from './view.ts';
import { WHITE } from './tones.ts';

const AURORA: readonly string[] = ['#5ff0b0', '#4fd6d0', '#8f7cf0', '#5ff0b0'];
const RAINBOW: readonly string[] = [
  '#e0564a',
  '#ee9a45',
  '#f2d75c',
  '#6fbf6a',
  '#4f90d8',
  '#8d63c4',
];

/** The sky down to the skyline, with what stands in it. */
export function sky(view: View): string {
  const { scene, width, height, skyline, palette, isNight } = view;
  const { signs, weather } = scene;
  const chance = view.chance('sky');
  const x = width * (0.16 + 0.68 * chance());
  const y = height * (0.13 + 0.17 * chance());
  const radius = 46 + 34 * chance();
  const isCovered = weather.has('storm') || weather.has('rain') || weather.has('fog');
  const hasLight = signs.has('sun') || signs.has('moon') || !isCovered;
  const hasMoon = signs.has('moon') || (isNight && !signs.has('sun'));
  const cloudy = signs.has('clouds') || isCovered;
  return [
    box(0, 0, width, height, hexOf(palette.horizon)),
    box(0, 0, width, skyline + height * 0.12, 'url(#sky)'),
    isNight || signs.has('stars') ? stars(view, skyline) : '',
    signs.has('aurora') ? aurora(view) : '',
    hasLight ? circle(x, y, radius * 6, 'url(#shine)') : '',
    hasLight
      ? hasMoon
        ? moon(x, y, radius, palette.sun)
        : circle(x, y, radius, hexOf(palette.sun))
      : '',
    signs.has('rainbow') ? rainbow(view) : '',
    cloudy || (!isNight && chance() < 0.55) ? clouds(view, cloudy ? 7 : 3) : '',
    weather.has('storm') ? bolt(view) : '',
  ].join('');
}

export function stars({ width, chance }: View, below: number): string {
  const random = chance('stars');
  return times(120, () => {
    const size = 0.8 + 2.2 * random() ** 4;
    return circle(random() * width, random() ** 1.3 * below, size, '#fff', 0.35 + 0.65 * random());
  });
}

function moon(x: number, y: number, radius: number, colour: Colour): string {
  const spot = hexOf(blend(colour, [120, 130, 160], 0.28));
  return [
    circle(x, y, radius, hexOf(colour)),
    circle(x - radius * 0.3, y - radius * 0.2, radius * 0.24, spot, 0.7),
    circle(x + radius * 0.34, y + radius * 0.12, radius * 0.17, spot, 0.7),
    circle(x - radius * 0.08, y + radius * 0.46, radius * 0.2, spot, 0.7),
    circle(x + radius * 0.2, y - radius * 0.5, radius * 0.11, spot, 0.7),
  ].join('');
}

function clouds({ scene, width, skyline, palette, isNight, chance }: View, count: number): string {
  const random = chance('clouds');
  const dark = scene.weather.has('storm') || scene.weather.has('rain');
  const tone = dark
    ? blend(palette.zenith, [40, 46, 60], 0.35)
    : blend(palette.horizon, WHITE, 0.6);
  const fill = hexOf(isNight ? blend(tone, palette.zenith, 0.6) : tone);
  return times(count, (index) => {
    const x = width * ((index + random()) / count);
    const y = skyline * (0.1 + 0.55 * random());
    const size = (dark ? 1.5 : 1) * (50 + 60 * random());
    const puffs = times(5, (puff) =>
      oval(
        round(x + (puff - 2) * size * 0.62),
        round(y - (puff % 2) * size * 0.16 - (puff === 2 ? size * 0.2 : 0)),
        round(size * (0.75 - 0.12 * Math.abs(puff - 2))),
        round(size * (0.42 - 0.08 * Math.abs(puff - 2))),
        fill,
      ),
    );
    return `<g opacity="${dark ? 0.72 : 0.62}">${puffs}${box(x - size * 1.7, y, size * 3.4, size * 0.3, fill, size * 0.15)}</g>`;
  });
}

function aurora({ width, skyline, chance }: View): string {
  const random = chance('aurora');
  return AURORA.map((colour, index) => {
    const y = skyline * (0.18 + 0.14 * index);
    const [a, b] = [(random() - 0.5) * 260, (random() - 0.5) * 260];
    return times(
      7,
      (band) =>
        `<path d="M-50 ${round(y + band * 16)}C${round(width * 0.3)} ${round(y + a + band * 16)} ${round(width * 0.6)} ${round(y + b + band * 16)} ${round(width + 50)} ${round(y + a / 2 + band * 16)}" fill="none" stroke="${colour}" stroke-width="${70 - band * 6}" stroke-opacity="${(0.05 + 0.02 * band).toFixed(2)}"/>`,
    );
  }).join('');
}

function rainbow({ width, skyline }: View): string {
  return RAINBOW.map(
    (colour, index) =>
      `<circle cx="${round(width * 0.5)}" cy="${round(skyline + 120)}" r="${round(width * 0.42 + 90 - index * 15)}" fill="none" stroke="${colour}" stroke-width="15" stroke-opacity=".55"/>`,
  ).join('');
}

function bolt({ width, skyline, chance }: View): string {
  const random = chance('bolt');
  let [x, y] = [width * (0.15 + 0.7 * random()), skyline * 0.1];
  let path = `M${round(x)} ${round(y)}`;
  while (y < skyline) {
    x += (random() - 0.5) * 110;
    y += 50 + 50 * random();
    path += `L${round(x)} ${round(y)}`;
  }
  return line(path, '#fdf3c4', 16, 0.18) + line(path, '#fffbe6', 5);
}
