import type { Clock } from '../engines/clock.ts';
import { DailyBudget, dayOf } from '../engines/daily-budget.ts';
import { microsOf } from '../engines/money.ts';
import { BotError } from '../errors/errors.ts';
import { opensAtFacts } from './gpu-time.ts';
import type { JobLog } from './job-log.ts';
import { isTerminal, type Job, type JobState } from './job.ts';
import { type DayMoney, spentOn } from './sql/usage.ts';

export interface SpendingOptions {
  readonly log: Pick<JobLog, 'events' | 'spend'>;
  readonly clock: Clock;
  /** See {@link DailyBudget}. */
  readonly isShared?: () => boolean;
  /** The daily budget, in millionths of a US dollar. 0: no limit. */
  readonly maxMicrosPerDay: number;
}

/**
 * The day's spending on pictures billed one by one. Ended jobs count as reported, unfinished ones
 * by the documented price, so the limit is exceeded only as far as prices are wrong.
 */
export class Spending {
  readonly #budget: DailyBudget;
  readonly #clock: Clock;

  constructor({ log, clock, isShared, maxMicrosPerDay: limit }: SpendingOptions) {
    this.#clock = clock;
    this.#budget = new DailyBudget({
      limit,
      clock,
      isShared,
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

  /** Today's money, by which jobs are sent; `undefined`: no limit. */
  get today(): DayMoney | undefined {
    if (!this.isLimited) return undefined;
    return { limit: this.#budget.limit, ...dayOf(this.#clock.now()) };
  }

  #follow(job: Job, from?: JobState | null): void {
    const { priceMicros = 0 } = job;
    if (from === undefined) return;
    if (from === null) this.#budget.add({ underWay: priceMicros });
    if (!isTerminal(job.state)) return;
    this.#budget.add({ used: spentOn(job), underWay: -priceMicros });
  }
}
