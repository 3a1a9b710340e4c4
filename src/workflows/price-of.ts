import type { ApiGraph } from './api-graph.ts';
import type { Manifest } from './manifest.ts';
import { USUAL_NUMBERS } from './number-input.ts';
import { PUBLIC_NODE } from './reading.ts';

type Params = Readonly<Record<string, unknown>>;

/**
 * What a job is documented to cost, in US dollars, by the price in its manifest. `filled`: its input.
 *
 * @throws TypeError rather than give what is no amount, which no limit would hold back.
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

/** However many it is asked for, and by whatever entry. */
function picturesOf({ count }: Params, inputs: Params): number {
  const asked = [count, ...USUAL_NUMBERS.count.keys.map((key) => inputs[key])].map(Number);
  return Math.max(1, ...asked.filter(Number.isFinite));
}

function pictureOf(price: NonNullable<Manifest['price']>, { width, height }: Params): number {
  if ('per_picture' in price) return price.per_picture;
  // As RunPod counts: a million of pixels, and not 1024 times 1024.
  return (price.per_megapixel * Number(width) * Number(height)) / 1_000_000;
}
