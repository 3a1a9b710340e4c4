import type { Script } from './readings.ts';
import type { TableReader, TableWriter } from './tables.ts';

/**
 * What a state of the trie is the end of, a bit each: a phrase of one script does not count in the
 * readings of another. One with accents is found without them too, then only in the singular (`folded`).
 * One of a script without spaces is a single word in other readings (`oneWord`), and counts there only
 * where phrases are taken out.
 */
export const PHRASE = { basic: 1, other: 2, folded: 4, unspaced: 8, oneWord: 16 };
/** Those that are harmless in a negative prompt only have bits of their own, so much further up. */
export const NEGATIVE = 5;

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
  /** By state: what ends in it. */
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
