import type { Clock } from './clock.ts';

const DAY_MS = 24 * 60 * 60_000;
/** How long a sum is reused, since it reads many rows; and if others add to it unseen. */
const FRESH_FOR_MS = { alone: 10_000, shared: 1_000 } as const;

/** How much of a budget is used, in its own unit. */
export interface DayUse {
  /** By what ended since midnight. */
  readonly used: number;
  /** Estimated for what has not ended. */
  readonly underWay: number;
}

/** A key's use of one day, kept up to date until the next sum. Times are milliseconds since the epoch. */
export interface Day extends DayUse {
  readonly endsAt: number;
}

interface SummedDay extends Day {
  readonly askedAt: number;
  /** `used` as it was last summed, without the changes since then. */
  summed: number;
  used: number;
  underWay: number;
}

export interface DailyBudgetOptions {
  /** 0: no limit. */
  readonly limit: number;
  /**
   * Sums a key's use since that time. Called at most every ten seconds for each key, or every second
   * if others use it too.
   */
  readonly sum: (midnight: number, key: string) => Promise<DayUse>;
  readonly clock: Clock;
  /** Whether other processes use it too by now, whose changes are not reported. Default: none. */
  readonly isShared?: (() => boolean) | undefined;
}

/**
 * Limits the use per UTC day, separately for each key. Between two sums it adds the changes
 * reported to it; those reported during a sum may count twice until the next one. If changes alone
 * use up the budget, it sums again.
 */
export class DailyBudget {
  readonly limit: number;
  readonly #options: DailyBudgetOptions;
  readonly #days = new Map<string, SummedDay>();
  readonly #summing = new Map<string, Promise<SummedDay>>();
  readonly #reserved = new Map<string, number>();

  constructor(options: DailyBudgetOptions) {
    this.limit = options.limit;
    this.#options = options;
  }

  get isLimited(): boolean {
    return this.limit > 0;
  }

  /** Today's use of a key. @throws what `sum` throws. */
  today(key = ''): Promise<Day> {
    return this.#day(key);
  }

  /**
   * When the budget resets, in milliseconds since the epoch; `undefined` unless the last sum alone has used it up.
   *
   * @throws what `sum` throws.
   */
  async opensAt(key = ''): Promise<number | undefined> {
    if (!this.isLimited) return undefined;
    const day = await this.#day(key);
    return day.summed >= this.limit ? day.endsAt : undefined;
  }

  /** Adds a change that has happened since the last sum. */
  add({ used = 0, underWay = 0 }: Partial<DayUse>, key = ''): void {
    const day = this.#days.get(key);
    if (!day) return;
    day.used += used;
    day.underWay = Math.max(0, day.underWay + underWay);
  }

  /** How much is reserved by requests that have no rows yet. */
  reserved(key = ''): number {
    return this.#reserved.get(key) ?? 0;
  }

  /** Reserves an amount until the returned function is called. */
  reserve(amount: number, key = ''): () => void {
    this.#addReserved(amount, key);
    return () => {
      this.#addReserved(-amount, key);
    };
  }

  #addReserved(amount: number, key: string): void {
    const reserved = this.reserved(key) + amount;
    if (reserved > 0) this.#reserved.set(key, reserved);
    else this.#reserved.delete(key);
  }

  async #day(key: string): Promise<SummedDay> {
    const summing = this.#summing.get(key);
    if (summing) return summing;
    const now = this.#options.clock.now();
    const known = this.#days.get(key);
    if (known && this.#isFresh(known, now) && !this.#isOnlyNowUsedUp(known)) return known;
    this.#forgetStale(now);
    const summed = this.#sum(key, now).finally(() => this.#summing.delete(key));
    this.#summing.set(key, summed);
    return summed;
  }

  /** Whether a sum is of today and recent. A clock that went backwards makes it stale. */
  #isFresh({ endsAt, askedAt }: SummedDay, now: number): boolean {
    const freshForMs = FRESH_FOR_MS[this.#options.isShared?.() ? 'shared' : 'alone'];
    const isToday = endsAt - DAY_MS === midnightBefore(now);
    return isToday && now >= askedAt && now < askedAt + freshForMs;
  }

  #isOnlyNowUsedUp({ summed, used }: SummedDay): boolean {
    return summed < this.limit && used >= this.limit;
  }

  async #sum(key: string, askedAt: number): Promise<SummedDay> {
    const midnight = midnightBefore(askedAt);
    const day = { endsAt: midnight + DAY_MS, askedAt, summed: 0, used: 0, underWay: 0 };
    this.#days.set(key, day);
    try {
      const { used, underWay } = await this.#options.sum(midnight, key);
      day.summed = used;
      day.used += used;
      day.underWay += underWay;
      return day;
    } catch (error) {
      this.#days.delete(key);
      throw error;
    }
  }

  #forgetStale(now: number): void {
    for (const [key, day] of this.#days) {
      if (!this.#isFresh(day, now) && !this.#summing.has(key)) this.#days.delete(key);
    }
  }
}

function midnightBefore(time: number): number {
  return time - (time % DAY_MS);
}

/** The UTC day of a time, from its midnight to the next. All in milliseconds since the epoch. */
export function dayOf(time: number): { readonly since: number; readonly endsAt: number } {
  const since = midnightBefore(time);
  return { since, endsAt: since + DAY_MS };
}
