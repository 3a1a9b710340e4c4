import { factWords, formats } from '../facts.ts';

/** Spanish numbers, lists and plurals. */
export const spanish = formats('es-ES');

/** Spanish words for the facts of errors. */
export const fact = factWords(spanish, {
  something: 'algo',
  some: 'bastantes',
  later: 'más tarde',
});

/** How many items of a long list are named. */
const MAX_NAMED = 5;

/** The first items and the number of the others: `a, b y c`, or `a, b, c, d, e y 7 más`. */
export function someOf(items: readonly string[]): string {
  const more = items.length - MAX_NAMED;
  if (more <= 0) return spanish.list(items);
  return spanish.list([...items.slice(0, MAX_NAMED), `${spanish.number(more)} más`]);
}
