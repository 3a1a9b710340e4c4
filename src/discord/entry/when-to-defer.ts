import { FIRST_ANSWER_MS } from '../interactions/interaction-token.ts';

/** The share of the time that Discord waits which a commit and the request take. */
const RESERVE = 1 / 3;
/** The share that an interaction may wait for its turn. */
const LONGEST_QUEUE = 1 / 2;

/** When to defer an interaction without an answer. `lateAt`, and the result: milliseconds since the epoch. */
export function deferAt(lateAt: number, waitsMs: number = FIRST_ANSWER_MS): number {
  return lateAt - waitsMs * RESERVE;
}

/** Whether the last of a queue would wait so long that the whole queue should be deferred now. */
export function isTooLong(
  { length, costMs }: { readonly length: number; readonly costMs: number },
  waitsMs: number = FIRST_ANSWER_MS,
): boolean {
  return length * costMs > waitsMs * LONGEST_QUEUE;
}

/** What an interaction is expected to cost at first, and the bounds of that estimate. */
const USUAL_COST_MS = 3;
const LEAST_COST_MS = 1;
const MOST_COST_MS = 10;
/** How many interactions the earlier estimate counts for. */
const WEIGHT_BEFORE = 32;

/** Estimates the time per interaction from recent ones, which is how fast a queue gets shorter. */
export class IntakePace {
  #before = USUAL_COST_MS;
  #busySince = 0;
  #done = 0;

  /** The first interaction of a queue arrived. Times are in milliseconds. */
  begin(now: number): void {
    this.#busySince = now;
    this.#done = 0;
  }

  /** One more interaction is done. */
  note(): void {
    this.#done += 1;
  }

  /** The queue is empty. */
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
