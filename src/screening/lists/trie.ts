import { z } from 'zod';
import { int32, uint16 } from './packed-tables.ts';

/**
 * Numbers that never fall, in two bytes each. Half a million starts are the largest of the tables, and take half
 * the memory this way.
 */
const risingNumbers = z.object({
  /** The numbers modulo {@link CARRY}. */
  low: uint16,
  /** The index of the first number that reaches {@link CARRY}, then twice as much, and so on. */
  carries: int32,
});
type RisingNumbers = z.infer<typeof risingNumbers>;

const CARRY = 2 ** 16;

function risingNumbersOf(numbers: Int32Array): RisingNumbers {
  const carries: number[] = [];
  for (const [at, number] of numbers.entries()) {
    while (number >= (carries.length + 1) * CARRY) carries.push(at);
  }
  // A number too large for its place keeps its lower half.
  return { low: Uint16Array.from(numbers), carries: Int32Array.from(carries) };
}

function numberAt({ low, carries }: RisingNumbers, at: number): number {
  return (low[at] ?? 0) + firstAtLeast(carries, at + 1) * CARRY;
}

/** Lists of numbers, end to end in one table, since hundreds of thousands of arrays take ten times the memory. */
export const numberLists = z.object({
  /** By list: the index of its first number. One extra entry marks the end of the last list. */
  starts: risingNumbers,
  numbers: int32,
});
export type NumberLists = z.infer<typeof numberLists>;

/** Appends each number to the list at the same index of `lists`, in order. */
export function numberListsOf(
  count: number,
  lists: readonly number[],
  numbers: readonly number[],
): NumberLists {
  const starts = new Int32Array(count + 1);
  for (const list of lists) starts[list + 1] = (starts[list + 1] ?? 0) + 1;
  for (let list = 0; list < count; list += 1) {
    starts[list + 1] = (starts[list + 1] ?? 0) + (starts[list] ?? 0);
  }
  const sorted = new Int32Array(lists.length);
  const next = starts.slice();
  for (const [at, list] of lists.entries()) {
    const place = next[list] ?? 0;
    sorted[place] = numbers[at] ?? 0;
    next[list] = place + 1;
  }
  return { starts: risingNumbersOf(starts), numbers: sorted };
}

/** The numbers of one list. */
export function listAt({ starts, numbers }: NumberLists, list: number): Int32Array {
  return numbers.subarray(numberAt(starts, list), numberAt(starts, list + 1));
}

/** The index of the first number that is at least this one, between `start` and `end`, or `end`. */
export function firstAtLeast(
  sorted: Int32Array,
  wanted: number,
  start = 0,
  end = sorted.length,
): number {
  let [low, high] = [start, end];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Sequences of numbers, each leading to a state. Sequences with a common beginning share states. By state:
 * the numbers that lead on, ascending. The first number of all leads to state 1, the next to 2, and so on.
 */
export class Trie {
  readonly #starts: RisingNumbers;
  readonly #by: Int32Array;
  /** By number: the state it leads to from the root, where most searches start. */
  readonly #fromRoot: Int32Array;

  static readonly root = 0;
  /** No such continuation. */
  static readonly nowhere = -1;

  constructor({ starts, numbers }: NumberLists) {
    this.#starts = starts;
    this.#by = numbers;
    const count = numberAt(starts, 1);
    this.#fromRoot = new Int32Array((numbers[count - 1] ?? -1) + 1).fill(Trie.nowhere);
    for (let at = 0; at < count; at += 1) this.#fromRoot[numbers[at] ?? 0] = at + 1;
  }

  /** Whether any number leads on from a state. */
  goesOnFrom(state: number): boolean {
    return (
      state !== Trie.nowhere && numberAt(this.#starts, state + 1) > numberAt(this.#starts, state)
    );
  }

  /** The state after this number. */
  next(state: number, by: number): number {
    if (state === Trie.root) return this.#fromRoot[by] ?? Trie.nowhere;
    if (state === Trie.nowhere) return Trie.nowhere;
    const end = numberAt(this.#starts, state + 1);
    const place = firstAtLeast(this.#by, by, numberAt(this.#starts, state), end);
    return place < end && this.#by[place] === by ? place + 1 : Trie.nowhere;
  }

  /** The numbers that lead on from a state, and the state after the first. The others follow it. */
  stepsFrom(state: number): { readonly numbers: Int32Array; readonly first: number } {
    const start = numberAt(this.#starts, state);
    const end = numberAt(this.#starts, state + 1);
    return { numbers: this.#by.subarray(start, end), first: start + 1 };
  }

  /** The numbers that lead to a state from the root. */
  pathTo(state: number): readonly number[] {
    const path: number[] = [];
    for (let at = state; at > Trie.root;) {
      path.push(this.#by[at - 1] ?? 0);
      at = this.#before(at);
    }
    return path.reverse();
  }

  /** The state from which one step leads to this one: the last whose steps start before it. */
  #before(state: number): number {
    let low: number = Trie.root;
    let high = state;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (numberAt(this.#starts, middle) < state) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

/** Numbers are smaller than this, so that a state and a number are one key. */
const SPAN = 2 ** 21;

/** Builds the tables of a {@link Trie}. */
export class TrieBuilder {
  readonly #steps = new Map<number, number>();

  /** The state after these numbers, created if missing. */
  add(numbers: Iterable<number>, from: number = Trie.root): number {
    let state = from;
    for (const number of numbers) state = this.#step(state, number);
    return state;
  }

  /** The state after these letters. */
  addLetters(letters: string): number {
    let state: number = Trie.root;
    for (let at = 0; at < letters.length; at += 1)
      state = this.#step(state, letters.charCodeAt(at));
    return state;
  }

  #step(state: number, by: number): number {
    const key = state * SPAN + by;
    const known = this.#steps.get(key);
    if (known !== undefined) return known;
    const added = this.#steps.size + 1;
    this.#steps.set(key, added);
    return added;
  }

  /**
   * Renumbers the states in the order of their steps, and the numbers by `numberOf`.
   *
   * @returns the tables, and the final state of each provisional one
   */
  built(numberOf?: Int32Array): { readonly tables: NumberLists; readonly stateOf: Int32Array } {
    const steps = Array.from(this.#steps, ([key, to]) => {
      const by = key % SPAN;
      return { from: Math.floor(key / SPAN), by: numberOf?.[by] ?? by, to };
    });
    steps.sort((a, b) => a.by - b.by);
    const states = steps.length + 1;
    const from = steps.map((step) => step.from);
    const known = numberListsOf(states, from, [...steps.keys()]);
    const [starts, numbers] = [new Int32Array(states + 1), new Int32Array(steps.length)];
    const stateOf = new Int32Array(states);
    /** By new number: the provisional state. */
    const provisional = new Int32Array(states);
    let last = 0;
    for (let state = 0; state < states; state += 1) {
      starts[state] = last;
      for (const at of listAt(known, provisional[state] ?? 0)) {
        const { by = 0, to = 0 } = steps[at] ?? {};
        numbers[last] = by;
        last += 1;
        provisional[last] = to;
        stateOf[to] = last;
      }
    }
    starts[states] = last;
    return { tables: { starts: risingNumbersOf(starts), numbers }, stateOf };
  }
}
