import type { Clock } from '../engines/clock.ts';
import { BotError } from '../errors/errors.ts';
import { type PastRun, runTimes } from '../recipes/estimates.ts';
import type { Wanted } from '../recipes/stored-request.ts';
import { dayEnd, type DaySum, isBelieved, midnightBefore, opensAtFacts } from './daily-budget.ts';
import type { JobLog } from './job-log.ts';
import { isTerminal, type Job, type JobState } from './job.ts';
import type { PastRuns } from './past-runs.ts';

export interface GpuTimeOptions {
  readonly log: JobLog;
  readonly clock: Clock;
  /** How much GPU time may be used in a day, in milliseconds. 0: no limit. */
  readonly maxGpuMsPerDay: number;
  /** How long one job may take at most. */
  readonly jobTimeoutMs: number;
}

/** What the log said last, and what has ended since it was asked. */
interface Sum extends DaySum {
  readonly usedMs: number;
}

/**
 * The GPU time used since midnight UTC, for budget checks.
 *
 * The log is asked for the sum every ten seconds at most, since that reads every job of the day;
 * what ends in between is added as it ends. So all that it misses is what RunPod says afterwards of
 * runs that had ended here already, such as those that were cancelled, and that for ten seconds.
 * Only the log's own sum ever says that none is left, since jobs end by it.
 */
export class GpuTime {
  readonly #options: GpuTimeOptions;
  #sum: Sum | undefined;
  #asking: Promise<Sum> | undefined;
  /** Of jobs that have ended since the log was asked last. One may be in the sum too. */
  #endedMs = 0;

  constructor(options: GpuTimeOptions) {
    this.#options = options;
    if (options.maxGpuMsPerDay === 0) return;
    options.log.events.on('changed', (job, from) => {
      this.#add(job, from);
    });
  }

  /**
   * When GPU time can be used again, in milliseconds since the epoch: the next midnight where
   * today's is used up, `undefined` where it is not.
   */
  async opensAt(): Promise<number | undefined> {
    const { maxGpuMsPerDay } = this.#options;
    if (maxGpuMsPerDay === 0) return undefined;
    const sum = this.#believed() ?? (await (this.#asking ?? this.#ask()));
    return sum.usedMs >= maxGpuMsPerDay ? dayEnd(sum) : undefined;
  }

  #believed(): Sum | undefined {
    const { clock, maxGpuMsPerDay } = this.#options;
    const sum = this.#sum;
    if (!sum || !isBelieved(sum, clock.now())) return undefined;
    const reached = sum.usedMs < maxGpuMsPerDay && sum.usedMs + this.#endedMs >= maxGpuMsPerDay;
    return reached ? undefined : sum;
  }

  #ask(): Promise<Sum> {
    const { log, clock, jobTimeoutMs } = this.#options;
    const askedAt = clock.now();
    const midnight = midnightBefore(askedAt);
    this.#sum = undefined;
    this.#endedMs = 0;
    this.#asking = log.gpuUse
      .msSince(midnight, jobTimeoutMs)
      .then((usedMs) => (this.#sum = { midnight, askedAt, usedMs }))
      .finally(() => {
        this.#asking = undefined;
      });
    return this.#asking;
  }

  #add(job: Job, from?: JobState | null): void {
    if (from === undefined || !isTerminal(job.state)) return;
    this.#endedMs += job.executionMs ?? seenRunMs(job, this.#options.jobTimeoutMs);
  }
}

/** How long a job was seen running that RunPod did not measure, in milliseconds. */
function seenRunMs(
  { startedAt, finishedAt }: Pick<Job, 'startedAt' | 'finishedAt'>,
  longestMs: number,
): number {
  const seenMs = startedAt === undefined ? 0 : (finishedAt ?? startedAt) - startedAt;
  return Math.min(Math.max(0, seenMs), longestMs);
}

/** How long a run is taken to be where there has been none like it. */
const UNKNOWN_RUN_MS = 20_000;
/**
 * How many of a server's jobs under way are estimated one by one; the others are taken to be alike.
 */
const ESTIMATED = 20;
/** And how many are counted. */
const COUNTED = 2_000;

export interface ServerGpuTimeOptions {
  readonly log: Pick<JobLog, 'events' | 'gpuUse'>;
  readonly clock: Clock;
  readonly pastRuns: Pick<PastRuns, 'of'>;
  /** How much of a day's GPU time one server may use, in milliseconds. 0: no limit. */
  readonly maxGpuMsPerDayPerServer: number;
  /** How long one job may take at most. */
  readonly jobTimeoutMs: number;
}

type Estimated = Pick<Wanted, 'recipe' | 'work'>;

interface ServerSum extends DaySum {
  /** By recipe, of those that were asked about. */
  readonly past: Map<string, readonly PastRun[]>;
  /** By what has ended since midnight in UTC. */
  usedMs: number;
  /** By what is under way, as far as can be told. */
  underWayMs: number;
}

/**
 * Each server's share of the day's GPU time. What has ended counts as it was measured, and what is under
 * way, here or at RunPod, by its estimate: otherwise a burst of requests would all be taken before the
 * first one is measured.
 *
 * The log is asked about a server at most every ten seconds; what changes in between is followed as
 * it is told.
 */
