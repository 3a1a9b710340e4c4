import type { Effort } from './effort.ts';
import { wordsOf, type Script } from './readings.ts';
import type { Vocabulary } from './vocabulary.ts';
import { withoutRepeats } from './without-repeats.ts';
import type { Word } from './word.ts';

/** The words of the texts of one request. One that comes again, even in another reading, is looked up once. */
export class Reader {
  readonly #vocabulary: Vocabulary;
  readonly #effort: Effort;
  readonly #known = new Map<string, Word>();
  /** By reading: its words, and its characters where the script sets no spaces. */
  readonly #words = new Map<string, readonly Word[]>();
  readonly #characters = new Map<string, readonly Word[]>();
  readonly #withoutRepeats = new Map<Word, readonly Word[]>();

  constructor(vocabulary: Vocabulary, effort: Effort) {
    this.#vocabulary = vocabulary;
    this.#effort = effort;
  }

  /** The languages that write accents, a bit each. */
  get accentedLanguages(): number {
    return this.#vocabulary.accentedLanguages;
  }

  readonly wordsIn = (reading: string, script: Script): readonly Word[] => {
    const inScript = script === 'unspaced' ? this.#characters : this.#words;
    const known = inScript.get(reading);
    if (known) return known;
    this.#effort.spend(reading.length);
    const words = wordsOf(reading, script).map(this.wordFor);
    inScript.set(reading, words);
    return words;
  };

  /** A reading with repeated letters as often as they may be meant. */
  repeatsIn(words: readonly Word[]): readonly (readonly Word[])[] {
    this.#effort.spend(words.length);
    if (!words.some(({ hasRepeats }) => hasRepeats)) return [words];
    this.#effort.spend(3 * words.length);
    const ways = words.map((word) => this.#repeatsOf(word));
    return [0, 1, 2].map((way) => words.map((word, at) => ways[at]?.[way] ?? word));
  }

  readonly wordFor = (text: string): Word => {
    const known = this.#known.get(text);
    if (known) return known;
    const word = this.#vocabulary.wordFor(text, this.#effort);
    this.#known.set(text, word);
    return word;
  };

  #repeatsOf(word: Word): readonly Word[] | undefined {
    if (!word.hasRepeats) return undefined;
    const known = this.#withoutRepeats.get(word);
    if (known) return known;
    const words = withoutRepeats(word.text).map(this.wordFor);
    this.#withoutRepeats.set(word, words);
    return words;
  }
}
