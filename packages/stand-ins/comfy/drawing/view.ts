import { blend, PALETTES, type Colour, type Palette } from '../palettes.ts';
import type { Size, Strokes } from '../pictures/picture.ts';
import { seeded } from '../seeded.ts';
import type { Stand } from './drawing.ts';
import { drawingOf } from './drawings.ts';
import { readScene, type Land, type Place, type Scene } from './scene.ts';

/** Where a scene is set whose first subject belongs somewhere. */
const HOMES: Readonly<Partial<Record<Stand, Place>>> = {
  water: 'water',
  underwater: 'underwater',
  space: 'space',
  table: 'room',
  wall: 'wall',
};

/** A picture that is longer than that is drawn out of shape. */
const LONGEST_SIDE = 4_000;

/** A scene on its canvas, of which the shorter side is 1000 long. */
export interface View {
  readonly scene: Scene;
  readonly place: Place | undefined;
  readonly land: Land;
  readonly width: number;
  readonly height: number;
  /** Heights of the horizon, and of where the ground begins that subjects stand on. */
  readonly skyline: number;
  readonly groundY: number;
  readonly palette: Palette;
  readonly ground: Colour;
  readonly isNight: boolean;
  readonly isWhite: boolean;
  /** Nothing stands on the ground, so that the land reaches down to the lower edge. */
  readonly isBare: boolean;
  /** 0 is smooth, 1 rugged. */
  readonly detail: number;
  /** A stream of numbers from 0 up to 1 of its own for each layer. */
  readonly chance: (layer: string) => () => number;
}

/** How a sampler's words are seen. `index` counts pictures of one batch. */
export function viewOf(
  { prompt, steps, seed, samplerName, scheduler, ...size }: Strokes & Size,
  index: number,
): View {
  const scene = readScene(prompt);
  const unit = 1000 / Math.min(size.width, size.height);
  const side = (length: number) => Math.min(LONGEST_SIDE, Math.round(length * unit));
  const [width, height] = [side(size.width), side(size.height)];
  const chance = (layer: string) => seeded(seed, samplerName, scheduler, index, layer);
  const place = placeOf(scene);
  const random = chance('view');
  const isNight =
    scene.time === 'night' ||
    (scene.time === undefined &&
      (scene.signs.has('moon') || scene.signs.has('stars') || scene.signs.has('aurora')));
  const isWhite =
    scene.weather.has('snow') ||
    scene.season === 'winter' ||
    scene.subjects.some(({ name }) => name === 'snowman');
  const palette = paletteOf(scene, isNight, isWhite, prompt);
  const land = scene.land ?? 'hills';
  return {
    scene,
    place,
    land,
    width,
    height,
    skyline: height * (0.46 + 0.14 * random()),
    groundY: height * (place === 'room' ? 0.74 : 0.77 + 0.04 * random()),
    palette,
    ground: groundOf({ scene, palette, isNight, isWhite }),
    isNight,
    isWhite,
    isBare:
      land !== 'city' &&
      land !== 'forest' &&
      scene.subjects.every(({ name }) => drawingOf(name).stands === 'sky'),
    detail: Math.min(1, steps / 50),
    chance,
  };
}

/** What is named, else where the first subject that belongs somewhere is at home. */
function placeOf(scene: Scene): Place | undefined {
  const swims = scene.subjects.some(({ name }) => drawingOf(name).stands === 'underwater');
  if (scene.place) return scene.place === 'water' && swims ? 'underwater' : scene.place;
  if (scene.closeUp) return 'studio';
  if (scene.land) {
    const floats = scene.subjects.some(({ name }) => drawingOf(name).stands === 'water');
    return floats ? 'water' : undefined;
  }
  const [home] = scene.subjects.flatMap(({ name }) => {
    const { home: own, stands } = drawingOf(name);
    return own ?? HOMES[stands] ?? [];
  });
  return home;
}

/** What rain and fog leave of colours by day, and by night. */
const GREY: Palette = {
  zenith: [112, 128, 146],
  horizon: [186, 196, 202],
  sun: [240, 236, 220],
  haze: [138, 152, 164],
  near: [34, 48, 58],
};
const GREY_NIGHT: Palette = {
  zenith: [18, 24, 44],
  horizon: [70, 84, 112],
  sun: [226, 232, 240],
  haze: [60, 72, 98],
  near: [14, 18, 34],
};
const WINTER: Palette = {
  zenith: [128, 164, 204],
  horizon: [238, 242, 246],
  sun: [255, 250, 232],
  haze: [176, 196, 216],
  near: [52, 78, 104],
};
const STORM: Colour = [52, 60, 80];

function paletteOf(scene: Scene, isNight: boolean, isWhite: boolean, prompt: string): Palette {
  const { time, season, weather: falls, skyColour } = scene;
  const words = seeded(prompt);
  const named = time ?? (isNight ? 'night' : undefined);
  const byDay = [...PALETTES.day, ...PALETTES.dawn, ...PALETTES.sunset];
  const among = named ? PALETTES[named] : season ? PALETTES.day : byDay;
  const chosen = among[Math.floor(words() * among.length)] ?? PALETTES.day[0];
  const greyed = falls.has('storm') ? 0.7 : falls.has('rain') ? 0.55 : falls.has('fog') ? 0.45 : 0;
  const day: Palette = falls.has('storm') ? { ...GREY, zenith: STORM } : GREY;
  const winter = isWhite && !named ? mixed(chosen, WINTER, 0.85) : chosen;
  const weathered = mixed(winter, isNight ? GREY_NIGHT : day, greyed);
  if (!skyColour) return weathered;
  return {
    ...weathered,
    zenith: blend(weathered.zenith, skyColour, 0.8),
    horizon: blend(weathered.horizon, skyColour, 0.4),
  };
}

function mixed(from: Palette, to: Palette, share: number): Palette {
  return {
    zenith: blend(from.zenith, to.zenith, share),
    horizon: blend(from.horizon, to.horizon, share),
    sun: blend(from.sun, to.sun, share),
    haze: blend(from.haze, to.haze, share),
    near: blend(from.near, to.near, share),
  };
}

function groundOf({
  scene,
  palette,
  isNight,
  isWhite,
}: Pick<View, 'scene' | 'palette' | 'isNight' | 'isWhite'>): Colour {
  const lit = (colour: Colour, share: number) => {
    const day = blend(colour, palette.horizon, 0.14);
    return isNight ? blend(day, palette.near, share) : blend(day, palette.near, share / 3);
  };
  if (isWhite) return isNight ? [150, 168, 208] : lit([238, 243, 250], 0.1);
  if (scene.landColour && scene.place !== 'water') return lit(scene.landColour, 0.55);
  if (scene.land === 'desert') return lit([226, 178, 112], 0.5);
  if (scene.land === 'city') return lit([112, 112, 124], 0.55);
  if (scene.season === 'autumn') return lit([156, 110, 54], 0.6);
  return lit([92, 134, 74], 0.7);
}
