import type { TableReader, TableWriter } from './tables.ts';
import type { ListLine } from './term-list.ts';
import { Trie, TrieBuilder } from './trie.ts';
import { endNumbersOf, type VocabularyBuilder, type Word } from './vocabulary.ts';

/** Everything in the lists as words by their numbers, and where it goes on beyond a comma. */
export class Sequences {
  readonly trie: Trie;
  /** Pairs of words with nothing but commas between them. */
  readonly #acrossCommas: Trie;
  /** A single number: 1 where a comma may stand at the end of anything. */
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

  /** Whether anything may stand before a comma with this word, and go on after it. */
  mayGoOn(before: Word): boolean {
    if (this.#crossing[0] === 1) return true;
    return (
      before.isListed && startsOf(before).some((start) => this.#behind(start) !== Trie.nowhere)
    );
  }

  /** Whether anything may stand on both sides of a comma that has these words next to it. */
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

/** {@link Sequences} that grow. */
export class SequencesBuilder {
  readonly #trie = new TrieBuilder();
  readonly #acrossCommas = new TrieBuilder();
  readonly #comma: number;
  #mayCrossAnywhere = false;

  constructor(comma: number) {
    this.#comma = comma;
  }

  /** The state in which these words end. */
  add(numbers: readonly number[]): number {
    if (numbers.includes(this.#comma)) this.#noteCommas(numbers);
    return this.#trie.addAll(numbers);
  }

  /** The state to which these words lead from another; none of them is a comma. */
  goOn(from: number, numbers: readonly number[]): number {
    return this.#trie.addAll(numbers, from);
  }

  /** Also which state each became that was handed out. */
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
    // One comma at the end belongs to the clause before it.
    const isComma = (at: number) => numbers.at(at) === this.#comma;
    if (isComma(0) || (isComma(-1) && isComma(-2))) this.#mayCrossAnywhere = true;
  }
}

/** Whether a text is read as it is written. */
const AS_WRITTEN = /^[a-z\d ]+$/;

/** Puts whole lines into a trie, slot by slot: their texts are never put together. */
export class LineStates {
  readonly #sequences: SequencesBuilder;
  readonly #vocabulary: VocabularyBuilder;
  /** By slots, since what is not a garment is also a phrase. */
  readonly #known = new Map<ListLine['slots'], readonly number[] | undefined>();
  /** By slot, since most stand in many lines: the numbers of each text's words. */
  readonly #numbers = new Map<readonly string[], readonly (readonly number[])[] | undefined>();

  constructor(sequences: SequencesBuilder, vocabulary: VocabularyBuilder) {
    this.#sequences = sequences;
    this.#vocabulary = vocabulary;
  }

  /** The states in which a line's texts end, in their order; `undefined` for a line to be read text by text. */
  of({ slots }: ListLine): readonly number[] | undefined {
    const [first, ...further] = slots;
    // Most lines are one text, which no other line has.
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
