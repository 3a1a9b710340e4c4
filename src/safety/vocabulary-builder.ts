import { LanguageWords } from './language-words.ts';
import type { SpokenLanguage } from './term-list.ts';
import { Texts } from './texts.ts';
import { Vocabulary } from './vocabulary.ts';
import { WordPartsBuilder } from './word-parts.ts';

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
