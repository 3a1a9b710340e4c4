/** Red, green, blue, 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

/** The colours of one time of day. */
export interface Palette {
  readonly zenith: Colour;
  readonly horizon: Colour;
  readonly sun: Colour;
  /** Hills: the farthest melt into the haze. */
  readonly haze: Colour;
  readonly near: Colour;
}

const CLEAR_MORNING: Palette = {
  zenith: [92, 152, 206],
  horizon: [232, 238, 226],
  sun: [255, 248, 214],
  haze: [164, 196, 206],
  near: [28, 66, 72],
};
const AUTUMN_NOON: Palette = {
  zenith: [120, 158, 176],
  horizon: [250, 226, 178],
  sun: [255, 240, 196],
  haze: [222, 170, 112],
  near: [92, 40, 30],
};
const SPRING_DAY: Palette = {
  zenith: [104, 176, 214],
  horizon: [240, 244, 220],
  sun: [255, 250, 220],
  haze: [168, 208, 178],
  near: [38, 92, 66],
};
const SUNSET: Palette = {
  zenith: [58, 48, 108],
  horizon: [250, 168, 120],
  sun: [255, 226, 170],
  haze: [214, 130, 132],
  near: [36, 26, 58],
};
const DESERT_EVENING: Palette = {
  zenith: [36, 66, 110],
  horizon: [246, 190, 108],
  sun: [255, 214, 142],
  haze: [220, 130, 84],
  near: [70, 24, 28],
};
const ROSE_DAWN: Palette = {
  zenith: [112, 122, 182],
  horizon: [252, 202, 204],
  sun: [255, 236, 220],
  haze: [206, 160, 190],
  near: [58, 44, 92],
};
const NORTHERN_NIGHT: Palette = {
  zenith: [10, 16, 44],
  horizon: [44, 110, 122],
  sun: [226, 244, 232],
  haze: [38, 84, 104],
  near: [8, 14, 30],
};
const BLUE_NIGHT: Palette = {
  zenith: [14, 18, 58],
  horizon: [84, 92, 156],
  sun: [240, 240, 250],
  haze: [62, 70, 128],
  near: [14, 18, 46],
};

/** Those of each time; where a prompt names none, its other words choose among all by day. */
export const PALETTES = {
  day: [CLEAR_MORNING, SPRING_DAY, AUTUMN_NOON],
  dawn: [ROSE_DAWN],
  sunset: [SUNSET, DESERT_EVENING],
  night: [NORTHERN_NIGHT, BLUE_NIGHT],
} as const satisfies Readonly<Record<string, readonly [Palette, ...Palette[]]>>;

/** `share` 0 is `from`, 1 is `to`. */
export function blend(from: Colour, to: Colour, share: number): Colour {
  return [
    from[0] + (to[0] - from[0]) * share,
    from[1] + (to[1] - from[1]) * share,
    from[2] + (to[2] - from[2]) * share,
  ];
}

/** Reads `#rrggbb`. */
export function colourOf(hex: string): Colour {
  const number = Number.parseInt(hex.slice(1), 16);
  return [(number >> 16) & 255, (number >> 8) & 255, number & 255];
}

/** As SVG writes it. */
export function hexOf(colour: Colour): string {
  const [red, green, blue] = colour.map((part) => Math.min(255, Math.max(0, Math.round(part))));
  return `#${(((red ?? 0) << 16) | ((green ?? 0) << 8) | (blue ?? 0)).toString(16).padStart(6, '0')}`;
}
