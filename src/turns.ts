import { setImmediate as nextTurn } from 'node:timers';

/** Who is waiting: a person, or a job under way. */
export type Urgency = 'person' | 'job';

/** How long work may run before sockets are served. */
const LONGEST_TURN_MS = 8;

/**
 * Lets work that may come in thousands begin one by one, and the event loop serve its sockets in
 * between: a promise that is settled already lets no socket be served, and neither does a query,
 * so that a loop over either would be one stall.
 *
 * People come first, but never alone: while both wait, each kind gets a start in each turn.
 */
export class Turns {
  readonly #waiting: Readonly<Record<Urgency, (() => void)[]>> = { person: [], job: [] };
  readonly #longestMs: number;
  #pumping = false;

  constructor(longestMs: number = LONGEST_TURN_MS) {
    this.#longestMs = longestMs;
  }

  /** Resolves when it is the caller's turn. */
  take(urgency: Urgency = 'job'): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting[urgency].push(resolve);
      if (this.#pumping) return;
      this.#pumping = true;
      nextTurn(() => {
        this.#beginTurn();
      });
    });
  }

  #beginTurn(): void {
    const { person, job } = this.#waiting;
    // One of each, however long it takes, so that neither kind keeps the other from ever beginning.
    const first = [person.shift(), job.shift()].filter((start) => start !== undefined);
    this.#next(first, performance.now() + this.#longestMs);
  }

  #next(first: (() => void)[], until: number): void {
    const { person, job } = this.#waiting;
    const hasTime = first.length > 0 || performance.now() < until;
    const start = hasTime ? (first.shift() ?? person.shift() ?? job.shift()) : undefined;
    if (start) {
      start();
      // Once that has done all that it can do without waiting.
      queueMicrotask(() => {
        process.nextTick(() => {
          this.#next(first, until);
        });
      });
    } else if (person.length + job.length === 0) {
      this.#pumping = false;
    } else {
      nextTurn(() => {
        this.#beginTurn();
      });
    }
  }
}
