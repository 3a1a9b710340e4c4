import type { LineStates } from './line-states.ts';
import { textsOf, type ListLine } from './list-line.ts';
import { ListedPhrases, NEGATIVE, PHRASE } from './listed-phrases.ts';
import { listedWords, scriptOf } from './readings.ts';
import type { SequencesBuilder } from './sequences-builder.ts';
import type { TermList } from './term-list.ts';
import type { VocabularyBuilder } from './vocabulary-builder.ts';

/** Puts the words of phrases into a trie, and notes where they end. */
export class PhrasesBuilder {
  readonly #sequences: SequencesBuilder;
  readonly #vocabulary: VocabularyBuilder;
  /** By state: the bits of the phrases that end in it. */
  readonly #ends = new Map<number, number>();

  constructor(
    { innocent, innocentNegative }: Pick<TermList, 'innocent' | 'innocentNegative'>,
    lineStates: LineStates,
    sequences: SequencesBuilder,
    vocabulary: VocabularyBuilder,
  ) {
    this.#sequences = sequences;
    this.#vocabulary = vocabulary;
    this.#addAll(innocent, 0, lineStates);
    this.#addAll(innocentNegative, NEGATIVE, lineStates);
  }

  /** @param stateOf the states of the trie once everything is in it */
  built(stateOf: Int32Array): ListedPhrases {
    const bits = new Uint16Array(stateOf.length);
    for (const [state, bit] of this.#ends) bits[stateOf[state] ?? 0] = bit;
    return new ListedPhrases(bits);
  }

  #addAll(lines: readonly ListLine[], shift: number, lineStates: LineStates): void {
    for (const line of lines) {
      const states = lineStates.of(line);
      for (const state of states ?? []) this.#note(state, PHRASE.basic << shift);
      if (!states) for (const text of textsOf(line)) this.#addForms(text, shift);
    }
  }

  #addForms(phrase: string, shift: number): void {
    const script = scriptOf(phrase);
    const words = listedWords(phrase, script);
    switch (script) {
      case 'basic':
        this.#add(words, PHRASE.basic << shift);
        break;
      case 'other':
        this.#add(words, PHRASE.other << shift);
        this.#add(listedWords(phrase, 'basic'), PHRASE.folded << shift);
        break;
      case 'unspaced':
        this.#add(words, PHRASE.unspaced << shift);
        this.#add(words.length === 0 ? [] : [words.join('')], PHRASE.oneWord << shift);
        break;
    }
  }

  #add(words: readonly string[], bit: number): void {
    // No words, no phrase.
    if (words.length === 0) return;
    this.#note(this.#sequences.add(words.map((word) => this.#vocabulary.numberOf(word))), bit);
  }

  #note(state: number, bit: number): void {
    this.#ends.set(state, (this.#ends.get(state) ?? 0) | bit);
  }
}
