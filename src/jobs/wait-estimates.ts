import type { Clock } from '../engines/clock.ts';
import type { Destinations } from './destinations.ts';
import type { JobLog } from './job-log.ts';
import { IN_FLIGHT_STATES, isTerminal, type Job, type JobState } from './job.ts';
import type { Observations } from './observations.ts';
import type { PastRuns } from './past-runs.ts';
import type { Limits } from './sql/limits.ts';
import type { JobInProgress, QueuedJob } from './sql/queue.ts';
import { type ProbableRun, Progress, WorkerSchedule } from './wait-schedule.ts';

export interface WaitEstimatesOptions {
  readonly log: Pick<JobLog, 'events' | 'queues'>;
  readonly pastRuns: Pick<PastRuns, 'timesOf'>;
  readonly destinations: Pick<Destinations, 'inQueue'>;
  readonly observations: Pick<Observations, 'of'>;
  readonly clock: Clock;
  /** Per endpoint. 0: no limit. */
  readonly maxJobsInFlight: number;
  readonly limits: Pick<Limits, 'atOncePerPerson' | 'atOncePerServer'>;
}

/** With more jobs in progress nothing is estimated. */
const MOST_IN_PROGRESS = 1_000;
/** The jobs in progress are read again after this long, or once one of them has changed. */
const FRESH_MS = 1_000;
/** With more jobs in progress, a change of one of them is not worth reading them again at once. */
const CHEAP_TO_READ = 100;

/** The jobs in progress, each on the worker that probably runs it. */
interface InProgress {
  /** The jobs that RunPod has yet to start, by id. */
  readonly runs: ReadonlyMap<string, ProbableRun>;
  /** The workers of each queue's endpoint. */
  readonly schedules: ReadonlyMap<string, WorkerSchedule>;
  readonly members: ReadonlyMap<string, Progress>;
  readonly servers: ReadonlyMap<string, Progress>;
}

/**
 * Estimates when waiting jobs are ready, from the jobs ahead of them, the workers that are known, and past runs of the
 * same kinds. Where one of these is unknown, so is the estimate. Remembers the work of every unfinished job, so that
 * no row is parsed for it.
 */
export class WaitEstimates {
  readonly #options: WaitEstimatesOptions;
  readonly #lengths: RunLengths;
  #inProgress: Promise<InProgress> | undefined;
  #readAt = -Infinity;
  #isCheap = true;
  readonly #onChanged = (job: Job, from?: JobState | null) => {
    this.note(job);
    const isInProgress = (state: JobState) => IN_FLIGHT_STATES.includes(state);
    if (!isInProgress(job.state) && !(from && isInProgress(from))) return;
    if (this.#isCheap) this.#inProgress = undefined;
  };

  constructor(options: WaitEstimatesOptions) {
    this.#options = options;
    this.#lengths = new RunLengths(options);
  }

  start(): void {
    this.#options.log.events.on('changed', this.#onChanged);
  }

  stop(): void {
    this.#options.log.events.off('changed', this.#onChanged);
  }

  /** Remembers the work of an unfinished job. */
  note(job: Job): void {
    this.#lengths.note(job);
  }

