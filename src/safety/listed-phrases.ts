import type { LineStates } from './line-states.ts';
import { textsOf } from './list-line.ts';
import { listedWords, scriptOf, type Script } from './readings.ts';
import type { Sequences } from './sequences.ts';
import type { TermList } from './term-list.ts';
import type { Vocabulary } from './vocabulary.ts';

/**
 * What a state of the trie is the end of, a bit each: a phrase of one script is none in the readings
 * of another. One with accents is found without them too, and then in the singular only (`folded`).
 * One of a script without spaces is a single word in other readings (`oneWord`), and counts there only
 * where phrases are taken out.
 */
const PHRASE = { basic: 1, other: 2, folded: 4, unspaced: 8, oneWord: 16 };
/** Those that are harmless in a negative prompt only have bits of their own, so much further up. */
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

/** The bits of the phrases that are looked for, in the singular and in the plural. */
export interface PhraseBits {
  readonly itself: number;
  readonly plural: number;
}

/** The bits of phrases in which a term is harmless that is found in the readings of this script. */
export function harmlessIn(
  script: Script,
  { negative }: { readonly negative: boolean },
): PhraseBits {
  return withNegative(FOUND[script], negative);
}

/** The bits of phrases that are taken out of readings. */
export function takenOut({ negative }: { readonly negative: boolean }): PhraseBits {
  return withNegative(TAKEN_OUT, negative);
}

function withNegative({ itself, plural }: PhraseBits, negative: boolean): PhraseBits {
  if (!negative) return { itself, plural };
  return { itself: itself | (itself << NEGATIVE), plural: plural | (plural << NEGATIVE) };
}

/** Innocent phrases, found by the state of a trie in which their words end. */
export class ListedPhrases {
  readonly #bits: Uint16Array;

  constructor(
    { innocent, innocentNegative }: Pick<TermList, 'innocent' | 'innocentNegative'>,
    lineStates: LineStates,
    sequences: Sequences,
    vocabulary: Vocabulary,
  ) {
    const ends: number[] = [];
    const add = (words: readonly string[], bit: number) => {
      const state = sequences.add(words.map((word) => vocabulary.numberOf(word)));
      // Nothing is no phrase.
      if (words.length > 0) ends.push(state, bit);
    };
    for (const [lines, shift] of [
      [innocent, 0],
      [innocentNegative, NEGATIVE],
    ] as const) {
      for (const line of lines) {
        const states = lineStates.of(line);
        for (const state of states ?? []) ends.push(state, PHRASE.basic << shift);
        if (!states) for (const text of textsOf(line)) addForms(text, shift, add);
      }
    }
    this.#bits = new Uint16Array(sequences.trie.states);
    for (let at = 0; at < ends.length; at += 2) {
      const state = ends[at] ?? 0;
      this.#bits[state] = (this.#bits[state] ?? 0) | (ends[at + 1] ?? 0);
    }
  }

  /** Whether such a phrase ends in this state. */
  endIn(state: number, bits: number): boolean {
    return ((this.#bits[state] ?? 0) & bits) !== 0;
  }
}

function addForms(
  phrase: string,
  shift: number,
  add: (words: readonly string[], bit: number) => void,
): void {
  const script = scriptOf(phrase);
  const words = listedWords(phrase, script);
  switch (script) {
    case 'basic':
      add(words, PHRASE.basic << shift);
      break;
    case 'other':
      add(words, PHRASE.other << shift);
      add(listedWords(phrase, 'basic'), PHRASE.folded << shift);
      break;
    case 'unspaced':
      add(words, PHRASE.unspaced << shift);
      add(words.length === 0 ? [] : [words.join('')], PHRASE.oneWord << shift);
      break;
  }
}
