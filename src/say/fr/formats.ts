import { factWords, formats } from '../facts.ts';

/** French numbers, lists and plurals. */
export const french = formats('fr');

/** French words for the facts of errors. */
export const fact = factWords(french, {
  something: 'quelque chose',
  some: 'quelques',
  later: 'plus tard',
});

/** How many items of a long list are named. */
const MAX_NAMED = 5;

/** The first items and the number of the others: `a, b et c`, or `a, b, c, d, e et 7 autres`. */
export function someOf(items: readonly string[]): string {
  const more = items.length - MAX_NAMED;
  if (more <= 0) return french.list(items);
  const others = french.amount(more, { one: 'autre', other: 'autres' });
  return french.list([...items.slice(0, MAX_NAMED), others]);
}