  /** The probable run of a job that RunPod has yet to start, if known. */
  async ofSent({ id }: Pick<Job, 'id'>): Promise<ProbableRun | undefined> {
    return (await this.#read()).runs.get(id);
  }

  /** Begins to estimate the jobs in a queue, from its first one. */
  async inQueue(queue: string): Promise<QueueEstimates> {
    const { schedules, members, servers } = await this.#read();
    const { atOncePerPerson, atOncePerServer } = this.#options.limits;
    return new QueueEstimates({
      lengths: this.#lengths,
      schedule: schedules.get(queue)?.copy() ?? new WorkerSchedule([]),
      members: new Holders(atOncePerPerson, members),
      servers: new Holders(atOncePerServer, servers),
    });
  }

  #read(): Promise<InProgress> {
    const now = this.#options.clock.now();
    if (!this.#inProgress || Math.abs(now - this.#readAt) >= FRESH_MS) {
      this.#readAt = now;
      const reading = this.#estimate(now);
      this.#inProgress = reading;
      reading.catch(() => {
        if (this.#inProgress === reading) this.#inProgress = undefined;
      });
    }
    return this.#inProgress;
  }

  async #estimate(now: number): Promise<InProgress> {
    const { log, limits } = this.#options;
    const jobs = await log.queues.inProgress(MOST_IN_PROGRESS + 1);
    this.#isCheap = jobs.length <= CHEAP_TO_READ;
    const members = new Holders(limits.atOncePerPerson);
    const servers = new Holders(limits.atOncePerServer);
    const schedules = new Map<string, WorkerSchedule>();
    const runs = new Map<string, ProbableRun>();
    // Not all of them were read.
    if (jobs.length > MOST_IN_PROGRESS) return { runs, schedules, members: NONE, servers: NONE };
    await this.#lengths.load(jobs);
    const endOf = new Map<JobInProgress, number>();
    for (const [queue, there] of Map.groupBy(jobs, (job) => job.queue)) {
      const running = there.filter(({ state }) => state === 'running');
      const sent = there
        .filter(({ state }) => state !== 'running')
        .sort((one, other) => sentAt(one) - sentAt(other));
      for (const job of running) endOf.set(job, this.#endOf(job, now));
      const free = this.#freeWorkers(queue, { running: running.length, sent: sent.length });
      const schedule = new WorkerSchedule([
        ...running.map((job) => endOf.get(job) ?? Infinity),
        ...Array.from({ length: free }, () => now),
      ]);
      for (const job of sent) {
        const run = schedule.add(this.#lengths.of(job), now);
        endOf.set(job, run?.readyAt ?? Infinity);
        if (run) runs.set(job.id, run);
      }
      schedules.set(queue, schedule);
    }
    for (const [{ userId, guildId, count }, end] of endOf) {
      members.of(userId)?.add(count, end);
      servers.of(guildId)?.add(count, end);
    }
    return { runs, schedules, members: members.all, servers: servers.all };
  }

  /** How many workers are free, besides those that run the bot's jobs. */
  #freeWorkers(queue: string, jobs: { readonly running: number; readonly sent: number }): number {
    const { destinations, maxJobsInFlight } = this.#options;
    const { idle = 0, running = 0 } = destinations.inQueue(queue)?.health.lastSeen()?.workers ?? {};
    // Workers may just have started jobs that are not yet seen running. Others are busy with jobs of others.
    const started = Math.min(Math.max(running - jobs.running, 0), jobs.sent);
    const free = started + idle;
    return maxJobsInFlight === 0
      ? free
      : Math.max(Math.min(free, maxJobsInFlight - jobs.running), 0);
  }

  /** When a running job probably ends; `Infinity` if it takes longer than nearly all of its kind. */
  #endOf(job: JobInProgress, now: number): number {
    const { readyAt = 0, lateAt = 0 } = this.#options.observations.of(job.id);
    const { p50, p90 } = this.#lengths.timesOf(job) ?? {};
    const startedAt = job.startedAt ?? now;
    const ends = [readyAt, lateAt, startedAt + (p50 ?? Infinity), startedAt + (p90 ?? Infinity)];
    return ends.find((at) => at > now) ?? Infinity;
  }
}

/** RunPod starts jobs in the order in which they arrive. */
function sentAt({ submittedAt }: JobInProgress): number {
  return submittedAt ?? Infinity;
}

const NONE: ReadonlyMap<string, Progress> = new Map();

/** The pictures in progress of each member, or of each server. */
class Holders {
  readonly #limit: number;
  readonly #before: ReadonlyMap<string, Progress>;
  readonly #own = new Map<string, Progress>();

  /** `limit`: 0 for none. `before`: what they have so far, which is not changed. */
  constructor(limit: number, before: ReadonlyMap<string, Progress> = NONE) {
    this.#limit = limit;
    this.#before = before;
  }

