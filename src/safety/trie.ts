const FIRST_SIZE = 1024;

/**
 * Sequences of numbers, each with a state that it leads to; sequences that begin alike share their
 * states. One table of numbers for all of it, since tens of thousands of objects take ten times the room.
 */
export class Trie {
  /** Three numbers a step, at the place that their hash says or behind it: from, by, to. */
  #steps = new Int32Array(3 * FIRST_SIZE).fill(-1);
  #states = 1;

  static readonly root = 0;
  /** Where no sequence goes on. */
  static readonly nowhere = -1;

  /** How many states there are; they are numbered from 0. */
  get states(): number {
    return this.#states;
  }

  /** The state to which a number leads from another. */
  next(state: number, by: number): number {
    return this.#steps[this.#placeOf(state, by) + 2] ?? Trie.nowhere;
  }

  /** The same; a state of its own where there is none yet. */
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
