import type { Clock } from '../clock.ts';
import type { Turns } from '../turns.ts';
import type { Destinations } from './destinations.ts';
import { EndsInLine } from './ends-in-line.ts';
import type { GpuTime } from './gpu-time.ts';
import { IN_FLIGHT_STATES, type Job } from '../record/job/job.ts';
import type { JobLog } from '../record/job/job-log.ts';
import type { Room } from '../record/job/line.ts';
import type { Observations } from './observations.ts';
import { PlacesInLine } from './places-in-line.ts';
import type { ServerGpuTime } from './server-gpu-time.ts';
import type { StorageWatch } from './storage-watch.ts';
import { Tasks, type TaskContext } from '../tasks.ts';

/** In case a look was ever missed. */
const LOOK_AGAIN_MS = 30_000;
/** After a look that failed, as while the database is locked. */
const PAUSE_AFTER_ERROR_MS = 5_000;
/** How many turns are taken in one transaction. */
const TURNS_AT_ONCE = 10;
/** How many join the line again in one transaction. */
const REJOIN_AT_ONCE = 100;

export interface WaitingLineContext {
  readonly log: JobLog;
  readonly observations: Observations;
  readonly destinations: Pick<Destinations, 'endpoints' | 'inLane'>;
  readonly gpuTime: GpuTime;
  readonly serverGpuTime: ServerGpuTime;
  readonly storage: Pick<StorageWatch, 'trouble' | 'roomFor'>;
  readonly clock: Clock;
  readonly turns: Turns;
  /** For each endpoint. 0 for no limit. */
  readonly maxJobsInFlight: number;
  /** How long a job may wait here for its turn. */
  readonly queueTimeoutMs: number;
}

export interface WaitingLineOptions extends WaitingLineContext {
  /** Told of every job whose turn was taken: it is `submitting`. */
  readonly onTurn: (job: Job) => void;
  /** Told of a job whose turn has come, but whose row cannot be read. */
  readonly onUnreadable: (jobId: string) => void;
  readonly onError: (error: unknown) => void;
}

/**
 * Looks at the line of waiting jobs whenever something has changed that bears on it: takes turns as
 * endpoints have room, each in its own lane, ends what has waited for too long, and tells the others
 * their places. One look serves all lanes, and costs what is taken, not what waits. Jobs in the lane
 * of an endpoint that nothing is sent to any more have their turns like any others: they cannot be
 * made any more, and that ends them.
 */
export class WaitingLine {
  readonly #options: WaitingLineOptions;
  readonly #look: Tasks;
  readonly #places: PlacesInLine;
  readonly #ends: EndsInLine;
  readonly #onChanged = (job: Job) => {
    // Only a job that leaves the endpoint makes room, and only one that is ready waits for it.
    if (!IN_FLIGHT_STATES.includes(job.state)) this.look();
  };

  constructor(options: WaitingLineOptions) {
    this.#options = options;
    this.#places = new PlacesInLine(options);
    this.#ends = new EndsInLine({
      ...options,
      room: () => this.#room(),
      isStopping: () => this.#look.stopping,
    });
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
        await this.#letRejoin();
        await this.#callUp();
        await this.#ends.overdue();
        const untilMore = await this.#places.tell();
        pause = Math.min(untilMore, await this.#pause());
      } catch (error) {
        this.#options.onError(error);
      }
      await task.sleep(pause);
    }
  }

  async #callUp(): Promise<void> {
    const { log, gpuTime, turns, onTurn, onUnreadable } = this.#options;
    const opensAt = await gpuTime.opensAt();
    if (opensAt !== undefined) {
      await this.#ends.ofSpentDay(opensAt);
      return;
    }
    while (!this.#look.stopping) {
      await this.#ends.ofSpentServers();
      const most = await this.#mostTurns();
      if (most === 0) return;
      const { jobs, unreadable } = await log.takeTurns(this.#room(), most);
      for (const job of jobs) onTurn(job);
      for (const id of unreadable) onUnreadable(id);
      if (jobs.length < most) return;
      await turns.take();
    }
  }

  /** How many turns one transaction may take: no job is sent without room for its answer. */
  async #mostTurns(): Promise<number> {
    const { log, storage } = this.#options;
    const jobs = await log.jobs.countByState();
    // Usually no job waits. One that arrives now wakes the queue again.
    if (!jobs.get('ready')) return 0;
    const underWay = IN_FLIGHT_STATES.reduce((sum, state) => sum + (jobs.get(state) ?? 0), 0);
    return Math.min(TURNS_AT_ONCE, await storage.roomFor(underWay));
  }

  /** A lane whose endpoint refuses the key is shut until it takes that again. */
  #room(): Room {
    const { destinations, maxJobsInFlight } = this.#options;
    const shut = destinations.endpoints.filter(({ access }) => access.refusedFor('POST'));
    return { maxJobsInFlight, shut: new Set(shut.map(({ lane }) => lane)) };
  }

  /** Those that RunPod wanted later have their old places again once they may be sent. */
  async #letRejoin(): Promise<void> {
    const { log, turns } = this.#options;
    while (!this.#look.stopping && (await log.line.rejoin(REJOIN_AT_ONCE)) === REJOIN_AT_ONCE) {
      await turns.take();
    }
  }

  /** How long it is until time alone changes something. */
  async #pause(): Promise<number> {
    const { log, clock, queueTimeoutMs } = this.#options;
    const { retryAt, waitingSince } = await log.line.times();
    const now = clock.now();
    // It has only just come due, and joins the line at the next look.
    if (retryAt !== null && retryAt <= now) return 0;
    const due = Math.min(
      retryAt ?? Infinity,
      waitingSince === null ? Infinity : waitingSince + queueTimeoutMs,
    );
    // A job that is overdue and could not be ended is no reason to look without a pause.
    return due > now ? Math.min(due - now, LOOK_AGAIN_MS) : PAUSE_AFTER_ERROR_MS;
  }
}