  /** `undefined` without a limit. */
  of(id: string): Progress | undefined {
    if (this.#limit === 0) return undefined;
    const known = this.#own.get(id);
    if (known) return known;
    const progress = this.#before.get(id)?.copy() ?? new Progress(this.#limit);
    this.#own.set(id, progress);
    return progress;
  }

  get all(): ReadonlyMap<string, Progress> {
    return this.#own;
  }
}

interface QueueEstimatesOptions {
  readonly lengths: RunLengths;
  readonly schedule: WorkerSchedule;
  readonly members: Holders;
  readonly servers: Holders;
}

/** Estimates the jobs of one queue, in its order. */
export class QueueEstimates {
  readonly #options: QueueEstimatesOptions;

  constructor(options: QueueEstimatesOptions) {
    this.#options = options;
  }

  /** Adds the next jobs of the queue. Returns the probable run of each, if known. */
  async add(jobs: readonly QueuedJob[]): Promise<readonly (ProbableRun | undefined)[]> {
    await this.#options.lengths.load(jobs);
    return jobs.map((job) => this.#add(job));
  }

  #add(job: QueuedJob): ProbableRun | undefined {
    const { lengths, schedule, members, servers } = this.#options;
    const [member, server] = [members.of(job.userId), servers.of(job.guildId)];
    const serverRoomAt = server?.roomAt(job.count) ?? 0;
    const earliest = Math.max(member?.roomAt(job.count) ?? 0, serverRoomAt);
    const run = schedule.add(lengths.of(job), earliest);
    member?.goOnFrom(run?.startsAt ?? Infinity);
    // Other members of the server go ahead of one whose own pictures hold it up.
    server?.goOnFrom(serverRoomAt);
    for (const holder of [member, server]) holder?.add(job.count, run?.readyAt ?? Infinity);
    return run;
  }
}

/** Fewer past runs say too little to promise anything. */
const MOST_DOUBT = 1 / 4;
/** How long an estimate of a run is reused. */
const KNOWN_FOR_MS = 10_000;
/** Amounts of work of which estimates are kept, over all recipes. */
const MOST_KNOWN = 1_000;

interface Work extends Pick<Job['wanted'], 'recipe' | 'work'> {
  /** The same for the same recipe and work. */
  readonly key: string;
}

interface Length {
  readonly at: number;
  readonly times: { readonly p50: number; readonly p90: number } | undefined;
}

/** How long the runs of unfinished jobs take. */
class RunLengths {
  readonly #options: Pick<WaitEstimatesOptions, 'pastRuns' | 'clock'>;
  readonly #work = new Map<string, Work>();
  readonly #known = new Map<string, Length>();

  constructor(options: Pick<WaitEstimatesOptions, 'pastRuns' | 'clock'>) {
    this.#options = options;
  }

  note({ id, state, wanted: { recipe, work: all }, madeSoFar, count }: Job): void {
    // It may have some of its pictures already.
    const work = all * (1 - Math.min(madeSoFar.length / count, 1));
    if (isTerminal(state)) this.#work.delete(id);
    else this.#work.set(id, { recipe, work, key: `${work} ${recipe}` });
  }

  /** Estimates runs like these jobs'. */
  async load(jobs: readonly { readonly id: string }[]): Promise<void> {
    const { pastRuns, clock } = this.#options;
    const now = clock.now();
    if (this.#known.size > MOST_KNOWN) this.#known.clear();
    for (const { id } of jobs) {
      const work = this.#work.get(id);
      if (!work) continue;
      const { key } = work;
      const { at = -Infinity } = this.#known.get(key) ?? {};
      if (Math.abs(now - at) < KNOWN_FOR_MS) continue;
      const times = await pastRuns.timesOf(work);
      const isTelling = times !== undefined && times.doubt <= MOST_DOUBT;
      this.#known.set(key, { at: now, times: isTelling ? times : undefined });
    }
  }

  /** Half of all such runs take less than `p50` ms. `undefined` if unknown, or not loaded. */
  timesOf({ id }: { readonly id: string }): Length['times'] {
    const work = this.#work.get(id);
    return work && this.#known.get(work.key)?.times;
  }

  /** The median in milliseconds. */
  of(job: { readonly id: string }): number | undefined {
    return this.timesOf(job)?.p50;
  }
}
