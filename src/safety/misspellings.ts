/** Shorter words are too near to others. */
const SHORTEST_TO_SWAP = 6;
const SHORTEST_TO_DROP = 8;

/**
 * How a word of a to z is written by mistake, and to be read all the same: two neighbouring letters
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
  readonly #right: readonly string[];
  readonly #longest: number;
  /** By the hash of a misspelling, or behind it, the place of the word that was meant, and 1 more. */
  readonly #meant: Int32Array;

  constructor(right: readonly string[]) {
    this.#right = right;
    this.#longest = Math.max(0, ...right.map((word) => word.length));
    const wrong = right.map(misspellingsOf);
    const count = wrong.reduce((sum, { length }) => sum + length, 0);
    this.#meant = new Int32Array(2 ** Math.ceil(Math.log2(2 * count + 1)));
    for (const [index, misspellings] of wrong.entries()) {
      for (const one of misspellings) this.#meant[this.#freePlaceFor(one)] = index + 1;
    }
  }

  /** The word that was meant, the last one where it may be several. */
  meantBy(word: string): string | undefined {
    if (word.length < SHORTEST_TO_SWAP - 1 || word.length > this.#longest) return undefined;
    let meant = 0;
    for (let place = this.#placeOf(word); ; place = this.#after(place)) {
      const index = this.#meant[place] ?? 0;
      if (index === 0) break;
      if (index > meant && isMisspelling(word, this.#right[index - 1] ?? '')) meant = index;
    }
    return this.#right[meant - 1];
  }

  #freePlaceFor(word: string): number {
    let place = this.#placeOf(word);
    while (this.#meant[place] !== 0) place = this.#after(place);
    return place;
  }

  #after(place: number): number {
    return (place + 1) & (this.#meant.length - 1);
  }

  #placeOf(word: string): number {
    let hash = 0;
    for (let at = 0; at < word.length; at += 1)
      hash = Math.imul(hash ^ word.charCodeAt(at), 0x0100_0193);
    return (hash ^ (hash >>> 15)) & (this.#meant.length - 1);
  }
}

/** Most words that share a place are told apart by how they begin and how long they are. */
function isMisspelling(word: string, right: string): boolean {
  const left = right.length - word.length;
  return (
    (left === 0 || left === 1) &&
    word.startsWith(right.charAt(0)) &&
    misspellingsOf(right).includes(word)
  );
}
