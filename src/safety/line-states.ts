import type { ListLine } from './list-line.ts';
import type { SequencesBuilder } from './sequences-builder.ts';
import { Trie } from './trie.ts';
import type { VocabularyBuilder } from './vocabulary-builder.ts';

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
