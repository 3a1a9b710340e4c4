import { hasRepeats } from '../reading/letter-runs.ts';
import type { Effort } from '../reading/limits.ts';
import { LanguageWords } from './languages.ts';
import { type TableReader, type TableWriter, Texts } from './tables.ts';
import type { SpokenLanguage } from './term-list.ts';
import { Trie, TrieBuilder } from './trie.ts';

const NONE: readonly number[] = [];

/** The number and length of cached words. Prompts share most of their words. */
const MAX_KEPT = 8_192;
const LONGEST_KEPT = 24;

/** A cached word, and the effort of looking it up. */
interface Kept {
  readonly word: Word;
  readonly steps: number;
}

/** Every word in the lists, and every part of a word, by number. */
export class Vocabulary {
  readonly #words: Texts;
  readonly #beginnings: WordParts;
  readonly #within: WordParts;
  readonly #filler: Texts;
  readonly #languageWords: LanguageWords;
  readonly #kept = new Map<string, Kept>();

  /** Prefixes and inner parts have the number of their text with stars among the words. */
  constructor(
    words: Texts,
    beginnings: WordParts,
    within: WordParts,
    filler: Texts,
    languageWords: LanguageWords,
  ) {
    this.#words = words;
    this.#beginnings = beginnings;
    this.#within = within;
    this.#filler = filler;
    this.#languageWords = languageWords;
  }

  static read(from: TableReader): Vocabulary {
    return new Vocabulary(
      Texts.read(from),
      WordParts.read(from),
      WordParts.read(from),
      Texts.read(from),
      LanguageWords.read(from),
    );
  }

  write(to: TableWriter): void {
    this.#words.write(to);
    this.#beginnings.write(to);
    this.#within.write(to);
    this.#filler.write(to);
    this.#languageWords.write(to);
  }

  /** The languages written with accents, a bit each. */
  get accentedLanguages(): number {
    return this.#languageWords.accented;
  }

  /** Looks up a word. The effort is the same with and without the cache. */
  wordFor(text: string, effort: Effort): Word {
    const kept = this.#kept.get(text);
    if (kept) {
      effort.spend(kept.steps);
      return kept.word;
    }
    const before = effort.spent;
    const word = this.#lookUp(text, effort);
    if (text.length <= LONGEST_KEPT) {
      if (this.#kept.size >= MAX_KEPT) this.#kept.clear();
      this.#kept.set(text, { word, steps: effort.spent - before });
    }
    return word;
  }

  #lookUp(text: string, effort: Effort): Word {
    const beginnings: number[] = [];
    this.#beginnings.collect(text, 0, beginnings, effort);
    const within: number[] = [];
    effort.spend(text.length);
    for (let at = 0; at < text.length; at += 1) this.#within.collect(text, at, within, effort);
    const itself = this.#known(text);
    const singulars = this.#singularsOf(text);
    return {
      text,
      itself,
      singulars,
      withoutS: text.endsWith('s') ? this.#known(text.slice(0, -1)) : undefined,
      beginnings,
      within,
      isListed: itself !== undefined || singulars.length + beginnings.length + within.length > 0,
      isFiller: this.#filler.has(text),
      languages: this.#languageWords.languagesOf(text),
      hasRepeats: hasRepeats(text),
      isLetters: /^\p{L}+$/u.test(text),
    };
  }

  /** The number of a whole word. -1 if it is not listed. */
  numberOf(word: string): number {
    return this.#words.numberOf(word);
  }

  /** Reports the words found in a text at an index: see {@link Texts.tellFrom}. */
  tellFrom(text: string, start: number, tell: (number: number, end: number) => void): void {
    this.#words.tellFrom(text, start, tell);
  }

  /** The numbers of a word itself, of its singulars and of its prefixes. */
  numbersOf(word: string, effort: Effort): readonly number[] {
    const numbers: number[] = [];
    const itself = this.numberOf(word);
    if (itself !== -1) numbers.push(itself);
    numbers.push(...this.#singularsOf(word));
    this.#beginnings.collect(word, 0, numbers, effort);
    return numbers;
  }

  /** The number of letters of an entry, stars included. */
  lengthOf(number: number): number {
    return this.#words.lengthOf(number);
  }

  /** The entry as listed, with stars. */
  textOf(number: number): string {
    return this.#words.at(number);
  }

  #singularsOf(text: string): readonly number[] {
    const singulars = singularsOf(text);
    if (singulars.length === 0) return NONE;
    return singulars
      .map((singular) => this.#known(singular))
      .filter((number) => number !== undefined);
  }

  #known(word: string): number | undefined {
    const number = this.numberOf(word);
    return number === -1 ? undefined : number;
  }
}

/** Builds a {@link Vocabulary}: a word gets its number on first use. */
export class VocabularyBuilder {
  readonly #numbers = new Map<string, number>();
  readonly #beginnings = new WordPartsBuilder();
  readonly #within = new WordPartsBuilder();
  readonly #filler: readonly string[];
  readonly #languages: readonly SpokenLanguage[];

  /** `filler`: words without meaning between two others. */
  constructor(filler: readonly string[], languages: readonly SpokenLanguage[] = []) {
    this.#filler = filler;
    this.#languages = languages;
  }

  numberOf(word: string): number {
    const known = this.#numbers.get(word);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(word, number);
    return number;
  }

  /** The number of a word's prefix. */
  numberOfBeginning(part: string): number {
    const number = this.numberOf(`${part}*`);
    this.#beginnings.add(part, number, { atEnd: false });
    return number;
  }

