import type { Clock } from '../engines/clock.ts';
import { microsOf } from '../engines/money.ts';
import { BotError } from '../errors/errors.ts';
import { dayEnd, type DaySum, isBelieved, midnightBefore, opensAtFacts } from './daily-budget.ts';
import type { JobLog } from './job-log.ts';
import { isTerminal, type Job, type JobState } from './job.ts';
import { spentOn } from './sql/usage.ts';

export interface SpendingOptions {
  readonly log: Pick<JobLog, 'events' | 'spend'>;
  readonly clock: Clock;
  /** What may be spent in a day, in millionths of a US dollar. 0: no limit. */
  readonly maxMicrosPerDay: number;
}

interface Sum extends DaySum {
  /** By what has ended since midnight in UTC. */
  spentMicros: number;
  /** By what is under way, if it costs what is documented. */
  underWayMicros: number;
}

/**
 * What is spent in a day on pictures that are billed one by one. What has ended counts as it was told, and
 * what is under way, here or at RunPod, by what is documented, so that the limit is never passed by more
 * than prices are wrong.
 *
 * The log is asked at most every ten seconds; what changes in between is followed as it is told.
 */
export class Spending {
  readonly #options: SpendingOptions;
  #sum: Sum | undefined;
  #asking: Promise<Sum> | undefined;
  /** For requests that are being looked at, and have no rows yet. */
  #reservedMicros = 0;
  /** For jobs that RunPod is about to get, and whose rows do not say yet that it has them. */
  readonly #sending = new Map<string, number>();

  constructor(options: SpendingOptions) {
    this.#options = options;
    if (!this.isLimited) return;
    options.log.events.on('changed', (job, from) => {
      this.#follow(job, from);
    });
  }

  /** Counts jobs that an earlier run may or may not have sent. Call before sending any. */
  async resume(): Promise<void> {
    if (!this.isLimited) return;
    for (const { id, micros } of await this.#options.log.spend.inDoubt()) {
      this.#sending.set(id, micros);
    }
  }

  get isLimited(): boolean {
    return this.#options.maxMicrosPerDay > 0;
  }

  /**
   * Sets money aside for a request until what comes back is called: then it has a row, or never will. Of
   * requests that come together, the later ones find what the earlier ones left. `price`: in US dollars;
   * `undefined` where the picture is not billed.
   *
   * @throws BotError `money_spent` and `money_promised`.
   */
  async reserve(price: number | undefined): Promise<() => void> {
    if (!this.isLimited || price === undefined) return () => undefined;
    const micros = microsOf(price);
    const { maxMicrosPerDay } = this.#options;
    const latest = await this.#latest();
    const { spentMicros, underWayMicros } = latest;
    if (spentMicros + micros > maxMicrosPerDay) {
      throw new BotError('money_spent', { facts: opensAtFacts(dayEnd(latest)) });
    }
    const promised = spentMicros + underWayMicros + this.#reservedMicros;
    if (promised + micros > maxMicrosPerDay) throw new BotError('money_promised');
    this.#reservedMicros += micros;
    return () => {
      this.#reservedMicros -= micros;
    };
  }

  /**
   * When there is money for a job that is about to be sent, in milliseconds since the epoch: the next midnight
   * where today's is spent, `undefined` where there is some now, which then is the job's. The limit may be
   * lower than when it was asked for, or others may have cost more than is documented.
   */
  async opensAt(job: Pick<Job, 'id' | 'priceMicros' | 'attempt'>): Promise<number | undefined> {
    if (!this.isLimited || job.priceMicros === undefined) return undefined;
    // So that what moves on meanwhile counts twice, rather than not at all.
    const before = new Map(this.#sending);
    const sentMicros = await this.#options.log.spend.sent();
    const latest = await this.#latest();
    const others = new Map([...before, ...this.#sending]);
    others.delete(job.id);
    const sendingMicros = Array.from(others.values()).reduce((sum, micros) => sum + micros, 0);
    const micros = job.priceMicros * Math.max(1, job.attempt);
    const spentMicros = latest.spentMicros + sentMicros + sendingMicros;
    if (spentMicros + micros > this.#options.maxMicrosPerDay) return dayEnd(latest);
    this.#sending.set(job.id, micros);
    return undefined;
  }

  async #latest(): Promise<Sum> {
    const sum = this.#sum;
    if (this.#asking) return this.#asking;
    if (sum && isBelieved(sum, this.#options.clock.now())) return sum;
    this.#asking = this.#ask().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  /** What ends or begins while it is asked may count twice, for as long as the sum is believed. */
  async #ask(): Promise<Sum> {
    const { log, clock } = this.#options;
    const askedAt = clock.now();
    const midnight = midnightBefore(askedAt);
    const sum: Sum = { midnight, askedAt, spentMicros: 0, underWayMicros: 0 };
    this.#sum = sum;
    try {
      // What is followed meanwhile is in the sum already: it is looked at only after the answer.
      const spentMicros = await log.spend.since(midnight);
      sum.spentMicros += spentMicros;
      const underWayMicros = await log.spend.underWay();
      sum.underWayMicros += underWayMicros;
    } catch (error) {
      this.#sum = undefined;
      throw error;
    }
    return sum;
  }

  #follow(job: Job, from?: JobState | null): void {
    const { priceMicros = 0, attempt } = job;
    if (job.state !== 'submitting') this.#sending.delete(job.id);
    // Its turn has come once more: what it was billed before counts until it is sent again.
    else if (from === 'ready' && attempt > 1) {
      this.#sending.set(job.id, (attempt - 1) * priceMicros);
    }
    const sum = this.#sum;
    if (!sum || from === undefined) return;
    if (from === null) sum.underWayMicros += priceMicros;
    if (!isTerminal(job.state)) return;
    sum.underWayMicros = Math.max(0, sum.underWayMicros - priceMicros);
    sum.spentMicros += spentOn(job);
  }
}
