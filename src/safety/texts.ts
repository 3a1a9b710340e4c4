import type { TableReader, TableWriter } from './tables.ts';

/** Texts by number, and the number of a text: all their characters in one table. */
export class Texts {
  readonly #characters: Uint16Array;
  /** By text: the place of its first character; one extra says where the last text ends. */
  readonly #starts: Int32Array;
  /** At the place that a text's hash says, or after it, its number plus 1. */
  readonly #places: Int32Array;

  private constructor(characters: Uint16Array, starts: Int32Array, places: Int32Array) {
    this.#characters = characters;
    this.#starts = starts;
    this.#places = places;
  }

  /** Each text has its place as its number; of equal ones, the first is found. */
  static of(texts: readonly string[]): Texts {
    const starts = new Int32Array(texts.length + 1);
    for (const [number, { length }] of texts.entries()) {
      starts[number + 1] = (starts[number] ?? 0) + length;
    }
    const characters = new Uint16Array(starts.at(-1) ?? 0);
    const places = new Int32Array(2 ** Math.ceil(Math.log2(2 * texts.length + 1)));
    const made = new Texts(characters, starts, places);
    for (const [number, text] of texts.entries()) {
      for (let at = 0; at < text.length; at += 1) {
        characters[(starts[number] ?? 0) + at] = text.charCodeAt(at);
      }
      const place = made.#placeOf(text);
      if (places[place] === 0) places[place] = number + 1;
    }
    return made;
  }

  static read(from: TableReader): Texts {
    return new Texts(from.uint16(), from.int32(), from.int32());
  }

  write(to: TableWriter): void {
    to.add(this.#characters);
    to.add(this.#starts);
    to.add(this.#places);
  }

  get count(): number {
    return this.#starts.length - 1;
  }

  /** -1 for a text that is not among them. */
  numberOf(text: string): number {
    return (this.#places[this.#placeOf(text)] ?? 0) - 1;
  }

  /**
   * Tells the texts that stand in this one from a place on, the shortest first, each with the place
   * after it.
   */
  tellFrom(text: string, start: number, tell: (number: number, end: number) => void): void {
    const last = this.#places.length - 1;
    let hash = 0;
    for (let end = start + 1; end <= text.length; end += 1) {
      hash = hashWith(hash, text.charCodeAt(end - 1));
      for (let place = spread(hash) & last; ; place = (place + 1) & last) {
        const found = this.#places[place] ?? 0;
        if (found === 0) break;
        if (!this.#isAt(found - 1, text, start, end)) continue;
        tell(found - 1, end);
        break;
      }
    }
  }

  has(text: string): boolean {
    return this.numberOf(text) !== -1;
  }

  lengthOf(number: number): number {
    return (this.#starts[number + 1] ?? 0) - (this.#starts[number] ?? 0);
  }

  /** The code of a text's first character. */
  firstOf(number: number): number | undefined {
    return this.#characters[this.#starts[number] ?? 0];
  }

  /** Empty for a number that none has. */
  at(number: number): string {
    let text = '';
    const end = this.#starts[number + 1] ?? 0;
    for (let at = this.#starts[number] ?? 0; at < end; at += 1) {
      text += String.fromCharCode(this.#characters[at] ?? 0);
    }
    return text;
  }

  /** The place of a text, or the empty one where it would be. */
  #placeOf(text: string): number {
    const last = this.#places.length - 1;
    for (let place = hashOf(text) & last; ; place = (place + 1) & last) {
      const found = this.#places[place] ?? 0;
      if (found === 0 || this.#isAt(found - 1, text, 0, text.length)) return place;
    }
  }

  /** Whether a text stands in another one, from `start` up to `end`. */
  #isAt(number: number, text: string, start: number, end: number): boolean {
    if (this.lengthOf(number) !== end - start) return false;
    const first = (this.#starts[number] ?? 0) - start;
    for (let at = start; at < end; at += 1) {
      if (this.#characters[first + at] !== text.charCodeAt(at)) return false;
    }
    return true;
  }
}

/** A number that mostly differs from text to text. */
export function hashOf(text: string): number {
  let hash = 0;
  for (let at = 0; at < text.length; at += 1) hash = hashWith(hash, text.charCodeAt(at));
  return spread(hash);
}

function hashWith(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x0100_0193);
}

function spread(hash: number): number {
  return hash ^ (hash >>> 15);
}
