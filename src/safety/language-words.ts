import { plainReading } from './readings.ts';
import type { TableReader, TableWriter } from './tables.ts';
import { TermListError } from './term-list-error.ts';
import type { SpokenLanguage } from './term-list.ts';
import { Texts } from './texts.ts';

/** Each has a bit of a number. */
const MOST_LANGUAGES = 31;

/** The words by which languages are known, such as "der" and "avec": a bit for each language, in the order of the lists. */
export class LanguageWords {
  readonly #words: Texts;
  /** By word: the bits of the languages that have it. */
  readonly #languages: Int32Array;
  /** The languages that write accents: those of which a word has one. */
  readonly accented: number;

  private constructor(words: Texts, languages: Int32Array) {
    this.#words = words;
    this.#languages = languages;
    let accented = 0;
    for (const [number, its] of languages.entries()) {
      if (isAccented(words.at(number))) accented |= its;
    }
    this.accented = accented;
  }

  /** @throws TermListError for a phrase, and for more languages than there is room for. */
  static of(languages: readonly SpokenLanguage[]): LanguageWords {
    if (languages.length > MOST_LANGUAGES) {
      throw new TermListError(`there may be ${MOST_LANGUAGES} languages at most`);
    }
    const bits = new Map<string, number>();
    for (const [at, { name, words }] of languages.entries()) {
      for (const word of words) {
        if (/[^\p{L}\p{M}]/u.test(word)) {
          throw new TermListError(`${name}: language: "${word}" is not one word of letters`);
        }
        bits.set(word, (bits.get(word) ?? 0) | (1 << at));
      }
    }
    // They are known without their accents too, unless that is another language's word: "à".
    for (const [word, languagesOfIt] of [...bits]) {
      const folded = plainReading(word, 'basic').trim();
      if (/\p{sc=Latin}/u.test(word) && !bits.has(folded)) bits.set(folded, languagesOfIt);
    }
    return new LanguageWords(Texts.of([...bits.keys()]), Int32Array.from(bits.values()));
  }

  static read(from: TableReader): LanguageWords {
    return new LanguageWords(Texts.read(from), from.int32());
  }

  write(to: TableWriter): void {
    this.#words.write(to);
    to.add(this.#languages);
  }

  /** The bits of the languages that have this word. */
  languagesOf(word: string): number {
    const number = this.#words.numberOf(word);
    return number === -1 ? 0 : (this.#languages[number] ?? 0);
  }
}

function isAccented(word: string): boolean {
  return /[^a-z]/.test(word) && /\p{sc=Latin}/u.test(word);
}
