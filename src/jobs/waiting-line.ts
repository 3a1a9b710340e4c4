import type { Clock } from '../clock.ts';
import type { KeyAccess } from '../runpod/key-access.ts';
import type { Turns } from '../turns.ts';
import { gpuTimeFacts, gpuTimeOpensAt, type GpuTime } from './gpu-time.ts';
import { IN_FLIGHT_STATES, type Job } from './job.ts';
import type { JobLog } from './job-log.ts';
import type { LineCursor } from './line.ts';
import type { Observations } from './observations.ts';
import { isUnwritable } from './persist.ts';
import { fail, minutes } from './steps.ts';
import { Tasks, type TaskContext } from './tasks.ts';

/** Should a look ever have been missed. */
const LOOK_AGAIN_MS = 30_000;
/** Where a look failed, as while the database is locked. */
const PAUSE_AFTER_ERROR_MS = 5_000;
/** So many turns are taken in one transaction, and so many jobs ended in one go. */
const TURNS_AT_ONCE = 10;
/** So many places are told at once. */
const PIECE_OF_LINE = 500;
/** Between two walks to the end of a longer line: no message is edited more often. */
const LONG_WALK_MS = 5_000;

export interface WaitingLineOptions extends GpuTime {
  readonly log: JobLog;
  readonly observations: Observations;
  readonly access: KeyAccess;
  readonly clock: Clock;
  readonly turns: Turns;
  /** 0 for no limit. */
  readonly maxJobsInFlight: number;
  /** How long a job may wait here for its turn. */
  readonly queueTimeoutMs: number;
  /** Told of every job whose turn was taken: it is `submitting`. */
  readonly onTurn: (job: Job) => void;
  /** Told of a job whose turn has come, but whose row cannot be read. */
  readonly onUnreadable: (jobId: string) => void;
  readonly onError: (error: unknown) => void;
}

/**
 * Looks at the line of waiting jobs whenever something has changed that bears on it: takes turns as
 * the endpoint has room, ends what has waited for too long, and tells the others their places.
 * One look serves all, and costs what is taken, not what waits.
 */
export class WaitingLine {
  readonly #options: WaitingLineOptions;
  readonly #look: Tasks;
  #walkedAt = -Infinity;
  /** Whether those that wait were told so that RunPod refuses the key. */
  #toldRefused = false;
  readonly #onChanged = (job: Job) => {
    // Only a job that leaves the endpoint makes room, and only one that is ready waits for it.
    if (!IN_FLIGHT_STATES.includes(job.state)) this.look();
  };

  constructor(options: WaitingLineOptions) {
    this.#options = options;
    this.#look = new Tasks((_, task) => this.#watch(task), options.clock);
  }

  start(): void {
    this.#options.log.events.on('changed', this.#onChanged);
    this.look();
  }

  async stop(): Promise<void> {
    this.#options.log.events.off('changed', this.#onChanged);
    await this.#look.stop();
  }

  /** Looks soon. Many changes at once are looked at once. */
  look(): void {
    this.#look.nudge('line');
  }

  async #watch(task: TaskContext): Promise<void> {
    while (!this.#look.stopping) {
      let pause = PAUSE_AFTER_ERROR_MS;
      try {
        await this.#options.turns.take();
        await this.#callUp();
        await this.#endOverdue();
        await this.#tellPlaces();
        pause = await this.#pause();
      } catch (error) {
        this.#options.onError(error);
      }
      await task.sleep(pause);
    }
  }

  async #callUp(): Promise<void> {
    const { log, access, clock, turns, maxJobsInFlight, onTurn, onUnreadable } = this.#options;
    if (access.refusedFor('POST')) return;
    const opensAt = await gpuTimeOpensAt(log, this.#options, clock.now());
    if (opensAt !== undefined) {
      const due = () => log.turnsDue(maxJobsInFlight, TURNS_AT_ONCE, clock.now());
      await this.#endAll(due, (id) =>
        fail({ id }, { log }, 'gpu_time_spent', gpuTimeFacts(opensAt)),
      );
      return;
    }
    while (!this.#look.stopping) {
      const { jobs, unreadable } = await log.takeTurns(maxJobsInFlight, TURNS_AT_ONCE);
      for (const job of jobs) onTurn(job);
      for (const id of unreadable) onUnreadable(id);
      if (jobs.length < TURNS_AT_ONCE) return;
      await turns.take();
    }
  }

  async #endOverdue(): Promise<void> {
    const { log, access, clock, queueTimeoutMs } = this.#options;
    const overdue = () =>
      log.waitingSince(clock.now() - queueTimeoutMs, TURNS_AT_ONCE, clock.now());
    await this.#endAll(overdue, (id) =>
      access.refusedFor('POST')
        ? fail({ id }, { log }, 'key_refused')
        : fail({ id }, { log }, 'no_turn_in_time', { minutes: minutes(queueTimeoutMs) }),
    );
  }

  async #endAll(
    find: () => Promise<readonly string[]>,
    end: (id: string) => Promise<unknown>,
  ): Promise<void> {
    const { observations, turns, onUnreadable } = this.#options;
    while (!this.#look.stopping) {
      const ids = await find();
      const ended = ids.map(async (id) => {
        try {
          await end(id);
        } catch (error) {
          if (isUnwritable(error)) throw error;
          // It is not to hold up the others.
          onUnreadable(id);
        }
      });
      await Promise.all(ended);
      for (const id of ids) observations.forget(id);
      if (ids.length < TURNS_AT_ONCE) return;
      await turns.take();
    }
  }

  /** Those at the head are told at each look, and those of a long line behind them less often. */
  async #tellPlaces(): Promise<void> {
    const { log, observations, access, clock, turns, maxJobsInFlight } = this.#options;
    const { refused } = access;
    const afresh = refused !== this.#toldRefused;
    if (maxJobsInFlight === 0 && !afresh) return;
    let place = 0;
    let after: LineCursor | undefined;
    do {
      const { ids, end } = await log.pieceOfLine(after, PIECE_OF_LINE, clock.now());
      for (const id of ids) {
        place += 1;
        if (maxJobsInFlight === 0) observations.note(id, {});
        else if (afresh || observations.of(id).place !== place) observations.note(id, { place });
      }
      after = end;
      if (place === PIECE_OF_LINE) {
        if (!afresh && Math.abs(clock.now() - this.#walkedAt) < LONG_WALK_MS) return;
        this.#walkedAt = clock.now();
      }
      await turns.take();
    } while (after && !this.#look.stopping);
    this.#toldRefused = refused;
  }

  /** How long nothing changes by time alone. */
  async #pause(): Promise<number> {
    const { log, clock, queueTimeoutMs } = this.#options;
    const now = clock.now();
    const { retryAt, waitingSince } = await log.lineTimes(now);
    const due = Math.min(
      retryAt ?? Infinity,
      waitingSince === null ? Infinity : waitingSince + queueTimeoutMs,
    );
    // What is over and could not be ended is no reason to look without end.
    return due > now ? Math.min(due - now, LOOK_AGAIN_MS) : PAUSE_AFTER_ERROR_MS;
  }
}
