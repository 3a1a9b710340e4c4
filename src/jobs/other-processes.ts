import type { Clock } from '../engines/clock.ts';
import type { Turns } from '../engines/turns.ts';
import { Watch } from '../engines/watch.ts';
import type { Logger } from '../logger/logger.ts';
import { moments } from '../store/moments.ts';
import type { BotProcess, News, Processes } from '../store/processes.ts';
import { isUnwritable } from '../store/unwritable.ts';
import type { JobLog } from './job-log.ts';
import type { Job } from './job.ts';
import type { Unreadable } from './sql/job-queries.ts';

/** Between two checks for jobs that no living process drives, in milliseconds. */
const CHECK_EVERY_MS = 5_000;
/** Jobs taken over per transaction. */
const AT_ONCE = 50;
/**
 * How long what a process sent before it died may be on its way to Discord. An edit of another process
 * that came before it would be replaced.
 */
const ON_ITS_WAY_MS = 2_000;

export interface OtherProcessesOptions {
  readonly log: JobLog;
  readonly processes: Processes;
  readonly turns: Turns;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What to do with jobs that this process did not drive until now, or has not looked at. */
export interface Resume {
  /** Jobs that it has just taken over. */
  taken(jobs: readonly (Job | Unreadable)[]): Promise<void>;
  /** Others may have changed any of its jobs without its notice. */
  all(): Promise<void>;
}

/**
 * How the processes that share a database share the jobs. Each drives those that its members asked it
 * for. It tells a job's driver what it has changed of it, and takes over the jobs of processes that
 * have ended.
 */
export class OtherProcesses {
  readonly #options: OtherProcessesOptions;
  readonly #watch: Watch;
  #resume: Resume | undefined;
  #living: readonly BotProcess[];
  /** When processes were seen to have died, in milliseconds since the epoch. */
  readonly #diedAt = new Map<string, number>();
  #isAllDue = false;
  readonly #onChanged = ({ id, driver }: Job) => {
    const { log, processes } = this.#options;
    if (driver === log.driver) return;
    processes.tell({ jobs: [`${driver}/${id}`] });
    // Such as a picture of last week, which a moderator removes.
    if (!this.#living.some(({ id: living }) => living === driver)) this.#watch.wake();
  };

  readonly #onHeard = ({ jobs = [] }: News) => {
    const { log, logger } = this.#options;
    const own = jobs.map((named) => named.split('/')).filter(([driver]) => driver === log.driver);
    void log.announceElsewhere(own.flatMap(([, id]) => id ?? [])).catch((err: unknown) => {
      logger.warn({ err }, 'jobs that another process has changed could not be read');
      this.#checkAll();
    });
  };

  readonly #onProcesses = () => {
    const { processes, clock } = this.#options;
    const living = new Set(processes.living.map(({ id }) => id));
    const ended = this.#living.filter(({ id }) => !living.has(id));
    this.#living = processes.living;
    // One that stops in good order waits for what it has sent.
    for (const { id } of ended.filter(({ isLeaving }) => !isLeaving)) {
      this.#diedAt.set(id, clock.now());
    }
    // It may have changed a job, and ended before it sent word.
    if (ended.length > 0) this.#checkAll();
  };

  readonly #checkAll = () => {
    this.#isAllDue = true;
    this.#watch.wake();
  };

  constructor(options: OtherProcessesOptions) {
    this.#options = options;
    this.#living = options.processes.living;
    this.#watch = new Watch({ check: (signal) => this.#check(signal), clock: options.clock });
  }

  /**
   * Takes over the jobs of ended processes, without resuming them. Call before resuming those of this
   * process. What cannot be taken over yet is after {@link start}. @throws the signal's reason.
   */
  async takeOver(signal: AbortSignal): Promise<void> {
    const taking = this.#takeOver(signal);
    try {
      while (!(await taking.next()).done) signal.throwIfAborted();
    } catch (error) {
      // Such as one whose row is locked by a process that stands still.
      if (!isUnwritable(error)) throw error;
    }
  }

  /** From now on tells other processes of their jobs, and takes over what they leave. */
  start(resume: Resume): void {
    const { log, processes } = this.#options;
    if (log.driver === '') return;
    this.#resume = resume;
    log.events.on('changed', this.#onChanged);
    processes.events.on('heard', this.#onHeard);
    processes.events.on('changed', this.#onProcesses);
    processes.events.on('missed', this.#checkAll);
    // News may have been missed while this process started.
    this.#checkAll();
  }

  async stop(): Promise<void> {
    const { log, processes } = this.#options;
    log.events.off('changed', this.#onChanged);
    processes.events.off('heard', this.#onHeard);
    processes.events.off('changed', this.#onProcesses);
    processes.events.off('missed', this.#checkAll);
    await this.#watch.stop();
  }

  async #check(signal: AbortSignal): Promise<number> {
    try {
      if (this.#isAllDue) {
        this.#isAllDue = false;
        await this.#resume?.all();
      }
      for await (const jobs of this.#takeOver(signal)) await this.#resume?.taken(jobs);
    } catch (err) {
      // It may have taken some over all the same, if the answer to the commit was lost.
      this.#isAllDue = true;
      if (!isUnwritable(err)) {
        this.#options.logger.error({ err }, 'the jobs of ended processes could not be taken over');
      }
    }
    return this.#diedAt.size > 0 ? ON_ITS_WAY_MS : CHECK_EVERY_MS;
  }

  /** Whether what a process had sent before it died has arrived. */
  #isSettled(id: string): boolean {
    const { clock } = this.#options;
    const passed = clock.now() - (this.#diedAt.get(id) ?? -Infinity);
    // Negative if the clock was set back.
    if (passed >= 0 && passed < ON_ITS_WAY_MS) return false;
    this.#diedAt.delete(id);
    return true;
  }

  async *#takeOver(signal: AbortSignal): AsyncGenerator<readonly (Job | Unreadable)[]> {
    const { log, processes, turns, logger } = this.#options;
    if (log.driver === '') return;
    const gone = await log.jobs.driversGone();
    for (const id of this.#diedAt.keys()) if (!gone.includes(id)) this.#diedAt.delete(id);
    for (const from of gone) {
      while (this.#isSettled(from)) {
        // If others have taken this one for dead, it must not undo that.
        if (signal.aborted || !processes.isLeased) return;
        const jobs = await log.takeOver(from, AT_ONCE);
        if (jobs.length === 0) break;
        logger.info({ from, jobs: jobs.length }, 'jobs of a process that has ended are taken over');
        for (const job of jobs) if ('id' in job) moments.takenOver.publish({ jobId: job.id });
        yield jobs;
        await turns.take('read');
      }
    }
  }
}
