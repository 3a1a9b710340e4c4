import { factWords, formats } from '../facts.ts';

/** German numbers, lists and plurals. */
export const german = formats('de');

/** German words for the facts of errors. */
export const fact = factWords(german, { something: 'etwas', some: 'einige', later: 'später' });

/** How many items of a long list are named. */
const MAX_NAMED = 5;

/** The first items and the number of the others: `a, b und c`, or `a, b, c, d, e und 7 weitere`. */
export function someOf(items: readonly string[]): string {
  const more = items.length - MAX_NAMED;
  if (more <= 0) return german.list(items);
  return german.list([...items.slice(0, MAX_NAMED), `${german.number(more)} weitere`]);
}
