import type { Stretch, Surroundings } from './surroundings.ts';
import type { TableReader, TableWriter } from './tables.ts';

/** By state: the languages, a bit each. */
type ByState = ReadonlyMap<number, number>;

/**
 * Phrases that are harmless where the words around them are of their own language, found by the state
 * of a trie in which their words end.
 */
export class LanguagePhrases {
  readonly #written: ByState;
  readonly #folded: ByState;

  /** `written` as they stand in the lists, `folded` those with accents without them. */
  constructor(written: ByState, folded: ByState) {
    this.#written = written;
    this.#folded = folded;
  }

  static read(from: TableReader): LanguagePhrases {
    const map = () => {
      const states = from.int32();
      const languages = from.int32();
      return new Map(Array.from(states, (state, at) => [state, languages[at] ?? 0]));
    };
    return new LanguagePhrases(map(), map());
  }

  write(to: TableWriter): void {
    for (const map of [this.#written, this.#folded]) {
      to.add(Int32Array.from(map.keys()));
      to.add(Int32Array.from(map.values()));
    }
  }

  /** Whether words that end in this state are harmless among those around them. */
  areHarmless(state: number, stretch: Stretch, surroundings: Surroundings): boolean {
    const written = this.#written.get(state);
    if (written !== undefined && surroundings.areIn(written, stretch)) return true;
    const folded = this.#folded.get(state);
    if (folded === undefined || !surroundings.areAccented(stretch)) return false;
    return surroundings.areIn(folded, stretch);
  }
}
