/** Width and height in pixels. */
export type Size = readonly [width: number, height: number];

/** What is offered, as width to height, in this order. */
const SHAPES: readonly Size[] = [
  [1, 1],
  [4, 3],
  [3, 4],
  [3, 2],
  [2, 3],
  [16, 9],
  [9, 16],
];
/** How much two ratios may differ and still be called the same. */
const NEAR = 0.08;
/** And what a shape that is offered may differ from its name, as sides are multiples. */
const FAR = 0.1;
/** Multiples of 64 are too coarse for shorter sides. */
const SHORT = 256;

/**
 * Shapes of about as many pixels as one size has, which is itself among them: what a model was
 * exported with is what it is good at. Sides are multiples of 64 where those of that size are, so that
 * 1024×1024 leads to the sizes that SDXL was trained on, and else of 16, which every model of today takes.
 */
export function shapesAround([width, height]: Size): Readonly<Record<string, Size>> {
  const isCoarse = Math.min(width, height) >= SHORT && width % 64 === 0 && height % 64 === 0;
  const multiple = isCoarse ? 64 : 16;
  const own = nameOf([width, height]);
  const sizes = SHAPES.flatMap((shape): (readonly [string, Size])[] => {
    const name = shape.join(':');
    if (name === own) return [[name, [width, height]]];
    const size = sized(shape, width * height, multiple);
    return distance(shape, size) < FAR ? [[name, size]] : [];
  });
  const isAmong = sizes.some(([name]) => name === own);
  return Object.fromEntries(isAmong ? sizes : [[own, [width, height]], ...sizes]);
}

/** The longer side is rounded down unless it is nearly reached, and the other to the nearest: so it becomes little more work. */
function sized([across, down]: Size, pixels: number, multiple: number): Size {
  const long = Math.sqrt((pixels * Math.max(across, down)) / Math.min(across, down));
  const longer = Math.max(multiple, Math.floor(long / multiple + 0.25) * multiple);
  const shorter = Math.max(multiple, Math.round(pixels / long / multiple) * multiple);
  if (across === down) return [shorter, shorter];
  return across > down ? [longer, shorter] : [shorter, longer];
}

/** The shape that a size nearly has, or its own ratio in whole numbers. */
function nameOf([width, height]: Size): string {
  const to = (shape: Size) => distance(shape, [width, height]);
  const [nearest] = SHAPES.toSorted((one, other) => to(one) - to(other));
  if (nearest && to(nearest) < NEAR) return nearest.join(':');
  const common = greatestCommon(width, height);
  return `${width / common}:${height / common}`;
}

/** How much the ratios of two sizes differ. */
function distance([width, height]: Size, [across, down]: Size): number {
  return Math.abs(Math.log(width / height) - Math.log(across / down));
}

function greatestCommon(one: number, other: number): number {
  return other === 0 ? one : greatestCommon(other, one % other);
}