  /** The number of a part anywhere in a word, or at its end. */
  numberWithin(part: string, { atEnd }: { readonly atEnd: boolean }): number {
    const number = this.numberOf(atEnd ? `*${part}` : `*${part}*`);
    this.#within.add(part, number, { atEnd });
    return number;
  }

  built(): Vocabulary {
    return new Vocabulary(
      Texts.of([...this.#numbers.keys()]),
      this.#beginnings.built(),
      this.#within.built(),
      Texts.of(this.#filler),
      LanguageWords.of(this.#languages),
    );
  }
}

/** A word of a reading and its listings. */
export interface Word {
  readonly text: string;
  /** The number of the word itself. `undefined` if not listed. */
  readonly itself: number | undefined;
  /** The numbers of the words it may be the plural of. */
  readonly singulars: readonly number[];
  /** Which of them is this word without its s. */
  readonly withoutS: number | undefined;
  /** The numbers of listed prefixes, such as `nud*`, that match it. */
  readonly beginnings: readonly number[];
  /** The numbers of listed inner parts and endings that match it. */
  readonly within: readonly number[];
  /** Whether any of those exists. */
  readonly isListed: boolean;
  /** Whether it has no meaning between two others. */
  readonly isFiller: boolean;
  /** The languages it identifies, a bit each. */
  readonly languages: number;
  /** Whether it has a double letter. */
  readonly hasRepeats: boolean;
  /** Whether it consists of letters only. */
  readonly isLetters: boolean;
}

/** The numbers by which a word may end a term: its own, those of its singulars, and its prefixes. */
export function endNumbersOf({ itself, singulars, beginnings }: Word): readonly number[] {
  return [...(itself === undefined ? [] : [itself]), ...singulars, ...beginnings];
}

const NO_PART = -1;

/** Parts that match inside words, each with a number. */
class WordParts {
  readonly #letters: Trie;
  /** By the state after a part's letters: the number of a part found anywhere, and of one found at ends. */
  readonly #anywhere: Int32Array;
  readonly #atEnds: Int32Array;

  constructor(letters: Trie, anywhere: Int32Array, atEnds: Int32Array) {
    this.#letters = letters;
    this.#anywhere = anywhere;
    this.#atEnds = atEnds;
  }

  static read(from: TableReader): WordParts {
    return new WordParts(Trie.read(from), from.int32(), from.int32());
  }

  write(to: TableWriter): void {
    this.#letters.write(to);
    to.add(this.#anywhere);
    to.add(this.#atEnds);
  }

  /** Adds the numbers of the parts that start at this index of a word. */
  collect(word: string, start: number, numbers: number[], effort: Effort): void {
    let at = start;
    let state = this.#letters.next(Trie.root, word.charCodeAt(at));
    if (state === Trie.nowhere) return;
    while (state !== Trie.nowhere) {
      at += 1;
      const anywhere = this.#anywhere[state] ?? NO_PART;
      if (anywhere !== NO_PART) numbers.push(anywhere);
      if (at === word.length) {
        const atEnd = this.#atEnds[state] ?? NO_PART;
        if (atEnd !== NO_PART) numbers.push(atEnd);
        break;
      }
      state = this.#letters.next(state, word.charCodeAt(at));
    }
    effort.spend(at - start);
  }
}

/** Builds {@link WordParts}. */
class WordPartsBuilder {
  readonly #letters = new TrieBuilder();
  readonly #anywhere = new Map<number, number>();
  readonly #atEnds = new Map<number, number>();

  /** `atEnd`: matches at the end of a word only. */
  add(part: string, number: number, { atEnd }: { readonly atEnd: boolean }): void {
    (atEnd ? this.#atEnds : this.#anywhere).set(this.#letters.addLetters(part), number);
  }

  built(): WordParts {
    const { trie, stateOf } = this.#letters.built();
    const byState = (numbers: ReadonlyMap<number, number>) => {
      const table = new Int32Array(trie.states).fill(NO_PART);
      for (const [state, number] of numbers) table[stateOf[state] ?? 0] = number;
      return table;
    };
    return new WordParts(trie, byState(this.#anywhere), byState(this.#atEnds));
  }
}

const TAKES_ES = /(?:[sxzo]|ch|sh)$/;
const TAKES_IES = /(?:^|[^aeiou])y$/;

/** A word's possible forms in a text, including its plural. Any word may take an s. */
export function formsOf(word: string): readonly string[] {
  if (TAKES_IES.test(word)) return [word, `${word}s`, `${word.slice(0, -1)}ies`];
  if (TAKES_ES.test(word)) return [word, `${word}s`, `${word}e`, `${word}es`];
  return [word, `${word}s`];
}

/** Every word that this may be the plural of, existing or not. */
export function singularsOf(word: string): readonly string[] {
  const last = word.at(-1);
  if (last !== 's' && last !== 'e') return [];
  const shorter = word.slice(0, -1);
  if (last === 'e') return TAKES_ES.test(shorter) ? [shorter] : [];
  const stem = word.slice(0, -2);
  const singular = `${word.slice(0, -3)}y`;
  return [
    ...(shorter === '' ? [] : [shorter]),
    ...(word.endsWith('es') && TAKES_ES.test(stem) ? [stem] : []),
    ...(word.endsWith('ies') && TAKES_IES.test(singular) ? [singular] : []),
  ];
}
