import type { ApiGraph } from './api-graph.ts';
import { USUAL_NUMBERS } from './inputs/number.ts';
import type { Manifest } from './manifest.ts';
import { PUBLIC_NODE, type Reading, type WorkflowInput } from './reading.ts';

/** RunPod's documented name for its safety checker, where it can be switched off. */
const SAFETY_CHECKER = '_safety_checker';
const SWITCHED_OFF: Readonly<Record<string, boolean>> = {
  enable_safety_checker: false,
  disable_safety_checker: true,
};

const SIDES = ['width', 'height'] as const;

/** Finds conflicts with one of RunPod's public endpoints. */
export function checkFlat(
  reading: Reading,
  manifest: Manifest,
  inputs: readonly WorkflowInput[],
): void {
  const { rating, endpoint, price, input = {} } = manifest;
  if (endpoint === undefined) {
    reading.manifest('says no endpoint, the name in the address on the page of the model');
  }
  const keys = inputs.flatMap(({ targets }) => targets.map((target) => target.input));
  const set = new Set([...Object.keys(input), ...keys]);
  if (price === undefined) {
    reading.manifest(
      'says no price, which the page of the model has: MAX_SPEND_PER_DAY_USD counts it',
    );
  } else if ('per_megapixel' in price && !(set.has('width') && set.has('height'))) {
    reading.manifest('its price is per megapixel, and it sets no width and height');
  } else if ('per_megapixel' in price && !SIDES.every((side) => isNumber(side, input, inputs))) {
    reading.manifest('its price is per megapixel, and its width or height may be no number');
  }
  if (keys.some((key) => key.endsWith(SAFETY_CHECKER))) {
    reading.manifest('people cannot choose whether pictures are looked over: set it in input');
  }
  const isOff = Object.entries(SWITCHED_OFF).some(([key, off]) => input[key] === off);
  if (isOff && rating === 'general') {
    reading.manifest('switches the safety checker off, and the rating is general');
  }
}

/** Whether a key is a number for every choice. */
function isNumber(
  key: string,
  fixed: NonNullable<Manifest['input']>,
  inputs: readonly WorkflowInput[],
): boolean {
  const setters = inputs.filter(({ targets }) => targets.some(({ input }) => input === key));
  if (setters.length === 0) return typeof fixed[key] === 'number';
  return setters.every(({ option, write }) => {
    if (option.kind !== 'choice') return option.kind === 'whole' || option.kind === 'number';
    const written = option.names.flatMap((name) => write(name));
    return written.every(({ input, value }) => input !== key || typeof value === 'number');
  });
}

type Params = Readonly<Record<string, unknown>>;

/**
 * A job's documented price in US dollars, from its manifest. `filled`: its input.
 *
 * @throws TypeError for an invalid amount, which would bypass every limit.
 */
export function priceOf(
  price: NonNullable<Manifest['price']>,
  filled: (params: Params) => ApiGraph,
): (params: Params) => number {
  return (params) => {
    const { inputs = {} } = filled(params)[PUBLIC_NODE] ?? {};
    const amount = picturesOf(params, inputs) * pictureOf(price, inputs);
    if (!Number.isFinite(amount) || amount < 0) throw new TypeError('a price that is no amount');
    return amount;
  };
}

/** The number of pictures, from whichever entry sets it. */
function picturesOf({ count }: Params, inputs: Params): number {
  const asked = [count, ...USUAL_NUMBERS.count.keys.map((key) => inputs[key])].map(Number);
  return Math.max(1, ...asked.filter(Number.isFinite));
}

function pictureOf(price: NonNullable<Manifest['price']>, { width, height }: Params): number {
  if ('per_picture' in price) return price.per_picture;
  // RunPod counts a megapixel as a million pixels, not 1024 times 1024.
  return (price.per_megapixel * Number(width) * Number(height)) / 1_000_000;
}
