import type { Slicing } from '../engines/slices.ts';

const DAY_MS = 24 * 60 * 60_000;

/** What a chart shows, by what, and over how many days. */
export const SHOWN = ['pictures', 'gpu', 'money', 'failures', 'waiting'] as const;
export type Shown = (typeof SHOWN)[number];
export const GROUPINGS = ['day', 'command', 'member'] as const;
export type Grouping = (typeof GROUPINGS)[number];
export const PERIODS = [7, 30, 90] as const;
export type Period = (typeof PERIODS)[number];

/** A job that has ended, as far as it is counted. Times are milliseconds since the epoch. */
export interface EndedJob {
  readonly finishedAt: number;
  readonly recipe: string;
  /** Of its requester; `undefined` once they are erased. */
  readonly userId: string | undefined;
  readonly outcome: 'completed' | 'failed' | 'cancelled';
  readonly pictures: number;
  readonly gpuMs: number;
  /** What it cost, in millionths of a US dollar; `undefined` if it was not billed by the picture. */
  readonly micros: number | undefined;
  /** From the request until the pictures were made. */
  readonly waitMs: number | undefined;
}

/** Sums over jobs. Money is in millionths of a US dollar. */
export interface Figures {
  readonly requests: number;
  readonly pictures: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly gpuMs: number;
  /** An estimate: what pictures cost, and GPU time by its price. */
  readonly micros: number;
  /** GPU time that has no price. */
  readonly unpricedMs: number;
  /** How long half of the completed requests took at most, and nine in ten. `undefined` if none completed. */
  readonly waits: { readonly half: number; readonly most: number } | undefined;
}

/** Waits are counted by steps of 4 %, so that millions of them take no memory. */
const WAIT_STEP = Math.log(1.04);

