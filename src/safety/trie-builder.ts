import { sortedInto } from './number-lists.ts';
import { Trie } from './trie.ts';

const FIRST_SIZE = 1024;

/** A trie, and which state each became that was handed out while it grew. */
export interface BuiltTrie {
  readonly trie: Trie;
  readonly stateOf: Int32Array;
}

/** A {@link Trie} that grows. */
export class TrieBuilder {
  /** Three numbers a step, at the place that their hash says or after it: from, by, to. */
  #steps = new Int32Array(3 * FIRST_SIZE).fill(-1);
  #states = 1;

  /** The state to which a number leads from another, a new one where there is none yet. */
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

  /** States get new numbers, in the order of their steps. */
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
    /** By its new number: the number that a state had. */
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
