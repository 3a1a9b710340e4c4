import type { Grant, Skus } from './premium.ts';

/** Discord's own limit for an application. */
const MOST_SKUS = 50;

/** What a SKU can give, by its name in `PREMIUM_SKUS`, with the most of it. */
const GIVES: Readonly<Record<string, readonly [keyof Grant, number]>> = {
  pictures_a_day: ['picturesADay', 10_000],
  gpu_seconds_a_day: ['gpuSecondsADay', 1_000_000],
  credits: ['credits', 100_000],
};

/**
 * Reads `SKU:what=amount,SKU:what=amount`, or returns the problem as what the text must be. A SKU may be listed
 * several times, for what else it gives.
 */
export function readSkus(text: string): { readonly skus: Skus } | { readonly problem: string } {
  const skus: Record<string, Record<string, number>> = {};
  for (const item of text.split(',').map((part) => part.trim())) {
    const [, id, name, digits] = /^(\d{17,20})\s*:\s*([a-z_]+)\s*=\s*(\d{1,9})$/.exec(item) ?? [];
    const gives = name !== undefined && Object.hasOwn(GIVES, name) ? GIVES[name] : undefined;
    if (id === undefined || !gives) {
      return {
        problem: `must be items such as 1019475255913222144:pictures_a_day=50, separated by commas; each gives ${Object.keys(GIVES).join(', ')}; this one does not: ${item.slice(0, 80)}`,
      };
    }
    const [grant, most] = gives;
    const amount = Number(digits);
    if (amount < 1 || amount > most) return { problem: `must give 1 to ${most} in ${item}` };
    const sku = (skus[id] ??= {});
    if (sku[grant] !== undefined) return { problem: `must name ${name} once for ${id}` };
    sku[grant] = amount;
    if (sku.credits !== undefined && Object.keys(sku).length > 1) {
      return {
        problem: `must give either credits or something a day, as a SKU is either consumed or lasts: ${id}`,
      };
    }
  }
  if (Object.keys(skus).length > MOST_SKUS) {
    return { problem: `must name at most ${MOST_SKUS} SKUs` };
  }
  return { skus };
}
