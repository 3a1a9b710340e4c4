import { Trie } from './trie.ts';
import type { Word } from './word.ts';

/** Larger than any word's number. */
const NUMBERS = 2 ** 24;

/** Everything in the lists as words by their numbers, and where it goes on beyond a comma. */
export class Sequences {
  readonly trie = new Trie();
  readonly #comma: number;
  readonly #beforeCommas = new Set<number>();
  /** Pairs of words with nothing but commas between them. */
  readonly #acrossCommas = new Set<number>();
  #mayCrossAnywhere = false;

  constructor(comma: number) {
    this.#comma = comma;
  }

  /** The state in which these words end. */
  add(numbers: readonly number[]): number {
    if (numbers.includes(this.#comma)) this.#noteCommas(numbers);
    return this.goOn(Trie.root, numbers);
  }

  /** The state to which these words lead from another; none of them is a comma. */
  goOn(from: number, numbers: readonly number[]): number {
    let state = from;
    for (const number of numbers) state = this.trie.add(state, number);
    return state;
  }

  /** Whether anything may stand before a comma with this word, and go on behind it. */
  mayGoOn(before: Word): boolean {
    return (
      this.#mayCrossAnywhere || startsOf(before).some((start) => this.#beforeCommas.has(start))
    );
  }

  /** Whether anything may stand on both sides of a comma that has these words next to it. */
  mayCross(before: Word, after: Word): boolean {
    if (this.#mayCrossAnywhere) return true;
    const ends = endsOf(after);
    return startsOf(before).some((start) =>
      ends.some((end) => this.#acrossCommas.has(start * NUMBERS + end)),
    );
  }

  #noteCommas(numbers: readonly number[]): void {
    let before: number | undefined;
    for (const [at, number] of numbers.entries()) {
      if (number === this.#comma) continue;
      if (numbers[at - 1] === this.#comma && before !== undefined) {
        this.#beforeCommas.add(before);
        this.#acrossCommas.add(before * NUMBERS + number);
      }
      before = number;
    }
    // One comma at the end belongs to the clause before it.
    const isComma = (at: number) => numbers.at(at) === this.#comma;
    if (isComma(0) || (isComma(-1) && isComma(-2))) this.#mayCrossAnywhere = true;
  }
}

function startsOf({ itself, within }: Word): readonly number[] {
  return itself === undefined ? within : [itself, ...within];
}

function endsOf({ itself, singulars, beginnings }: Word): readonly number[] {
  return [...(itself === undefined ? [] : [itself]), ...singulars, ...beginnings];
}
