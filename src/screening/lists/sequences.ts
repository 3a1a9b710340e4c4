import { z } from 'zod';
import { COMMA } from '../reading/plain-words.ts';
import type { ListLine } from './term-list.ts';
import { numberLists, Trie, TrieBuilder } from './trie.ts';
import { endNumbersOf, type VocabularyBuilder, type Word } from './vocabulary.ts';

export const sequencesTables = z.object({
  words: numberLists,
  /** Pairs of words with only commas between them. */
  acrossCommas: numberLists,
  /** Whether a comma may follow the end of anything. */
  crossAnywhere: z.boolean(),
});
type SequencesTables = z.infer<typeof sequencesTables>;

/** Everything in the lists as sequences of word numbers, and where those may continue after a comma. */
export class Sequences {
  readonly trie: Trie;
  readonly #acrossCommas: Trie;
  readonly #crossAnywhere: boolean;

  constructor({ words, acrossCommas, crossAnywhere }: SequencesTables) {
    this.trie = new Trie(words);
    this.#acrossCommas = new Trie(acrossCommas);
    this.#crossAnywhere = crossAnywhere;
  }

  /** Whether anything may continue after a comma that follows this word. */
  mayGoOn(before: Word): boolean {
    return this.#crossAnywhere || this.#behind(before).length > 0;
  }

  /** Whether anything may span a comma with these words next to it. */
  mayCross(before: Word, after: Word): boolean {
    if (this.#crossAnywhere) return true;
    const states = this.#behind(before);
    if (states.length === 0 || !after.isListed) return false;
    const ends = endNumbersOf(after);
    return states.some((state) =>
      ends.some((end) => this.#acrossCommas.next(state, end) !== Trie.nowhere),
    );
  }

  #behind({ isListed, itself, within }: Word): readonly number[] {
    if (!isListed) return [];
    return [itself, ...within]
      .map((start) => this.#acrossCommas.next(Trie.root, start))
      .filter((state) => state !== Trie.nowhere);
  }
}

/** Texts that are read exactly as written. */
const AS_WRITTEN = /^[a-z\d ]+$/;

/** Builds the tables of {@link Sequences}. States are provisional until then. */
export class SequencesBuilder {
  readonly vocabulary: VocabularyBuilder;
  readonly #trie = new TrieBuilder();
  readonly #acrossCommas = new TrieBuilder();
  #crossAnywhere = false;
  /** By slots, since every entry that is not a garment is also a phrase. */
  readonly #states = new Map<ListLine['slots'], readonly number[] | undefined>();
  /** By slot, since most occur in many lines: the word numbers of each text. */
  readonly #numbers = new Map<readonly string[], readonly (readonly number[])[] | undefined>();

  constructor(vocabulary: VocabularyBuilder) {
    this.vocabulary = vocabulary;
  }

  /** The end state of these words. */
  add(words: readonly string[]): number {
    if (words.includes(COMMA)) this.#noteCommas(words);
    return this.#trie.add(this.#numbersFor(words));
  }

  /**
   * The end states of a line's texts, in order, which need not be expanded for it. `undefined` for a line
   * that must be read text by text.
   */
  statesOf({ slots }: ListLine): readonly number[] | undefined {
    if (this.#states.has(slots)) return this.#states.get(slots);
    const numbers = slots.map((slot) => this.#numbersOf(slot));
    const states = numbers.reduce<readonly number[] | undefined>(
      (from, slot) =>
        slot && from?.flatMap((state) => slot.map((words) => this.#trie.add(words, state))),
      [Trie.root],
    );
    this.#states.set(slots, states);
    return states;
  }

  /**
   * @param numberOf final word numbers by provisional number
   *
   * @returns the tables, and the final state of each provisional one
   */
  built(numberOf: Int32Array): { readonly tables: SequencesTables; readonly stateOf: Int32Array } {
    const { tables: words, stateOf } = this.#trie.built(numberOf);
    const acrossCommas = this.#acrossCommas.built(numberOf).tables;
    return { tables: { words, acrossCommas, crossAnywhere: this.#crossAnywhere }, stateOf };
  }

  #numbersFor(words: readonly string[]): readonly number[] {
    return words.map((word) => this.vocabulary.numberOf(word));
  }

  #numbersOf(slot: readonly string[]): readonly (readonly number[])[] | undefined {
    if (this.#numbers.has(slot)) return this.#numbers.get(slot);
    const isAsWritten = slot.every(
      (text) => AS_WRITTEN.test(text) && !text.includes('  ') && text.trim() === text,
    );
    const numbers = isAsWritten ? slot.map((text) => this.#numbersFor(text.split(' '))) : undefined;
    this.#numbers.set(slot, numbers);
    return numbers;
  }

  #noteCommas(words: readonly string[]): void {
    const spoken = words.flatMap((word, at) => (word === COMMA ? [] : [{ word, at }]));
    for (const [index, { word, at }] of spoken.entries()) {
      const before = spoken[index - 1];
      if (before && before.at < at - 1) {
        this.#acrossCommas.add(this.#numbersFor([before.word, word]));
      }
    }
    // A single comma at the end belongs to the clause before it.
    const isComma = (at: number) => words.at(at) === COMMA;
    if (isComma(0) || (isComma(-1) && isComma(-2))) this.#crossAnywhere = true;
  }
}
