import { factWords, formats } from '../facts.ts';

const unicode = formats('pt-BR');

/** Brazilian numbers, lists and plurals. Unicode counts 0 as one, but people write `0 imagens`. */
export const portuguese: typeof unicode = {
  ...unicode,
  form: (amount, forms) => (amount === 0 ? forms.other : unicode.form(amount, forms)),
  amount: (amount, forms) => (amount === 0 ? `0 ${forms.other}` : unicode.amount(amount, forms)),
};

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
