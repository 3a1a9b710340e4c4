import { FIRST_ANSWER_MS } from '../interactions/interaction-token.ts';

/** How much of Discord's patience is left for a commit and for the way there. */
const RESERVE = 1 / 3;
/** How much of it may go by before a command's turn comes. */
const LONGEST_QUEUE = 1 / 4;

/** When an interaction is deferred that is not being answered by then: times are in milliseconds since the epoch. */
export function deferAt(lateAt: number, waitsMs: number = FIRST_ANSWER_MS): number {
  return lateAt - waitsMs * RESERVE;
}

/** Whether the last of a queue would wait for so long that all of it is better deferred at once. */
export function isTooLong(
  { length, costMs }: { readonly length: number; readonly costMs: number },
  waitsMs: number = FIRST_ANSWER_MS,
): boolean {
  return length * costMs > waitsMs * LONGEST_QUEUE;
}

/** What an interaction costs until more is known, and the least and most that it is taken to cost. */
const USUAL_COST_MS = 3;
const LEAST_COST_MS = 1;
const MOST_COST_MS = 10;
/** How many interactions what was known before counts for. */
const WEIGHT_BEFORE = 32;

/** How long the interactions of late took, one after the other: the pace at which a queue gets shorter. */
export class IntakePace {
  #before = USUAL_COST_MS;
  #busySince = 0;
  #done = 0;

  /** The first of a queue has come. Times are in milliseconds. */
  begin(now: number): void {
    this.#busySince = now;
    this.#done = 0;
  }

  /** One more is done. */
  note(): void {
    this.#done += 1;
  }

  /** Nobody waits any more. */
  end(now: number): void {
    this.#before = this.costMs(now);
    this.begin(now);
  }

  costMs(now: number): number {
    const sum = WEIGHT_BEFORE * this.#before + Math.max(0, now - this.#busySince);
    const cost = sum / (WEIGHT_BEFORE + this.#done);
    return Math.min(Math.max(cost, LEAST_COST_MS), MOST_COST_MS);
  }
}