/** Adds up jobs, one by one. */
export class Tally {
  readonly #sum = {
    requests: 0,
    pictures: 0,
    failed: 0,
    cancelled: 0,
    gpuMs: 0,
    micros: 0,
    unpricedMs: 0,
  };
  /** How many waits there are of each length. */
  readonly #waits = new Map<number, number>();

  /** `gpuSecondMicros`: the price of a GPU second, if known. */
  add({ outcome, pictures, gpuMs, micros, waitMs }: EndedJob, gpuSecondMicros?: number): void {
    const sum = this.#sum;
    sum.requests += 1;
    sum.pictures += pictures;
    sum.gpuMs += gpuMs;
    if (outcome !== 'completed') sum[outcome] += 1;
    if (micros !== undefined) sum.micros += micros;
    else if (gpuSecondMicros === undefined) sum.unpricedMs += gpuMs;
    else sum.micros += (gpuMs * gpuSecondMicros) / 1_000;
    if (waitMs === undefined) return;
    this.#addWaits(Math.round(Math.log(Math.max(1, waitMs)) / WAIT_STEP), 1);
  }

  /** Takes away what another one has, of the same jobs. */
  subtract(other: Tally): void {
    const [sum, less] = [this.#sum, other.#sum];
    sum.requests -= less.requests;
    sum.pictures -= less.pictures;
    sum.failed -= less.failed;
    sum.cancelled -= less.cancelled;
    sum.gpuMs -= less.gpuMs;
    sum.micros -= less.micros;
    sum.unpricedMs -= less.unpricedMs;
    for (const [step, count] of other.#waits) this.#addWaits(step, -count);
  }

  /** A copy, which goes on by itself. */
  copy(): Tally {
    const copy = new Tally();
    Object.assign(copy.#sum, this.#sum);
    for (const [step, count] of this.#waits) copy.#waits.set(step, count);
    return copy;
  }

  /** The figure that a chart shows first. */
  value(shown: Shown): number {
    switch (shown) {
      case 'pictures':
        return this.#sum.pictures;
      case 'gpu':
        return this.#sum.gpuMs;
      case 'money':
        return this.#sum.micros;
      case 'failures':
        return this.#sum.failed;
      case 'waiting':
        return this.#waitsBy()?.half ?? 0;
    }
  }

  get figures(): Figures {
    const micros = Math.round(this.#sum.micros);
    return { ...this.#sum, micros, waits: this.#waitsBy() };
  }

  #addWaits(step: number, count: number): void {
    this.#waits.set(step, (this.#waits.get(step) ?? 0) + count);
  }

  #waitsBy(): Figures['waits'] {
    const steps = [...this.#waits].filter(([, count]) => count > 0).toSorted(([a], [b]) => a - b);
    const all = steps.reduce((sum, [, count]) => sum + count, 0);
    if (all === 0) return undefined;
    const within = (share: number) => {
      let counted = 0;
      for (const [step, count] of steps) {
        counted += count;
        if (counted >= all * share) return Math.round(Math.exp(step * WAIT_STEP));
      }
      return 0;
    };
    return { half: within(0.5), most: within(0.9) };
  }
}

/** A millisecond or two of work, and of waits some more. */
const RANKED_AT_ONCE = 1_000;
/** Far more than a chart names, as some may not be named. */
const MOST_RANKED = 1_000;

/** Tallies by key: a day's midnight, a recipe, or a member's id. */
export class Tallies {
  readonly total = new Tally();
  readonly #by: Grouping;
  readonly #gpuSecondMicros: number | undefined;
  readonly #groups = new Map<string, Tally>();
  constructor(by: Grouping, gpuSecondMicros?: number) {
    this.#by = by;
    this.#gpuSecondMicros = gpuSecondMicros;
  }

  add(job: EndedJob): void {
    const key = this.#keyOf(job);
    this.total.add(job, this.#gpuSecondMicros);
    // Erased members have no key, and are among the others.
    if (key !== undefined) this.#tallyOf(key).add(job, this.#gpuSecondMicros);
  }

  /** What one key has. */
  of(key: string): Figures {
    return (this.#groups.get(key) ?? new Tally()).figures;
  }

  /**
   * The keys with the most of `shown` first, 1,000 at most. Equal ones are in the order of their keys.
   *
   * @throws the reason of the signal.
   */
  async ranked(shown: Shown, { turns, signal }: Slicing): Promise<readonly string[]> {
    const all = [...this.#groups];
    let best: readonly { readonly key: string; readonly rank: number }[] = [];
    for (let from = 0; from < all.length; from += RANKED_AT_ONCE) {
      if (from > 0) await turns.take('read');
      signal.throwIfAborted();
      const some = all.slice(from, from + RANKED_AT_ONCE);
      const ranks = some.map(([key, tally]) => ({ key, rank: tally.value(shown) }));
      best = [...best, ...ranks]
        .toSorted((a, b) => b.rank - a.rank || (a.key < b.key ? -1 : 1))
        .slice(0, MOST_RANKED);
    }
    return best.map(({ key }) => key);
  }

  /** The sum of all but these, and of erased members. `undefined` if there are none. */
  others(but: ReadonlySet<string>): Figures | undefined {
    const rest = this.total.copy();
    for (const key of but) {
      const tally = this.#groups.get(key);
      if (tally) rest.subtract(tally);
    }
    const { figures } = rest;
    return figures.requests === 0 ? undefined : figures;
  }

  #keyOf({ finishedAt, recipe, userId }: EndedJob): string | undefined {
    if (this.#by === 'day') return dayKey(finishedAt);
    return this.#by === 'command' ? recipe : userId;
  }

  #tallyOf(key: string): Tally {
    const known = this.#groups.get(key);
    if (known) return known;
    const tally = new Tally();
    this.#groups.set(key, tally);
    return tally;
  }
}

/** The UTC day of a time, as `2026-12-02`. */
export function dayKey(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** The midnights with which the days of a period begin, today's last. */
export function daysOf(period: Period, now: number): readonly number[] {
  const today = now - (now % DAY_MS);
  return Array.from({ length: period }, (_, index) => today - (period - 1 - index) * DAY_MS);
}
