/** One thing that an error knows: a number, a time in seconds since the epoch, a code, a name, or several. */
export type Fact = string | number | readonly string[] | undefined;

/** By name. Rows of earlier versions hold them as strings, and may lack some. */
export type Facts = Readonly<Record<string, Fact>>;

/** What a language says where a fact is missing. */
interface Instead {
  readonly something: string;
  readonly some: string;
  readonly later: string;
}

/** Words for facts, whatever was stored of them. */
export interface FactWords {
  /** As it is. */
  readonly text: (fact: Fact) => string;
  readonly number: (fact: Fact) => string;
  /** `10 minutes` */
  readonly amount: (fact: Fact, forms: Forms) => string;
  /** A time that Discord shows relative to the reader's own. */
  readonly time: (fact: Fact) => string;
  /** In the words for a code; as it is where there are none. */
  readonly code: (fact: Fact, words: Readonly<Record<string, string>>) => string;
  /** A person by their id. */
  readonly person: (fact: Fact) => string;
  /** Several things, each in the words that `word` has for it. */
  readonly list: (fact: Fact, word: (item: string) => string) => string;
}

/** How one language puts facts into sentences. */
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

/** A word in the forms that a language needs beside numbers, by the names of Unicode's plural rules. */
type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;

/** How one language writes numbers and lists, and which form of a word goes with a number. */
interface Formats {
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

/** A sentence, or how it is made of an error's facts. */
export type Sentence = string | ((facts: Facts) => string);

/** What people are told about an error, each in one sentence. */
export interface ErrorWords {
  /** What happened. */
  readonly what: Sentence;
  /** What to do next. */
  readonly next: Sentence;
}

/** A sentence with its facts in place. */
export function spoken(sentence: Sentence, facts: Facts): string {
  return typeof sentence === 'string' ? sentence : sentence(facts);
}
