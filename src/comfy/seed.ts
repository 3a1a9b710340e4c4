/** Asks for a seed to be drawn. Any other seed, 0 too, is taken as it is. */
export const RANDOM_SEED = -1;

/** Puts a drawn seed where a random one was asked for. `draw` gives whole numbers from 0 to 2^53 - 1. */
export function withDrawnSeed<Given extends { readonly seed?: number }>(
  asked: Given,
  draw: () => number,
): Given {
  return asked.seed === RANDOM_SEED ? { ...asked, seed: draw() } : asked;
}
