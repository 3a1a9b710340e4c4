import type { Clock } from '../engines/clock.ts';
import { DailyBudget } from '../engines/daily-budget.ts';
import { microsOf } from '../engines/money.ts';
import { BotError } from '../errors/errors.ts';
import { opensAtFacts } from './gpu-time.ts';
import type { JobLog } from './job-log.ts';
import { isTerminal, type Job, type JobState } from './job.ts';
import { spentOn } from './sql/usage.ts';

export interface SpendingOptions {
  readonly log: Pick<JobLog, 'events' | 'spend'>;
  readonly clock: Clock;
  /** The daily budget, in millionths of a US dollar. 0: no limit. */
  readonly maxMicrosPerDay: number;
}

/**
 * The day's spending on pictures billed one by one. Ended jobs count as reported, unfinished ones
 * by the documented price, so the limit is exceeded only as far as prices are wrong.
 */
export class Spending {
  readonly #log: SpendingOptions['log'];
  readonly #budget: DailyBudget;
  /** Reserved millionths for jobs about to be sent, whose rows do not say so yet. */
  readonly #sending = new Map<string, number>();

  constructor({ log, clock, maxMicrosPerDay: limit }: SpendingOptions) {
    this.#log = log;
    this.#budget = new DailyBudget({
      limit,
      clock,
      sum: async (midnight) => ({
        used: await log.spend.since(midnight),
        underWay: await log.spend.underWay(),
      }),
    });
    if (!this.isLimited) return;
    log.events.on('changed', (job, from) => {
      this.#follow(job, from);
    });
  }

  /** Counts jobs that an earlier process may have sent. Call before sending any. */
  async resume(): Promise<void> {
    if (!this.isLimited) return;
    for (const { id, micros } of await this.#log.spend.unclear()) this.#sending.set(id, micros);
  }

  get isLimited(): boolean {
    return this.#budget.isLimited;
  }

  /**
   * Reserves money for a request until the returned function is called, after its row is written or
   * it has failed. Concurrent requests see what earlier ones left. `price`: in US dollars;
   * `undefined` if the picture is not billed.
   *
   * @throws BotError `money_spent` and `money_promised`.
   */
  async reserve(price: number | undefined): Promise<() => void> {
    if (!this.isLimited || price === undefined) return () => undefined;
    const micros = microsOf(price);
    const { limit } = this.#budget;
    const { used, underWay, endsAt } = await this.#budget.today();
    if (used + micros > limit) throw new BotError('money_spent', { facts: opensAtFacts(endsAt) });
    if (used + underWay + this.#budget.reserved() + micros > limit) {
      throw new BotError('money_promised');
    }
    return this.#budget.reserve(micros);
  }

  /**
   * Reserves the budget for a job about to be sent. Returns when the budget resets, in milliseconds
   * since the epoch, if it is too small; `undefined` if it suffices. The limit may have been
   * lowered since the request, or others may have cost more than documented.
   */
  async opensAt(job: Pick<Job, 'id' | 'priceMicros' | 'attempt'>): Promise<number | undefined> {
    if (!this.isLimited || job.priceMicros === undefined) return undefined;
    // A job may be sent while the rows are read: it counts as one about to be sent.
    const before = new Map(this.#sending);
    const sentMicros = await this.#log.spend.sent([...before.keys()]);
    const { used, endsAt } = await this.#budget.today();
    const others = new Map([...before, ...this.#sending]);
    others.delete(job.id);
    const sendingMicros = Array.from(others.values()).reduce((sum, micros) => sum + micros, 0);
    const micros = job.priceMicros * Math.max(1, job.attempt);
    if (used + sentMicros + sendingMicros + micros > this.#budget.limit) return endsAt;
    this.#sending.set(job.id, micros);
    return undefined;
  }

  #follow(job: Job, from?: JobState | null): void {
    const { priceMicros = 0, attempt } = job;
    if (job.state !== 'submitting') this.#sending.delete(job.id);
    // Claimed again: the earlier cost counts until it is sent.
    else if (from === 'ready' && attempt > 1) {
      this.#sending.set(job.id, (attempt - 1) * priceMicros);
    }
    if (from === undefined) return;
    if (from === null) this.#budget.add({ underWay: priceMicros });
    if (!isTerminal(job.state)) return;
    this.#budget.add({ used: spentOn(job), underWay: -priceMicros });
  }
}
