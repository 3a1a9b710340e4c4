import type { Clock } from '../../../src/engines/clock.ts';

/** First millisecond of 2015, where Discord's ids begin to count (from its API reference). */
const DISCORD_EPOCH_MS = 1_420_070_400_000n;

/** Hands out Discord ids: 42 bits of milliseconds, then a counter, so that ids sort by age. */
export class Snowflakes {
  readonly #clock: Clock;
  #last = 0n;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  next(): string {
    const fresh = (BigInt(Math.trunc(this.#clock.now())) - DISCORD_EPOCH_MS) << 22n;
    this.#last = fresh > this.#last ? fresh : this.#last + 1n;
    return this.#last.toString();
  }
}

/** When an id was made, in milliseconds since the epoch. */
export function snowflakeTime(id: string): number {
  return Number((BigInt(id) >> 22n) + DISCORD_EPOCH_MS);
}
