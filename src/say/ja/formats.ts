import { factWords, formats } from '../facts.ts';

/** Japanese numbers and lists. It has no plural forms, and no space before a counter. */
export const japanese = formats('ja');

/** Japanese words for the facts of errors. */
export const fact = factWords(japanese, {
  something: '（不明）',
  some: '数',
  later: 'しばらくあと',
});

/** How many items of a long list are named. */
const MAX_NAMED = 5;

/** The first items and the number of the others: `a、b、c`, or `a、b、c、d、e、ほか7件`. */
export function someOf(items: readonly string[]): string {
  const more = items.length - MAX_NAMED;
  if (more <= 0) return japanese.list(items);
  return japanese.list([...items.slice(0, MAX_NAMED), `ほか${japanese.number(more)}件`]);
}
