import { listedWords, type Script, scriptOf } from '../reading/readings.ts';
import type { Among } from '../term-matcher.ts';
import type { Lexicon } from './compiled-lists.ts';
import type { LineStates, SequencesBuilder } from './sequences.ts';
import type { TableReader, TableWriter } from './tables.ts';
import { type ListLine, type TermList, textsOf } from './term-list.ts';
import { Trie } from './trie.ts';
import type { VocabularyBuilder, Word } from './vocabulary.ts';

/** Selects the innocent phrases to remove from readings, and the list that knows them. */
export class Phrases {
  readonly #lexicon: Lexicon;
  readonly #bits: PhraseBits;

  constructor(lexicon: Lexicon, bits: PhraseBits) {
    this.#lexicon = lexicon;
    this.#bits = bits;
  }

  /** The reading with a comma in place of each phrase, longest first. */
  removedFrom(words: readonly Word[], comma: Word, among: Among): readonly Word[] {
    among.effort.spend(words.length);
    let kept: Word[] | undefined;
    for (let at = 0; at < words.length; at += 1) {
      const word = words[at];
      const end = word?.isListed === true ? this.#endOfLongest(words, at, among) : at;
      if (end > at) {
        kept ??= words.slice(0, at);
        kept.push(comma);
        at = end - 1;
      } else if (word) kept?.push(word);
    }
    return kept ?? words;
  }

  /** The index after the longest phrase that starts at `start`, or `start`. */
  #endOfLongest(words: readonly Word[], start: number, { surroundings, effort }: Among): number {
    const { sequences, phrases, languagePhrases } = this.#lexicon;
    const { trie } = sequences;
    let longest = start;
    let state: number = Trie.root;
    let at = start;
    while (at < words.length && state !== Trie.nowhere) {
      const { itself, withoutS } = words[at] ?? NO_WORD;
      at += 1;
      const plural = withoutS === undefined ? Trie.nowhere : trie.next(state, withoutS);
      if (phrases.endIn(plural, this.#bits.plural)) longest = at;
      state = itself === undefined ? Trie.nowhere : trie.next(state, itself);
      if (
        phrases.endIn(state, this.#bits.itself) ||
        languagePhrases.areHarmless(state, { words, start, end: at }, surroundings)
      )
        longest = at;
    }
    effort.spend(at - start);
    return longest;
  }
}

const NO_WORD = { itself: undefined, withoutS: undefined };

/**
 * The kinds of phrases that end in a state, a bit each. A phrase of one script does not count in readings of
 * another. One with accents also matches without them, then only in the singular (`folded`). One of a script
 * without spaces is a single word in other readings (`oneWord`), where it counts only for removal.
 */
const PHRASE = { basic: 1, other: 2, folded: 4, unspaced: 8, oneWord: 16 };
/** The shift to the bits of phrases that are innocent in a negative prompt only. */
const NEGATIVE = 5;

const FOUND: Readonly<Record<Script, { readonly itself: number; readonly plural: number }>> = {
  basic: { itself: PHRASE.basic | PHRASE.folded, plural: PHRASE.basic },
  other: { itself: PHRASE.other, plural: PHRASE.other },
  unspaced: { itself: PHRASE.unspaced, plural: 0 },
};
const TAKEN_OUT = {
  itself: PHRASE.basic | PHRASE.other | PHRASE.folded | PHRASE.oneWord,
  plural: PHRASE.basic | PHRASE.other,
};

/** The bits of the wanted phrases, in singular and plural. */
export interface PhraseBits {
  readonly itself: number;
  readonly plural: number;
}

/** The bits of phrases that make a term innocent in readings of this script. */
export function harmlessIn(
  script: Script,
  { negative }: { readonly negative: boolean },
): PhraseBits {
  return withNegative(FOUND[script], negative);
}

/** The bits of phrases that are removed from readings. */
export function takenOut({ negative }: { readonly negative: boolean }): PhraseBits {
  return withNegative(TAKEN_OUT, negative);
}

function withNegative({ itself, plural }: PhraseBits, negative: boolean): PhraseBits {
  if (!negative) return { itself, plural };
  return { itself: itself | (itself << NEGATIVE), plural: plural | (plural << NEGATIVE) };
}

/** Innocent phrases, by the trie state in which their words end. */
export class ListedPhrases {
  /** By state: the phrases that end in it. */
  readonly #bits: Uint16Array;

  constructor(bits: Uint16Array) {
    this.#bits = bits;
  }

  static read(from: TableReader): ListedPhrases {
    return new ListedPhrases(from.uint16());
  }

  write(to: TableWriter): void {
    to.add(this.#bits);
  }

  /** Whether such a phrase ends in this state. */
  endIn(state: number, bits: number): boolean {
    return ((this.#bits[state] ?? 0) & bits) !== 0;
  }
}

/** Adds phrases to a trie and records where they end. */
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

  /** @param stateOf final trie states by provisional state */
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
    if (words.length === 0) return;
    this.#note(this.#sequences.add(words.map((word) => this.#vocabulary.numberOf(word))), bit);
  }

  #note(state: number, bit: number): void {
    this.#ends.set(state, (this.#ends.get(state) ?? 0) | bit);
  }
}
