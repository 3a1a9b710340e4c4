import { factWords, formats } from '../facts.ts';

/** Brazilian numbers, lists and plurals. */
export const portuguese = formats('pt-BR');

/** Portuguese words for the facts of errors. */
export const fact = factWords(portuguese, {
  something: 'algo',
  some: 'alguns',
  later: 'mais tarde',
});

/** How many items of a long list are named. */
const MAX_NAMED = 5;

/** The first items and the number of the others: `a, b e c`, or `a, b, c, d, e e mais 7`. */
export function someOf(items: readonly string[]): string {
  const more = items.length - MAX_NAMED;
  if (more <= 0) return portuguese.list(items);
  return portuguese.list([...items.slice(0, MAX_NAMED), `mais ${portuguese.number(more)}`]);
}
