import type { LineStates } from './line-states.ts';
import { textsOf, type ListLine } from './list-line.ts';
import { ListedPhrases, NEGATIVE, PHRASE } from './listed-phrases.ts';
import { listedWords, scriptOf } from './readings.ts';
import type { SequencesBuilder } from './sequences-builder.ts';
import { TermListError } from './term-list-error.ts';
import { INNOCENT_IN_LANGUAGE, type TermList } from './term-list.ts';
import type { VocabularyBuilder } from './vocabulary-builder.ts';

/** Puts the words of phrases into a trie, and notes where they end. */
export class PhrasesBuilder {
  readonly #sequences: SequencesBuilder;
  readonly #vocabulary: VocabularyBuilder;
  /** By state: the bits of the phrases that end in it. */
  readonly #ends = new Map<number, number>();
  /** By state: the bits of the languages in which what ends in it is harmless, also without its accents. */
  readonly #inLanguage = new Map<number, number>();
  readonly #accentedInLanguage = new Map<number, number>();

  constructor(
    {
      innocent,
      innocentNegative,
      languages,
    }: Pick<TermList, 'innocent' | 'innocentNegative' | 'languages'>,
    lineStates: LineStates,
    sequences: SequencesBuilder,
    vocabulary: VocabularyBuilder,
  ) {
    this.#sequences = sequences;
    this.#vocabulary = vocabulary;
    this.#addAll(innocent, 0, lineStates);
    this.#addAll(innocentNegative, NEGATIVE, lineStates);
    for (const [at, { name, words, innocent: lines }] of languages.entries()) {
      if (lines.length > 0 && words.length === 0) {
        throw new TermListError(`${name}: ${INNOCENT_IN_LANGUAGE} needs a list called language`);
      }
      for (const text of lines.flatMap(textsOf)) this.#addInLanguage(text, 1 << at);
    }
  }

  /** To be asked once everything is in the trie. */
  built(): ListedPhrases {
    const bits = new Uint16Array(this.#sequences.states);
    for (const [state, bit] of this.#ends) bits[state] = bit;
    return new ListedPhrases(
      bits,
      this.#byState(this.#inLanguage),
      this.#byState(this.#accentedInLanguage),
    );
  }

  #addAll(lines: readonly ListLine[], shift: number, lineStates: LineStates): void {
    for (const line of lines) {
      const states = lineStates.of(line);
      for (const state of states ?? []) note(this.#ends, state, PHRASE.basic << shift);
      if (!states) for (const text of textsOf(line)) this.#addForms(text, shift);
    }
  }

  #byState(numbers: ReadonlyMap<number, number>): Int32Array {
    const byState = new Int32Array(this.#sequences.states);
    for (const [state, number] of numbers) byState[state] = number;
    return byState;
  }

  #addInLanguage(phrase: string, language: number): void {
    const script = scriptOf(phrase);
    note(this.#inLanguage, this.#stateOf(listedWords(phrase, script)), language);
    if (script !== 'other') return;
    note(this.#accentedInLanguage, this.#stateOf(listedWords(phrase, 'basic')), language);
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
    // Nothing is no phrase.
    if (words.length === 0) return;
    note(this.#ends, this.#stateOf(words), bit);
  }

  #stateOf(words: readonly string[]): number {
    return this.#sequences.add(words.map((word) => this.#vocabulary.numberOf(word)));
  }
}

function note(bits: Map<number, number>, state: number, bit: number): void {
  bits.set(state, (bits.get(state) ?? 0) | bit);
}
