import type { Effort } from './effort.ts';
import { singularsOf } from './plurals.ts';
import { hasRepeats } from './without-repeats.ts';
import { WordParts } from './word-parts.ts';
import type { Word } from './word.ts';

/** Every word of the lists, and every part of a word, by its number. */
export class Vocabulary {
  readonly #numbers = new Map<string, number>();
  readonly #beginnings = new WordParts();
  readonly #within = new WordParts();
  readonly #filler: ReadonlySet<string>;

  /** `filler` are words that say nothing between two others. */
  constructor(filler: readonly string[]) {
    this.#filler = new Set(filler);
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

  /** What the lists know of a word. */
  wordFor(text: string, effort: Effort): Word {
    const beginnings: number[] = [];
    this.#beginnings.collect(text, 0, beginnings, effort);
    const within: number[] = [];
    effort.spend(text.length);
    for (let at = 0; at < text.length; at += 1) this.#within.collect(text, at, within, effort);
    const itself = this.#numbers.get(text);
    const singulars: number[] = [];
    for (const singular of singularsOf(text)) {
      const number = this.#numbers.get(singular);
      if (number !== undefined) singulars.push(number);
    }
    return {
      text,
      itself,
      singulars,
      withoutS: text.endsWith('s') ? this.#numbers.get(text.slice(0, -1)) : undefined,
      beginnings,
      within,
      isListed: itself !== undefined || singulars.length + beginnings.length + within.length > 0,
      isFiller: this.#filler.has(text),
      hasRepeats: hasRepeats(text),
      isLetters: /^\p{L}+$/u.test(text),
    };
  }
}
