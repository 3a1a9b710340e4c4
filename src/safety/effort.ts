/**
 * How much was looked at to read one request: a step is a character of a text, or a word or a state
 * of the lists that it is held against. A text whose reading takes more than `most` is given up, and
 * whoever reads checks it between two readings. By count and not by clock, so that a request is judged
 * alike on every machine.
 */
export class Effort {
  readonly #most: number;
  #spent = 0;

  constructor(most = Infinity) {
    this.#most = most;
  }

  spend(steps: number): void {
    this.#spent += steps;
  }

  get spent(): number {
    return this.#spent;
  }

  get isOver(): boolean {
    return this.#spent > this.#most;
  }
}
