import { hasRepeats } from '../reading/letter-runs.ts';
import type { Effort } from '../reading/limits.ts';
import { LanguageWords } from './languages.ts';
import { type TableReader, type TableWriter, Texts } from './tables.ts';
import type { SpokenLanguage } from './term-list.ts';
import { Trie, TrieBuilder } from './trie.ts';

const NONE: readonly number[] = [];

/** How many words are kept, and how long they are: prompts share most of their words. */
const MOST_KEPT = 8_192;
const LONGEST_KEPT = 24;

/** A word that was looked up, and the effort that it took. */
interface Kept {
  readonly word: Word;
  readonly steps: number;
}

/** Every word of the lists, and every part of a word, by its number. */
export class Vocabulary {
  readonly #words: Texts;
  readonly #beginnings: WordParts;
  readonly #within: WordParts;
  readonly #filler: Texts;
  readonly #languageWords: LanguageWords;
  readonly #kept = new Map<string, Kept>();

  /** A beginning, or a part within words, has the number it has among the words, with its stars. */
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

  /** The languages that write accents, a bit each. */
  get accentedLanguages(): number {
    return this.#languageWords.accented;
  }

  /** What the lists know of a word. The effort is the same whether it was looked up before or not. */
  wordFor(text: string, effort: Effort): Word {
    const kept = this.#kept.get(text);
    if (kept) {
      effort.spend(kept.steps);
      return kept.word;
    }
    const before = effort.spent;
    const word = this.#lookUp(text, effort);
    if (text.length <= LONGEST_KEPT) {
      if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
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

  /** The number of a whole word; -1 for one that no list has. */
  numberOf(word: string): number {
    return this.#words.numberOf(word);
  }

  /** Tells the words that stand in a text from a place on; see {@link Texts.tellFrom}. */
  tellFrom(text: string, start: number, tell: (number: number, end: number) => void): void {
    this.#words.tellFrom(text, start, tell);
  }

  /** The numbers that a word has, by itself, as a plural and by its beginning. */
  numbersOf(word: string, effort: Effort): readonly number[] {
    const numbers: number[] = [];
    const itself = this.numberOf(word);
    if (itself !== -1) numbers.push(itself);
    numbers.push(...this.#singularsOf(word));
    this.#beginnings.collect(word, 0, numbers, effort);
    return numbers;
  }

  /** How many letters a number stands for, its stars included. */
  lengthOf(number: number): number {
    return this.#words.lengthOf(number);
  }

  /** What stands in the lists, with its stars. */
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

/** A {@link Vocabulary} that grows: a word gets its number when it is first asked for. */
export class VocabularyBuilder {
  readonly #numbers = new Map<string, number>();
  readonly #beginnings = new WordPartsBuilder();
  readonly #within = new WordPartsBuilder();
  readonly #filler: readonly string[];
  readonly #languages: readonly SpokenLanguage[];

  /** `filler` are words that say nothing between two others. */
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

  /** The number of what a word begins with. */
  numberOfBeginning(part: string): number {
    const number = this.numberOf(`${part}*`);
    this.#beginnings.add(part, number, { atEnd: false });
    return number;
  }

  /** The number of what stands anywhere in a word, or at its end. */
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

/** A word of a reading, and what the lists know of it. */
export interface Word {
  readonly text: string;
  /** Its number in the lists, by itself; `undefined` where none has it. */
  readonly itself: number | undefined;
  /** The numbers of the words of which it may be the plural. */
  readonly singulars: readonly number[];
  /** Which of them is this word without its s. */
  readonly withoutS: number | undefined;
  /** The numbers of what words begin with, such as `nud*`, that begin it. */
  readonly beginnings: readonly number[];
  /** The numbers of what stands anywhere in words, or at their ends, that stands so in it. */
  readonly within: readonly number[];
  /** Whether there is any of that. */
  readonly isListed: boolean;
  /** Whether it says nothing between two others. */
  readonly isFiller: boolean;
  /** The languages that are known by it, a bit each. */
  readonly languages: number;
  /** Whether any letter of it stands twice in a row. */
  readonly hasRepeats: boolean;
  /** Whether it is letters only. */
  readonly isLetters: boolean;
}

/** The numbers by which a word may end a term: its own, those of its singulars, and what it begins with. */
export function endNumbersOf({ itself, singulars, beginnings }: Word): readonly number[] {
  return [...(itself === undefined ? [] : [itself]), ...singulars, ...beginnings];
}

const NO_PART = -1;

/** What is found in words without being all of them: parts, each with a number. */
class WordParts {
  readonly #letters: Trie;
  /** By the state after a part's letters: the number of one found anywhere, and of one found at ends. */
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

  /** Adds the numbers of the parts that begin at this place of a word to the others. */
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

/** {@link WordParts} that grow. */
class WordPartsBuilder {
  readonly #letters = new TrieBuilder();
  readonly #anywhere = new Map<number, number>();
  readonly #atEnds = new Map<number, number>();

  /** `atEnd` for a part that is to be found at the end of a word only. */
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

/** A word as it may stand in a text, its plural included; any word may take an s. */
export function formsOf(word: string): readonly string[] {
  if (TAKES_IES.test(word)) return [word, `${word}s`, `${word.slice(0, -1)}ies`];
  if (TAKES_ES.test(word)) return [word, `${word}s`, `${word}e`, `${word}es`];
  return [word, `${word}s`];
}

/** Every word that this may be the plural of, whether there is such a word or not. */
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
