import type { Formats, Forms } from './formats.ts';

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
