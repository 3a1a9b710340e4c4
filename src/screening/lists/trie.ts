import { sortedInto, type TableReader, type TableWriter } from './tables.ts';

/**
 * Sequences of numbers, each leading to a state. Sequences with a common beginning share states. Stored in a
 * few tables, since tens of thousands of objects take ten times the memory.
 */
export class Trie {
  /** By state: the index of its first step. One extra entry marks the end of the last state's steps. */
  readonly #starts: Int32Array;
  /** By step: its number, sorted within each state. The first step leads to state 1, the next to 2. */
  readonly #by: Int32Array;
  /** By number: the state it leads to from the root, where most searches start. */
  readonly #fromRoot: Int32Array;

  static readonly root = 0;
  /** No such continuation. */
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

  /** The number of states. They are numbered from 0. */
  get states(): number {
    return this.#starts.length - 1;
  }

  /** Whether any number leads on from a state. */
  goesOnFrom(state: number): boolean {
    return state !== Trie.nowhere && (this.#starts[state + 1] ?? 0) > (this.#starts[state] ?? 0);
  }

  /** The state after this number. */
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

const FIRST_SIZE = 1024;

/** A trie, and the final state of each provisional one. */
export interface BuiltTrie {
  readonly trie: Trie;
  readonly stateOf: Int32Array;
}

/** Builds a {@link Trie}. */
export class TrieBuilder {
  /** A hash table of steps, three numbers each: from, by, to. Linear probing. */
  #steps = new Int32Array(3 * FIRST_SIZE).fill(-1);
  #states = 1;

  /** The state after this number, created if missing. */
  add(state: number, by: number): number {
    const place = this.#placeOf(state, by);
    const known = this.#steps[place + 2] ?? Trie.nowhere;
    if (known !== Trie.nowhere) return known;
    const added = this.#states;
    this.#states += 1;
    this.#put(place, state, by, added);
    if (6 * this.#states > this.#steps.length) this.#grow();
    return added;
  }

  /** The state after these numbers. */
  addAll(numbers: Iterable<number>, from: number = Trie.root): number {
    let state = from;
    for (const number of numbers) state = this.add(state, number);
    return state;
  }

  /** The state after these letters. */
  addLetters(letters: string): number {
    let state: number = Trie.root;
    for (let at = 0; at < letters.length; at += 1) state = this.add(state, letters.charCodeAt(at));
    return state;
  }

  /** Renumbers the states in the order of their steps. */
  built(): BuiltTrie {
    const steps: { from: number; by: number; to: number }[] = [];
    for (let at = 0; at < this.#steps.length; at += 3) {
      const [from = -1, by = -1, to = -1] = this.#steps.subarray(at, at + 3);
      if (from !== -1) steps.push({ from, by, to });
    }
    steps.sort((a, b) => a.by - b.by);
    const from = steps.map((step) => step.from);
    const known = sortedInto(this.#states, from);
    const [starts, by] = [new Int32Array(this.#states + 1), new Int32Array(steps.length)];
    const stateOf = new Int32Array(this.#states);
    /** By new number: the provisional state. */
    const states = new Int32Array(this.#states);
    let last = 0;
    for (let state = 0; state < this.#states; state += 1) {
      const had = states[state] ?? 0;
      starts[state] = last;
      for (let at = known.starts[had] ?? 0; at < (known.starts[had + 1] ?? 0); at += 1) {
        const step = steps[known.places[at] ?? 0];
        by[last] = step?.by ?? 0;
        last += 1;
        states[last] = step?.to ?? 0;
        stateOf[step?.to ?? 0] = last;
      }
    }
    starts[this.#states] = last;
    return { trie: new Trie(starts, by), stateOf };
  }

  #put(place: number, state: number, by: number, to: number): void {
    this.#steps[place] = state;
    this.#steps[place + 1] = by;
    this.#steps[place + 2] = to;
  }

  #placeOf(state: number, by: number): number {
    const steps = this.#steps;
    const hash = Math.imul(state, 0x9e37_79b1) ^ Math.imul(by + 1, 0x85eb_ca6b);
    const last = steps.length / 3 - 1;
    let place = (hash ^ (hash >>> 15)) & last;
    while (steps[3 * place] !== -1) {
      if (steps[3 * place] === state && steps[3 * place + 1] === by) break;
      place = (place + 1) & last;
    }
    return 3 * place;
  }

  #grow(): void {
    const before = this.#steps;
    this.#steps = new Int32Array(4 * before.length).fill(-1);
    for (let at = 0; at < before.length; at += 3) {
      const state = before[at] ?? -1;
      const by = before[at + 1] ?? -1;
      if (state !== -1) this.#put(this.#placeOf(state, by), state, by, before[at + 2] ?? -1);
    }
  }
}
