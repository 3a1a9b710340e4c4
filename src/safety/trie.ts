import type { TableReader, TableWriter } from './tables.ts';

/**
 * Sequences of numbers, each with a state that it leads to; sequences that begin alike share their
 * states. A few tables hold all of it, since tens of thousands of objects take ten times the room.
 */
export class Trie {
  /** By state: the place of its first step; one extra says where those of the last state end. */
  readonly #starts: Int32Array;
  /** By step: the number by which it leads on, in order for each state. The first leads to state 1, the next to 2. */
  readonly #by: Int32Array;
  /** By number: the state it leads to from the root, where most searches begin. */
  readonly #fromRoot: Int32Array;

  static readonly root = 0;
  /** Where no sequence goes on. */
  static readonly nowhere = -1;

  constructor(starts: Int32Array, by: Int32Array) {
    this.#starts = starts;
    this.#by = by;
    const count = starts[1] ?? 0;
    this.#fromRoot = new Int32Array((by[count - 1] ?? -1) + 1).fill(Trie.nowhere);
    for (let at = 0; at < count; at += 1) this.#fromRoot[by[at] ?? 0] = at + 1;
  }

  static read(from: TableReader): Trie {
    return new Trie(from.int32(), from.int32());
  }

  write(to: TableWriter): void {
    to.add(this.#starts);
    to.add(this.#by);
  }

  /** How many states there are; they are numbered from 0. */
  get states(): number {
    return this.#starts.length - 1;
  }

  /** Whether any number leads on from a state. */
  goesOnFrom(state: number): boolean {
    return state !== Trie.nowhere && (this.#starts[state + 1] ?? 0) > (this.#starts[state] ?? 0);
  }

  /** The state to which a number leads from another. */
  next(state: number, by: number): number {
    if (state === Trie.root) return this.#fromRoot[by] ?? Trie.nowhere;
    if (state === Trie.nowhere) return Trie.nowhere;
    let low = this.#starts[state] ?? 0;
    let high = (this.#starts[state + 1] ?? 0) - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = this.#by[middle] ?? 0;
      if (found === by) return middle + 1;
      if (found < by) low = middle + 1;
      else high = middle - 1;
    }
    return Trie.nowhere;
  }
}
