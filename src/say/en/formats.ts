import { factWords, formats } from '../facts.ts';

/** English numbers, lists and plurals. */
export const english = formats('en');

/** English words for the facts of errors. */
export const fact = factWords(english, { something: 'something', some: 'some', later: 'later' });

/** How many items of a long list are named. */
const MAX_NAMED = 5;

/** The first items and the number of the others: `a, b, and c`, or `a, b, c, d, e, and 7 more`. */
export function someOf(items: readonly string[]): string {
  const more = items.length - MAX_NAMED;
  if (more <= 0) return english.list(items);
  return english.list([...items.slice(0, MAX_NAMED), `${english.number(more)} more`]);
}
