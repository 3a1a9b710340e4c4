/** A word in the forms that a language needs beside numbers, by the names of Unicode's plural rules. */
export type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;

/** How one language writes numbers and lists, and which form of a word goes with a number. */
export interface Formats {
  readonly number: (value: number) => string;
  /** `a, b, and c` */
  readonly list: (items: readonly string[]) => string;
  /** `a, b, c` */
  readonly series: (items: readonly string[]) => string;
  /** The form alone, as for a verb. */
  readonly form: (amount: number, forms: Forms) => string;
  /** `1 request`, `5 requests` */
  readonly amount: (amount: number, forms: Forms) => string;
}

/**
 * Each of `Intl`'s own is made when it is first used: they take 7 MB together, which a bot that has nothing
 * to say can do without.
 *
 * @param language a BCP 47 tag, such as `pt-BR`.
 */
export function formats(language: string): Formats {
  const numbers = once(() => new Intl.NumberFormat(language, { useGrouping: 'min2' }));
  const lists = once(() => new Intl.ListFormat(language));
  const series = once(() => new Intl.ListFormat(language, { type: 'unit', style: 'short' }));
  const plurals = once(() => new Intl.PluralRules(language));
  const form = (amount: number, forms: Forms) => forms[plurals().select(amount)] ?? forms.other;
  return {
    number: (value) => numbers().format(value),
    list: (items) => lists().format(items),
    series: (items) => series().format(items),
    form,
    amount: (amount, forms) => `${numbers().format(amount)} ${form(amount, forms)}`,
  };
}

function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
