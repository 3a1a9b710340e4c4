import type { TableReader, TableWriter } from './tables.ts';
import { hashOf, Texts } from './texts.ts';

/** Shorter words are too near to others. */
const SHORTEST_TO_SWAP = 6;
const SHORTEST_TO_DROP = 8;

/**
 * How a word in the letters a to z is written by mistake, and still to be read: two neighbouring letters
 * swapped, or, in a longer word, one letter left out. The first letter stays.
 */
export function misspellingsOf(word: string): readonly string[] {
  const places = Array.from({ length: word.length - 1 }, (_, index) => index + 1);
  const swapped = places
    .slice(0, -1)
    .map((at) => `${word.slice(0, at)}${word[at + 1]}${word[at]}${word.slice(at + 2)}`);
  const dropped = places.map((at) => word.slice(0, at) + word.slice(at + 1));
  const wrong = [
    ...(word.length >= SHORTEST_TO_SWAP ? swapped : []),
    ...(word.length >= SHORTEST_TO_DROP ? dropped.slice(0, -1) : []),
  ];
  return wrong.filter((one) => one !== word);
}

/** What some words were meant to be, by how they are written by mistake. */
export class Misspellings {
  readonly #right: Texts;
  /** At the place that a misspelling's hash says, or after it: where the word meant stands, plus 1. */
  readonly #meant: Int32Array;

  private constructor(right: Texts, meant: Int32Array) {
    this.#right = right;
    this.#meant = meant;
  }

  static of(right: readonly string[]): Misspellings {
    const wrong = right.map(misspellingsOf);
    const count = wrong.reduce((sum, { length }) => sum + length, 0);
    const meant = new Int32Array(2 ** Math.ceil(Math.log2(2 * count + 1)));
    const last = meant.length - 1;
    for (const [index, misspellings] of wrong.entries()) {
      for (const one of misspellings) {
        let place = hashOf(one) & last;
        while (meant[place] !== 0) place = (place + 1) & last;
        meant[place] = index + 1;
      }
    }
    return new Misspellings(Texts.of(right), meant);
  }

  static read(from: TableReader): Misspellings {
    return new Misspellings(Texts.read(from), from.int32());
  }

  write(to: TableWriter): void {
    this.#right.write(to);
    to.add(this.#meant);
  }

  /** The word that was meant, the last one where it may be several. */
  meantBy(word: string): string | undefined {
    if (word.length < SHORTEST_TO_SWAP - 1) return undefined;
    const last = this.#meant.length - 1;
    let meant = 0;
    for (let place = hashOf(word) & last; ; place = (place + 1) & last) {
      const index = this.#meant[place] ?? 0;
      if (index === 0) break;
      if (index > meant && this.#isMisspelling(word, index - 1)) meant = index;
    }
    return meant === 0 ? undefined : this.#right.at(meant - 1);
  }

  /** Most words that share a place differ in their length or their beginning. */
  #isMisspelling(word: string, right: number): boolean {
    const left = this.#right.lengthOf(right) - word.length;
    if (left !== 0 && left !== 1) return false;
    if (this.#right.firstOf(right) !== word.charCodeAt(0)) return false;
    return misspellingsOf(this.#right.at(right)).includes(word);
  }
}
