/** A word of a reading, and what the lists know of it. */
export interface Word {
  readonly text: string;
  /** Its number in the lists, by itself; `undefined` where none has it. */
  readonly itself: number | undefined;
  /** The numbers of the words of which it may be the plural. */
  readonly singulars: readonly number[];
  /** Which of them is this word without its s. */
  readonly withoutS: number | undefined;
  /** The numbers of what words begin with, such as `nud*`, that begin it. */
  readonly beginnings: readonly number[];
  /** The numbers of what stands anywhere in words, or at their ends, that stands so in it. */
  readonly within: readonly number[];
  /** Whether there is any of that. */
  readonly isListed: boolean;
  /** Whether it says nothing between two others. */
  readonly isFiller: boolean;
  /** The languages that are known by it, a bit each. */
  readonly languages: number;
  /** Whether any letter of it stands twice in a row. */
  readonly hasRepeats: boolean;
  /** Whether it is letters only. */
  readonly isLetters: boolean;
}

/** The numbers by which a word may end a term: its own, those of its singulars, and what it begins with. */
export function endNumbersOf({ itself, singulars, beginnings }: Word): readonly number[] {
  return [...(itself === undefined ? [] : [itself]), ...singulars, ...beginnings];
}
