import type { Clock } from '../clock.ts';
import { isTerminal, type Job, type JobState } from '../record/job/job.ts';
import type { JobLog } from '../record/job/job-log.ts';
import { dayEnd, isBelieved, midnightBefore, type DaySum } from './limit-day.ts';

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
 * The GPU time that was used since midnight in UTC, for whoever asks whether there is any left.
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
export function seenRunMs(
  { startedAt, finishedAt }: Pick<Job, 'startedAt' | 'finishedAt'>,
  longestMs: number,
): number {
  const seenMs = startedAt === undefined ? 0 : (finishedAt ?? startedAt) - startedAt;
  return Math.min(Math.max(0, seenMs), longestMs);
}
