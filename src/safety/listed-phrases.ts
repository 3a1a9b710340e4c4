import type { Script } from './readings.ts';
import type { Stretch, Surroundings } from './surroundings.ts';
import type { TableReader, TableWriter } from './tables.ts';

/**
 * What a state of the trie is the end of, a bit each: a phrase of one script is none in the readings
 * of another. One with accents is found without them too, and then in the singular only (`folded`).
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
  /** By state: the languages, a bit each, in which what ends in it is harmless. */
  readonly #inLanguage: Int32Array;
  /** The same for what has accents, without them. */
  readonly #accentedInLanguage: Int32Array;

  constructor(bits: Uint16Array, inLanguage: Int32Array, accentedInLanguage: Int32Array) {
    this.#bits = bits;
    this.#inLanguage = inLanguage;
    this.#accentedInLanguage = accentedInLanguage;
  }

  static read(from: TableReader): ListedPhrases {
    return new ListedPhrases(from.uint16(), from.int32(), from.int32());
  }

  write(to: TableWriter): void {
    to.add(this.#bits);
    to.add(this.#inLanguage);
    to.add(this.#accentedInLanguage);
  }

  /** Whether such a phrase ends in this state. */
  endIn(state: number, bits: number): boolean {
    return ((this.#bits[state] ?? 0) & bits) !== 0;
  }

  /** Whether words that end in this state are harmless in the language that is spoken around them. */
  areHarmlessAmong(surroundings: Surroundings, state: number, stretch: Stretch): boolean {
    const languages = this.#inLanguage[state] ?? 0;
    if (languages !== 0 && surroundings.areIn(languages, stretch)) return true;
    const accented = this.#accentedInLanguage[state] ?? 0;
    if (accented === 0 || !surroundings.areAccented(stretch)) return false;
    return surroundings.areIn(accented, stretch);
  }
}
