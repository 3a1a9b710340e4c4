/** Width and height in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The shapes a person may choose from, in the order in which they are offered. */
export const ASPECT_RATIO_NAMES = ['1:1', '16:9', '9:16', '4:3', '3:4', '4:5'] as const;

export type AspectRatio = (typeof ASPECT_RATIO_NAMES)[number];

/**
 * The pixels of each shape, from the worker's contract: sizes that SDXL was trained on. It has
 * none of 4:5, so that one gets the nearest, which is that of 3:4.
 */
export const ASPECT_RATIOS: Readonly<Record<AspectRatio, Size>> = {
  '1:1': { width: 1024, height: 1024 },
  '16:9': { width: 1344, height: 768 },
  '9:16': { width: 768, height: 1344 },
  '4:3': { width: 1152, height: 896 },
  '3:4': { width: 896, height: 1152 },
  '4:5': { width: 896, height: 1152 },
};

/** The pixels of a shape by its name. A request may still name one that is no longer offered: that is square. */
export function sizeOf(name: string): Size {
  const known = ASPECT_RATIO_NAMES.find((one) => one === name) ?? '1:1';
  return ASPECT_RATIOS[known];
}
