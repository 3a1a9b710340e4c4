import type { ApiGraph } from './api-graph.ts';
import type { Manifest } from './manifest.ts';
import { PUBLIC_NODE } from './reading.ts';

type Params = Readonly<Record<string, unknown>>;

/** What a job is documented to cost, in US dollars, by the price in its manifest. `filled`: its input. */
export function priceOf(
  price: NonNullable<Manifest['price']>,
  filled: (params: Params) => ApiGraph,
): (params: Params) => number {
  return (params) => {
    const { count } = params;
    const pictures = typeof count === 'number' ? count : 1;
    if ('per_picture' in price) return pictures * price.per_picture;
    const { width, height } = filled(params)[PUBLIC_NODE]?.inputs ?? {};
    const pixels = Number(width) * Number(height);
    // As RunPod counts: a million of pixels, and not 1024 times 1024.
    return (pictures * price.per_megapixel * pixels) / 1_000_000;
  };
}
