/** How many at the head of the line are told their exact places. */
export const EXACT_PLACES = 200;

/**
 * A place in the line as it is told, from 1: exact for those who come soon, and rounded up to two
 * digits for all others, so that few of them have anything new to be told as the line moves on.
 */
export function toldPlace(place: number): number {
  if (place <= EXACT_PLACES) return place;
  const step = 10 ** (String(place).length - 2);
  return Math.ceil(place / step) * step;
}
