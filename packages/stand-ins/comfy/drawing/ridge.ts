import { round } from './shapes.ts';

/** A ridge has a point this often. */
const STEP = 5;

/** The shape of one line of hills; lengths in pixels. */
export interface RidgeShape {
  readonly width: number;
  /** Height of its middle, from the top of the picture. */
  readonly base: number;
  readonly swing: number;
  /** Length of its longest wave. */
  readonly wave: number;
  /** 0 is smooth, 1 rugged. */
  readonly detail: number;
}

const OCTAVES = 6;

/** The upper edge of a line of hills for each column: smooth noise over shorter and shorter waves. */
export function ridge(chance: () => number, shape: RidgeShape): Float32Array {
  const edge = new Float32Array(shape.width).fill(shape.base);
  let swing = shape.swing;
  let wave = shape.wave;
  for (let octave = 0; octave < OCTAVES; octave += 1) {
    const start = chance();
    const knots = Array.from({ length: Math.ceil(shape.width / wave) + 3 }, () => chance() - 0.5);
    for (let x = 0; x < shape.width; x += 1) {
      const place = x / wave + start;
      const knot = Math.floor(place);
      const share = place - knot;
      const left = knots[knot] ?? 0;
      const right = knots[knot + 1] ?? 0;
      const eased = share * share * (3 - 2 * share);
      edge[x] = (edge[x] ?? 0) + (left + (right - left) * eased) * swing;
    }
    swing *= 0.32 + 0.2 * shape.detail;
    wave /= 2.1;
  }
  return edge;
}

interface RidgeLook {
  readonly width: number;
  readonly height: number;
  readonly base: number;
  readonly swing: number;
  readonly wave: number;
  readonly detail: number;
}

export function ridgePath(random: () => number, look: RidgeLook): string {
  const { width, height, base, swing, wave, detail } = look;
  const top = ridge(random, {
    width: Math.ceil(width / STEP) + 2,
    base,
    swing,
    wave: wave / STEP,
    detail,
  });
  const points = Array.from(top, (y, index) => `${index * STEP} ${round(y)}`);
  return `M0 ${round(height)}L${points.join('L')}V${round(height)}Z`;
}
