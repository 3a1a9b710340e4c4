import type { Clock } from '../engines/clock.ts';
import { DailyBudget } from '../engines/daily-budget.ts';
import { BotError } from '../errors/errors.ts';
import { type PastRun, runTimes } from '../recipes/estimates.ts';
import type { Wanted } from '../recipes/stored-request.ts';
import type { JobLog } from './job-log.ts';
import { isTerminal, type Job } from './job.ts';
import type { PastRuns } from './past-runs.ts';

/** Facts of errors that say when a daily budget resets. `opensAt`: milliseconds since the epoch. */
export function opensAtFacts(opensAt: number): { readonly at: number } {
  return { at: Math.ceil(opensAt / 1000) };
}

export interface GpuTimeOptions {
  readonly log: Pick<JobLog, 'events' | 'gpuUse'>;
  readonly clock: Clock;
  /** See {@link DailyBudget}. */
  readonly isShared?: () => boolean;
  /** The GPU time allowed per day, in milliseconds. 0: no limit. */
  readonly maxGpuMsPerDay: number;
  /** The time limit of one job. */
  readonly jobTimeoutMs: number;
}

/**
 * The GPU time used since midnight UTC. Measurements of runs that had already ended here, such as
 * cancelled ones, count up to ten seconds late.
 */
export class GpuTime {
  readonly #budget: DailyBudget;

  constructor({ log, clock, isShared, maxGpuMsPerDay: limit, jobTimeoutMs }: GpuTimeOptions) {
    this.#budget = new DailyBudget({
      limit,
      clock,
      isShared,
      sum: async (midnight) => ({
        used: await log.gpuUse.msSince(midnight, jobTimeoutMs),
        underWay: 0,
      }),
    });
    if (limit === 0) return;
    log.events.on('changed', (job, from) => {
      if (from === undefined || !isTerminal(job.state)) return;
      this.#budget.add({ used: gpuMsOf(job, jobTimeoutMs) });
    });
  }

  /** When today's budget resets if it is used up, in milliseconds since the epoch. */
  opensAt(): Promise<number | undefined> {
    return this.#budget.opensAt();
  }
}

/** RunPod's measurement, or else how long the job was seen running. */
function gpuMsOf({ executionMs, startedAt, finishedAt }: Job, longestMs: number): number {
  const seenMs = startedAt === undefined ? 0 : (finishedAt ?? startedAt) - startedAt;
  return executionMs ?? Math.min(Math.max(0, seenMs), longestMs);
}

/** The estimate for a run without past runs like it. */
const UNKNOWN_RUN_MS = 20_000;
/**
 * How many of a server's unfinished jobs are estimated one by one. The others count as the average
 * of these.
 */
const ESTIMATED = 20;
/** How many unfinished jobs of a server are counted. */
const COUNTED = 2_000;

export interface ServerGpuTimeOptions extends Omit<GpuTimeOptions, 'maxGpuMsPerDay'> {
  readonly pastRuns: Pick<PastRuns, 'of'>;
  /** The GPU time one server may use per day, in milliseconds. 0: no limit. */
  readonly maxGpuMsPerDayPerServer: number;
}

type Estimated = Pick<Wanted, 'recipe' | 'work'>;

/**
 * Each server's share of the day's GPU time. Ended jobs count as measured, unfinished ones by
 * estimate: otherwise a burst of requests would be accepted before the first one is measured.
 */
export class ServerGpuTime {
  readonly #options: ServerGpuTimeOptions;
  readonly #budget: DailyBudget;
  /** By recipe. */
  readonly #past = new Map<string, readonly PastRun[]>();

  constructor(options: ServerGpuTimeOptions) {
    const { log, clock, isShared, jobTimeoutMs, maxGpuMsPerDayPerServer: limit } = options;
    this.#options = options;
    this.#budget = new DailyBudget({
      limit,
      clock,
      isShared,
      sum: async (midnight, guildId) => ({
        used: await log.gpuUse.msSince(midnight, jobTimeoutMs, guildId),
        underWay: await this.#msUnderWay(guildId),
      }),
    });
    if (!this.isLimited) return;
    log.events.on('changed', (job, from) => {
      const { guildId, wanted, state } = job;
      if (from === undefined) return;
      if (from === null) this.#budget.add({ underWay: this.#estimate(wanted) }, guildId);
      if (!isTerminal(state)) return;
      const used = gpuMsOf(job, jobTimeoutMs);
      this.#budget.add({ used, underWay: -this.#estimate(wanted) }, guildId);
    });
  }

  get isLimited(): boolean {
    return this.#budget.isLimited;
  }

  /**
   * When this server's share resets if ended jobs have used it up, in milliseconds since the epoch.
   */
  opensAt(guildId: string): Promise<number | undefined> {
    return this.#budget.opensAt(guildId);
  }

  /**
   * Reserves time for a request until the returned function is called, after its row is written or
   * it has failed. Concurrent requests see what earlier ones left.
   *
   * @throws BotError if the server's share is used up, or reserved by unfinished jobs.
   */
  async reserve(guildId: string, job: Estimated): Promise<() => void> {
    if (!this.isLimited) return () => undefined;
    const { limit } = this.#budget;
    const day = await this.#budget.today(guildId);
    await this.#loadPastRuns([job]);
    const { used, underWay } = day;
    if (used >= limit) {
      throw new BotError('server_gpu_time_spent', { facts: opensAtFacts(day.endsAt) });
    }
    if (used + underWay + this.#budget.reserved(guildId) >= limit) {
      throw new BotError('server_gpu_time_promised');
    }
    return this.#budget.reserve(this.#estimate(job), guildId);
  }

  /** How long a request is likely to take, in milliseconds. */
  async estimateMs(job: Estimated): Promise<number> {
    await this.#loadPastRuns([job]);
    return this.#estimate(job);
  }

  async #msUnderWay(guildId: string): Promise<number> {
    const bounds = { counted: COUNTED, read: ESTIMATED };
    const { count, some } = await this.#options.log.gpuUse.underWayIn(guildId, bounds);
    await this.#loadPastRuns(some);
    if (some.length === 0) return count * UNKNOWN_RUN_MS;
    return (some.reduce((ms, job) => ms + this.#estimate(job), 0) / some.length) * count;
  }

  /** Loads past runs like these. */
  async #loadPastRuns(jobs: readonly Estimated[]): Promise<void> {
    for (const { recipe } of jobs) {
      this.#past.set(recipe, await this.#options.pastRuns.of(recipe));
    }
  }

  #estimate({ recipe, work }: Estimated): number {
    return runTimes(work, this.#past.get(recipe) ?? [])?.p50 ?? UNKNOWN_RUN_MS;
  }
}
