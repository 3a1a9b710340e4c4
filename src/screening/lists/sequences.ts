import type { TableReader, TableWriter } from './tables.ts';
import type { ListLine } from './term-list.ts';
import { Trie, TrieBuilder } from './trie.ts';
import { endNumbersOf, type VocabularyBuilder, type Word } from './vocabulary.ts';

/** Everything in the lists as sequences of word numbers, and where those may continue after a comma. */
export class Sequences {
  readonly trie: Trie;
  /** Pairs of words with only commas between them. */
  readonly #acrossCommas: Trie;
  /** A single number: 1 if a comma may follow the end of anything. */
  readonly #crossing: Uint8Array;

  constructor(trie: Trie, acrossCommas: Trie, crossing: Uint8Array) {
    this.trie = trie;
    this.#acrossCommas = acrossCommas;
    this.#crossing = crossing;
  }

  static read(from: TableReader): Sequences {
    return new Sequences(Trie.read(from), Trie.read(from), from.bytes());
  }

  write(to: TableWriter): void {
    this.trie.write(to);
    this.#acrossCommas.write(to);
    to.add(this.#crossing);
  }

  /** Whether anything may continue after a comma that follows this word. */
  mayGoOn(before: Word): boolean {
    if (this.#crossing[0] === 1) return true;
    return (
      before.isListed && startsOf(before).some((start) => this.#behind(start) !== Trie.nowhere)
    );
  }

  /** Whether anything may span a comma with these words next to it. */
  mayCross(before: Word, after: Word): boolean {
    if (this.#crossing[0] === 1) return true;
    if (!before.isListed || !after.isListed) return false;
    const ends = endNumbersOf(after);
    return startsOf(before).some((start) => {
      const behind = this.#behind(start);
      return ends.some((end) => this.#acrossCommas.next(behind, end) !== Trie.nowhere);
    });
  }

  #behind(start: number): number {
    return this.#acrossCommas.next(Trie.root, start);
  }
}

function startsOf({ itself, within }: Word): readonly number[] {
  return itself === undefined ? within : [itself, ...within];
}

/** Builds {@link Sequences}. */
export class SequencesBuilder {
  readonly #trie = new TrieBuilder();
  readonly #acrossCommas = new TrieBuilder();
  readonly #comma: number;
  #mayCrossAnywhere = false;

  constructor(comma: number) {
    this.#comma = comma;
  }

  /** The end state of these words. */
  add(numbers: readonly number[]): number {
    if (numbers.includes(this.#comma)) this.#noteCommas(numbers);
    return this.#trie.addAll(numbers);
  }

  /** The state after these words from another state. None of them is a comma. */
  goOn(from: number, numbers: readonly number[]): number {
    return this.#trie.addAll(numbers, from);
  }

  /** Also maps each provisional state to its final one. */
  built(): { readonly sequences: Sequences; readonly stateOf: Int32Array } {
    const { trie, stateOf } = this.#trie.built();
    const crossing = Uint8Array.of(Number(this.#mayCrossAnywhere));
    return { sequences: new Sequences(trie, this.#acrossCommas.built().trie, crossing), stateOf };
  }

  #noteCommas(numbers: readonly number[]): void {
    let before: number | undefined;
    for (const [at, number] of numbers.entries()) {
      if (number === this.#comma) continue;
      if (numbers[at - 1] === this.#comma && before !== undefined) {
        this.#acrossCommas.addAll([before, number]);
      }
      before = number;
    }
    // A single comma at the end belongs to the clause before it.
    const isComma = (at: number) => numbers.at(at) === this.#comma;
    if (isComma(0) || (isComma(-1) && isComma(-2))) this.#mayCrossAnywhere = true;
  }
}

/** Texts that are read exactly as written. */
const AS_WRITTEN = /^[a-z\d ]+$/;

/** Adds whole lines to a trie, slot by slot, without expanding their texts. */
export class LineStates {
  readonly #sequences: SequencesBuilder;
  readonly #vocabulary: VocabularyBuilder;
  /** By slots, since every entry that is not a garment is also a phrase. */
  readonly #known = new Map<ListLine['slots'], readonly number[] | undefined>();
  /** By slot, since most occur in many lines: the word numbers of each text. */
  readonly #numbers = new Map<readonly string[], readonly (readonly number[])[] | undefined>();

  constructor(sequences: SequencesBuilder, vocabulary: VocabularyBuilder) {
    this.#sequences = sequences;
    this.#vocabulary = vocabulary;
  }

  /** The end states of a line's texts, in order. `undefined` for a line that must be read text by text. */
  of({ slots }: ListLine): readonly number[] | undefined {
    const [first, ...further] = slots;
    // Most lines are a single text that no other line has.
    if (first?.length === 1 && further.length === 0) return this.#statesOf(slots);
    if (!this.#known.has(slots)) this.#known.set(slots, this.#statesOf(slots));
    return this.#known.get(slots);
  }

  #statesOf(slots: ListLine['slots']): readonly number[] | undefined {
    const numbers = slots.map((slot) => this.#numbersOf(slot));
    if (numbers.includes(undefined)) return undefined;
    let states: readonly number[] = [Trie.root];
    for (const slot of numbers) {
      const further: number[] = [];
      for (const state of states) {
        for (const words of slot ?? []) further.push(this.#sequences.goOn(state, words));
      }
      states = further;
    }
    return states;
  }

  #numbersOf(slot: readonly string[]): readonly (readonly number[])[] | undefined {
    if (this.#numbers.has(slot)) return this.#numbers.get(slot);
    const isAsWritten = slot.every((text) => AS_WRITTEN.test(text) && isSpacedOnce(text));
    const numbers = isAsWritten
      ? slot.map((text) => text.split(' ').map((word) => this.#vocabulary.numberOf(word)))
      : undefined;
    if (slot.length > 1) this.#numbers.set(slot, numbers);
    return numbers;
  }
}

function isSpacedOnce(text: string): boolean {
  return !text.includes('  ') && text.trim() === text;
}
