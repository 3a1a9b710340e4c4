/** A fact of an error: a number, a time in seconds since the epoch, a code, a name, or several. */
export type Fact = string | number | readonly string[] | undefined;

/** By name. Rows of earlier versions store them as strings and may lack some. */
export type Facts = Readonly<Record<string, Fact>>;

/** A language's placeholders for missing facts. */
interface Instead {
  readonly something: string;
  readonly some: string;
  readonly later: string;
}

/** Formats facts, whatever type was stored. */
export interface FactWords {
  /** Unchanged. */
  readonly text: (fact: Fact) => string;
  readonly number: (fact: Fact) => string;
  /** `10 minutes` */
  readonly amount: (fact: Fact, forms: Forms) => string;
  /** A Discord timestamp, relative to now. */
  readonly time: (fact: Fact) => string;
  /** The words for a code, or the code itself if there are none. */
  readonly code: (fact: Fact, words: Readonly<Record<string, string>>) => string;
  /** Mentions a member by id. */
  readonly person: (fact: Fact) => string;
  /** A list, with each item formatted by `word`. */
  readonly list: (fact: Fact, word: (item: string) => string) => string;
}

/** How one language formats facts in sentences. */
export function factWords({ number, amount, list }: Formats, instead: Instead): FactWords {
  const text = (fact: Fact) => {
    if (fact === undefined || fact === '') return instead.something;
    return typeof fact === 'object' ? list(fact) : String(fact);
  };
  return {
    text,
    number: (fact) => numberIn(fact, number) ?? String(fact ?? instead.some),
    amount: (fact, forms) =>
      numberIn(fact, (value) => amount(value, forms)) ??
      `${String(fact ?? instead.some)} ${forms.other}`,
    time: (fact) => (fact === undefined ? instead.later : `<t:${String(fact)}:R>`),
    code: (fact, words) =>
      typeof fact === 'string' && Object.hasOwn(words, fact) ? (words[fact] ?? fact) : text(fact),
    person: (fact) => (typeof fact === 'string' && /^\d+$/.test(fact) ? `<@${fact}>` : text(fact)),
    list: (fact, word) => (typeof fact === 'object' ? list(fact.map(word)) : text(fact)),
  };
}

function numberIn(fact: Fact, word: (value: number) => string): string | undefined {
  if (typeof fact === 'number') return word(fact);
  return typeof fact === 'string' && /^-?\d+(?:\.\d+)?$/.test(fact)
    ? word(Number(fact))
    : undefined;
}

/** A word's forms by number, named after Unicode's plural rules. */
type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;

/** How one language writes numbers and lists, and chooses plural forms. */
interface Formats {
  readonly number: (value: number) => string;
  /** US dollars: `$0.50`, `$0.0042` */
  readonly money: (dollars: number) => string;
  /** `$1,200` */
  readonly wholeMoney: (dollars: number) => string;
  /** A day in UTC, of milliseconds since the epoch: `Dec 3` */
  readonly day: (at: number) => string;
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
 * Creates each `Intl` object on first use: together they take 7 MB, which an idle bot can do without.
 *
 * @param language a BCP 47 tag, such as `pt-BR`.
 */
export function formats(language: string): Formats {
  const numbers = once(() => new Intl.NumberFormat(language, { useGrouping: 'min2' }));
  const currency = { style: 'currency', currency: 'USD' } as const;
  const dollars = once(
    () => new Intl.NumberFormat(language, { ...currency, maximumFractionDigits: 6 }),
  );
  const whole = once(
    () => new Intl.NumberFormat(language, { ...currency, maximumFractionDigits: 0 }),
  );
  const days = once(
    () => new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', timeZone: 'UTC' }),
  );
  const lists = once(() => new Intl.ListFormat(language));
  const series = once(() => new Intl.ListFormat(language, { type: 'unit', style: 'short' }));
  const plurals = once(() => new Intl.PluralRules(language));
  const form = (amount: number, forms: Forms) => forms[plurals().select(amount)] ?? forms.other;
  return {
    number: (value) => numbers().format(value),
    money: (value) => dollars().format(value),
    wholeMoney: (value) => whole().format(value),
    day: (at) => days().format(at),
    list: (items) => lists().format(items),
    series: (items) => series().format(items),
    form,
    amount: (amount, forms) => `${numbers().format(amount)} ${form(amount, forms)}`,
  };
}

/** Words at the start of a sentence. Mentions stay as they are. */
export function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** A sentence, or a function that builds it from an error's facts. */
export type Sentence = string | ((facts: Facts) => string);

/** An error's two sentences for members. */
export interface ErrorWords {
  /** What happened. */
  readonly what: Sentence;
  /** What to do next. */
  readonly next: Sentence;
}

/** Fills a sentence with its facts. */
export function spoken(sentence: Sentence, facts: Facts): string {
  return typeof sentence === 'string' ? sentence : sentence(facts);
}
