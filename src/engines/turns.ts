import { setImmediate as nextTurn } from 'node:timers';
import { type Elapsed, systemElapsed } from './env.ts';

/**
 * How urgent work is, most urgent first: `deferral` defers an interaction in time, `person` carries out a
 * command or press, `read` looks something up (autocomplete, pages, searches), `job` moves a job on.
 */
export const URGENCIES = ['deferral', 'person', 'read', 'job'] as const;
export type Urgency = (typeof URGENCIES)[number];

/**
 * The kinds of turns, most urgent first: besides work, `arrival` reads what has just come to a port,
 * and `stranger` reads on from those who have sent much and not shown who they are.
 */
const KINDS = ['deferral', 'arrival', 'person', 'read', 'job', 'stranger'] as const;
export type TurnKind = (typeof KINDS)[number];

/** How long work may run before sockets are served. */
const LONGEST_TURN_MS = 8;
/** How long turns may be held up in a row. */
const LONGEST_HOLD_MS = 30;
/** In every eighth turn, one piece of each waiting kind starts. */
const SHARED_EVERY = 8;

/**
 * Schedules work that may come in thousands, so that the event loop serves its sockets in between:
 * neither a settled promise nor a query yields to sockets, so a loop over either would be one
 * stall. The most urgent work starts first. In every eighth turn one piece of each waiting kind
 * starts, so that nothing starves.
 */
export class Turns {
  readonly #waiting: Readonly<Record<TurnKind, (() => void)[]>> = {
    deferral: [],
    arrival: [],
    person: [],
    read: [],
    job: [],
    stranger: [],
  };
  /** The same queues, most urgent first. */
  readonly #queues = KINDS.map((kind) => this.#waiting[kind]);
  readonly #longestMs: number;
  readonly #elapsed: Elapsed;
  #untilShared = SHARED_EVERY;
  #pumping = false;
  #isHeld = false;
  /** Since when no turn has begun. */
  #heldSince: number | undefined;

  constructor(longestMs: number = LONGEST_TURN_MS, elapsed: Elapsed = systemElapsed) {
    this.#longestMs = longestMs;
    this.#elapsed = elapsed;
  }

  /** Resolves when it is the caller's turn. */
  take(kind: TurnKind = 'job'): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting[kind].push(resolve);
      if (this.#pumping) return;
      this.#pumping = true;
      nextTurn(() => {
        this.#beginTurn();
      });
    });
  }

  /**
   * Serves the sockets once more before the next turn, since more is about to arrive: Node accepts
   * one connection in each turn of the event loop (libuv since 1.45), however many wait.
   */
  hold(): void {
    this.#isHeld = true;
  }

  #beginTurn(): void {
    if (this.#isHeld) {
      this.#isHeld = false;
      const now = this.#elapsed();
      this.#heldSince ??= now;
      if (now - this.#heldSince < LONGEST_HOLD_MS) {
        nextTurn(() => {
          this.#beginTurn();
        });
        return;
      }
    }
    this.#heldSince = undefined;
    this.#untilShared = this.#untilShared === 1 ? SHARED_EVERY : this.#untilShared - 1;
    const waiting = this.#queues.filter((queue) => queue.length > 0);
    const begun = this.#untilShared === SHARED_EVERY ? waiting : waiting.slice(0, 1);
    // However long they take, so that no turn passes without a start.
    const first = begun.map((queue) => queue.shift()).filter((start) => start !== undefined);
    this.#next(first, this.#elapsed() + this.#longestMs);
  }

  #next(first: (() => void)[], until: number): void {
    const hasTime = first.length > 0 || this.#elapsed() < until;
    const next = this.#queues.find((queue) => queue.length > 0);
    const start = hasTime ? (first.shift() ?? next?.shift()) : undefined;
    if (start) {
      start();
      // Once that has run as far as it can without waiting.
      queueMicrotask(() => {
        process.nextTick(() => {
          this.#next(first, until);
        });
      });
    } else if (next) {
      nextTurn(() => {
        this.#beginTurn();
      });
    } else {
      this.#pumping = false;
    }
  }
}
