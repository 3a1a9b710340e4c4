/** Red, green, blue, 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

/** The colours of one landscape. */
export interface Palette {
  readonly zenith: Colour;
  readonly horizon: Colour;
  readonly sun: Colour;
  /** Hills: the farthest melt into the haze. */
  readonly haze: Colour;
  readonly near: Colour;
}

/** Times of day and year. */
export const PALETTES: readonly [Palette, ...Palette[]] = [
  // Sunset over violet hills
  {
    zenith: [58, 48, 108],
    horizon: [250, 168, 120],
    sun: [255, 226, 170],
    haze: [214, 130, 132],
    near: [36, 26, 58],
  },
  // Clear morning
  {
    zenith: [92, 152, 206],
    horizon: [232, 238, 226],
    sun: [255, 248, 214],
    haze: [164, 196, 206],
    near: [28, 66, 72],
  },
  // Northern night
  {
    zenith: [10, 16, 44],
    horizon: [44, 110, 122],
    sun: [226, 244, 232],
    haze: [38, 84, 104],
    near: [8, 14, 30],
  },
  // Autumn noon
  {
    zenith: [120, 158, 176],
    horizon: [250, 226, 178],
    sun: [255, 240, 196],
    haze: [222, 170, 112],
    near: [92, 40, 30],
  },
  // Rose dawn
  {
    zenith: [112, 122, 182],
    horizon: [252, 202, 204],
    sun: [255, 236, 220],
    haze: [206, 160, 190],
    near: [58, 44, 92],
  },
  // Desert evening
  {
    zenith: [36, 66, 110],
    horizon: [246, 190, 108],
    sun: [255, 214, 142],
    haze: [220, 130, 84],
    near: [70, 24, 28],
  },
];

/** `share` 0 is `from`, 1 is `to`. */
export function blend(from: Colour, to: Colour, share: number): Colour {
  return [
    from[0] + (to[0] - from[0]) * share,
    from[1] + (to[1] - from[1]) * share,
    from[2] + (to[2] - from[2]) * share,
  ];
}
