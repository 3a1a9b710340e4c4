import type { Effort } from './effort.ts';
import { LanguageWords } from './language-words.ts';
import { singularsOf } from './plurals.ts';
import type { TableReader, TableWriter } from './tables.ts';
import { Texts } from './texts.ts';
import { hasRepeats } from './without-repeats.ts';
import { WordParts } from './word-parts.ts';
import type { Word } from './word.ts';

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