export class ServerGpuTime {
  readonly #options: ServerGpuTimeOptions;
  readonly #sums = new Map<string, ServerSum>();
  readonly #asking = new Map<string, Promise<ServerSum>>();
  /** Of requests that are being looked at, and have no rows yet. */
  readonly #reserved = new Map<string, number>();

  constructor(options: ServerGpuTimeOptions) {
    this.#options = options;
    if (!this.isLimited) return;
    options.log.events.on('changed', (job, from) => {
      this.#follow(job, from);
    });
  }

  get isLimited(): boolean {
    return this.#options.maxGpuMsPerDayPerServer > 0;
  }

  /**
   * When this server can use GPU time again, in milliseconds since the epoch: the next midnight where
   * what has ended used up its share, `undefined` where it did not.
   */
  async opensAt(guildId: string): Promise<number | undefined> {
    if (!this.isLimited) return undefined;
    const sum = await this.#sumOf(guildId);
    return sum.usedMs >= this.#options.maxGpuMsPerDayPerServer ? dayEnd(sum) : undefined;
  }

  /**
   * Sets time aside for a request until what comes back is called: then it has a row, or never will.
   * Of requests that come together, the later ones find what the earlier ones left.
   *
   * @throws BotError where the server's share is used up, or promised to what is under way.
   */
  async reserve(guildId: string, job: Estimated): Promise<() => void> {
    if (!this.isLimited) return () => undefined;
    const { maxGpuMsPerDayPerServer: share } = this.#options;
    const sum = await this.#sumOf(guildId);
    await this.#learn(sum, [job]);
    const { usedMs, underWayMs } = sum;
    if (usedMs >= share) {
      throw new BotError('server_gpu_time_spent', { facts: opensAtFacts(dayEnd(sum)) });
    }
    const reservedMs = this.#reserved.get(guildId) ?? 0;
    if (usedMs + underWayMs + reservedMs >= share) throw new BotError('server_gpu_time_promised');
    const ms = estimate(job, sum);
    this.#addReserved(guildId, ms);
    return () => {
      this.#addReserved(guildId, -ms);
    };
  }

  #addReserved(guildId: string, ms: number): void {
    const reservedMs = (this.#reserved.get(guildId) ?? 0) + ms;
    if (reservedMs > 0) this.#reserved.set(guildId, reservedMs);
    else this.#reserved.delete(guildId);
  }

  async #sumOf(guildId: string): Promise<ServerSum> {
    const asking = this.#asking.get(guildId);
    if (asking) return asking;
    const sum = this.#sums.get(guildId);
    if (sum && isBelieved(sum, this.#options.clock.now())) return sum;
    this.#forgetOld();
    const asked = this.#ask(guildId)
      .catch((error: unknown) => {
        this.#sums.delete(guildId);
        throw error;
      })
      .finally(() => this.#asking.delete(guildId));
    this.#asking.set(guildId, asked);
    return asked;
  }

  /** What ends or begins while it is asked may count twice, for as long as the sum is believed. */
  async #ask(guildId: string): Promise<ServerSum> {
    const { log, clock, jobTimeoutMs } = this.#options;
    const askedAt = clock.now();
    const midnight = midnightBefore(askedAt);
    const sum: ServerSum = { midnight, askedAt, past: new Map(), usedMs: 0, underWayMs: 0 };
    this.#sums.set(guildId, sum);
    const usedMs = await log.gpuUse.serverMsSince(guildId, midnight, jobTimeoutMs);
    const { count, some } = await log.gpuUse.underWayIn(guildId, {
      counted: COUNTED,
      read: ESTIMATED,
    });
    await this.#learn(sum, some);
    const estimatedMs = some.reduce((ms, job) => ms + estimate(job, sum), 0);
    sum.usedMs += usedMs;
    sum.underWayMs +=
      some.length === 0 ? count * UNKNOWN_RUN_MS : (estimatedMs / some.length) * count;
    return sum;
  }

  /** Has a sum know how long runs like these took. */
  async #learn({ past }: ServerSum, jobs: readonly Estimated[]): Promise<void> {
    for (const { recipe } of jobs) {
      if (!past.has(recipe)) past.set(recipe, await this.#options.pastRuns.of(recipe));
    }
  }

  #follow(job: Job, from?: JobState | null): void {
    const sum = this.#sums.get(job.guildId);
    if (!sum || from === undefined) return;
    if (from === null) sum.underWayMs += estimate(job.wanted, sum);
    if (!isTerminal(job.state)) return;
    sum.underWayMs = Math.max(0, sum.underWayMs - estimate(job.wanted, sum));
    sum.usedMs += job.executionMs ?? seenRunMs(job, this.#options.jobTimeoutMs);
  }

  /** Servers without recent requests. */
  #forgetOld(): void {
    const now = this.#options.clock.now();
    for (const [guildId, sum] of this.#sums) {
      if (!isBelieved(sum, now) && !this.#asking.has(guildId)) this.#sums.delete(guildId);
    }
  }
}

function estimate({ recipe, work }: Estimated, { past }: ServerSum): number {
  return runTimes(work, past.get(recipe) ?? [])?.p50 ?? UNKNOWN_RUN_MS;
}
