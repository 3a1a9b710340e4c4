import type { Clock } from '../../src/engines/clock.ts';

/** Numbers drawn from a seed: the same seed draws the same numbers (mulberry32). */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to 1. */
  readonly fraction = (): number => {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };

  readonly bytes = (count: number): Buffer =>
    Buffer.from(Array.from({ length: count }, () => this.between(0, 255)));

  /** A duration in tens of milliseconds, so that things often happen at the same time. */
  duration(least: number, most: number): number {
    return 10 * this.between(least / 10, most / 10);
  }

  /** A whole number, both ends included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.fraction() * (most - least + 1));
  }
}

/** One process of the bot, from its start to its crash or stop. Nothing that it began goes on after that. */
export class Life {
  isOver = false;

  end(): void {
    this.isOver = true;
  }
}

interface Event {
  readonly due: number;
  readonly order: number;
  readonly run: () => void;
  readonly life: Life | undefined;
}

const START = Date.UTC(2030, 0, 1);
/** Rounds of the event loop without any activity after which the code under test only waits. */
const QUIET_ROUNDS = 3;

/** Events this close to one another may meet: the code under test is still at work on the first. */
const MEETING_MS = 5;
const MOST_ROUNDS_BEFORE_MEETING = 3;

/**
 * Virtual time. Runs what is due in order. Lets the code under test come to rest in between, or, if the next
 * event follows closely, only do a part of what the first one caused.
 */
export class Timeline {
  /** Counts whatever the code under test does: while it rises, time stands still. */
  activity = 0;
  #now = START;
  #ahead = 0;
  #order = 0;
  #events: Event[] = [];
  readonly #dice: Dice;

  constructor(dice: Dice) {
    this.#dice = dice;
  }

  /** The true time, in milliseconds since the epoch. */
  get now(): number {
    return this.#now;
  }

  /** How long the run has been going, in milliseconds. */
  get elapsed(): number {
    return this.#now - START;
  }

  /** The time by the machine's clock, which may have been set back. */
  get wall(): number {
    return this.#now + this.#ahead;
  }

  setBack(ms: number): void {
    this.#ahead -= ms;
  }

  /** Runs something after `ms`, unless that life is over by then. Returns how to cancel it. */
  after(ms: number, run: () => void, life?: Life): () => void {
    this.activity += 1;
    this.#order += 1;
    const due = this.#now + Math.ceil(Math.max(ms, 0));
    const event = { due, order: this.#order, run, life };
    this.#events.push(event);
    return () => {
      this.#events = this.#events.filter((one) => one !== event);
    };
  }

  /** The clock of one life. */
  clockOf(life: Life): Clock {
    return {
      now: () => this.wall,
      sleep: (ms, signal) =>
        new Promise((resolve, reject) => {
          signal?.throwIfAborted();
          if (ms <= 0) {
            resolve();
            return;
          }
          const onAbort = () => {
            cancel();
            this.activity += 1;
            reject(signal?.reason as Error);
          };
          const onTime = () => {
            signal?.removeEventListener('abort', onAbort);
            resolve();
          };
          const cancel = this.after(ms, onTime, life);
          signal?.addEventListener('abort', onAbort, { once: true });
        }),
    };
  }

  /** Moves time on until `ms` have passed or `isDone`. */
  async advance(ms: number, isDone: () => boolean = () => false): Promise<void> {
    const until = this.#now + ms;
    await this.settle();
    for (;;) {
      if (isDone()) return;
      const next = this.#takeNext(until);
      if (!next) break;
      this.#now = next.due;
      next.run();
      await this.#untilMeeting();
    }
    await this.settle();
    this.#now = until;
  }

  /** Resolves once the code under test only waits for time or for an answer. */
  async settle(): Promise<void> {
    for (let quiet = 0; quiet < QUIET_ROUNDS; quiet += 1) {
      const before = this.activity;
      await new Promise((resolve) => setImmediate(resolve));
      if (this.activity !== before) quiet = -1;
    }
  }

  /** Comes to rest, unless the next event meets what goes on. */
  async #untilMeeting(): Promise<void> {
    const isClose = this.#events.some(
      ({ due, life }) => due <= this.#now + MEETING_MS && life?.isOver !== true,
    );
    if (!isClose || this.#dice.fraction() < 0.5) return this.settle();
    for (let rounds = this.#dice.between(0, MOST_ROUNDS_BEFORE_MEETING); rounds > 0; rounds -= 1) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  #takeNext(until: number): Event | undefined {
    this.#events = this.#events.filter(({ life }) => life?.isOver !== true);
    let next: Event | undefined;
    for (const event of this.#events) {
      if (event.due > until) continue;
      const isSooner =
        !next || event.due < next.due || (event.due === next.due && event.order < next.order);
      if (isSooner) next = event;
    }
    if (next) this.#events.splice(this.#events.indexOf(next), 1);
    return next;
  }
}
