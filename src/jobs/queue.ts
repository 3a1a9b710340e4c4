import type { Clock } from '../engines/clock.ts';
import { type TaskContext, Tasks } from '../engines/tasks.ts';
import type { Turns } from '../engines/turns.ts';
import { isUnwritable } from '../store/unwritable.ts';
import { opensAtFacts } from './daily-budget.ts';
import type { Destinations } from './destinations.ts';
import type { GpuTime, ServerGpuTime } from './gpu-time.ts';
import type { JobLog } from './job-log.ts';
import { IN_FLIGHT_STATES, type Job } from './job.ts';
import { fail, wholeMinutes } from './next-step.ts';
import type { Observations } from './observations.ts';
import { PlacesInLine } from './queue-positions.ts';
import type { Room } from './sql/queue.ts';
import type { StorageWatch } from './storage-watch.ts';

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
    this.#look.wake('line');
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

/** How many jobs are ended in one go. */
const AT_ONCE = 10;

export interface EndsInLineOptions {
  readonly log: JobLog;
  readonly observations: Observations;
  readonly destinations: Pick<Destinations, 'inLane'>;
  readonly serverGpuTime: ServerGpuTime;
  readonly storage: Pick<StorageWatch, 'trouble'>;
  readonly clock: Clock;
  readonly turns: Turns;
  /** Where there is any just now. */
  readonly room: () => Room;
  /** How long a job may wait here for its turn. */
  readonly queueTimeoutMs: number;
  /** Told of a job whose row cannot be read. */
  readonly onUnreadable: (jobId: string) => void;
  /** Ends the work between two goes. */
  readonly isStopping: () => boolean;
}

/** Ends jobs that wait in the line in vain, a few at a time. */
class EndsInLine {
  readonly #options: EndsInLineOptions;

  constructor(options: EndsInLineOptions) {
    this.#options = options;
  }

  /** Ends those whose turn has come on a day whose GPU time is used up. `opensAt`: when there is more. */
  async ofSpentDay(opensAt: number): Promise<void> {
    const { log, room } = this.#options;
    const due = async () => (await log.line.turnsDue(room(), AT_ONCE)).map((id) => ({ id }));
    await this.#endAll(due, (job) => fail(job, { log }, 'gpu_time_spent', opensAtFacts(opensAt)));
  }

  /**
   * Ends those whose turn has come and whose server has used up its share. After that the turns due
   * are others'.
   */
  async ofSpentServers(): Promise<void> {
    const { log, serverGpuTime, room, isStopping } = this.#options;
    if (!serverGpuTime.isLimited) return;
    const opensAt = new Map<string, number>();
    const due = async () => {
      for (const { id, guildId } of await log.line.serversDue(room(), AT_ONCE)) {
        const at = await serverGpuTime.opensAt(guildId);
        if (at !== undefined) opensAt.set(id, at);
      }
      return [...opensAt.keys()].map((id) => ({ id }));
    };
    const end = async ({ id }: { readonly id: string }) => {
      const facts = opensAtFacts(opensAt.get(id) ?? 0);
      opensAt.delete(id);
      await fail({ id }, { log }, 'server_gpu_time_spent', facts);
    };
    while (!isStopping() && (await this.#endAll(due, end)) > 0);
  }

  /** Ends those that have waited for longer than they may. */
  async overdue(): Promise<void> {
    const { log, destinations, storage, clock, queueTimeoutMs } = this.#options;
    const overdue = () => log.line.waitingSince(clock.now() - queueTimeoutMs, AT_ONCE);
    await this.#endAll(overdue, ({ id, lane }) => {
      if (storage.trouble !== undefined) return fail({ id }, { log }, 'storage_unwell');
      return destinations.inLane(lane)?.access.refusedFor('POST')
        ? fail({ id }, { log }, 'key_refused')
        : fail({ id }, { log }, 'no_turn_in_time', { minutes: wholeMinutes(queueTimeoutMs) });
    });
  }

  /** Gives how many there were. */
  async #endAll<Due extends { readonly id: string }>(
    find: () => Promise<readonly Due[]>,
    end: (due: Due) => Promise<unknown>,
  ): Promise<number> {
    const { observations, turns, onUnreadable, isStopping } = this.#options;
    let count = 0;
    while (!isStopping()) {
      const due = await find();
      count += due.length;
      const ended = due.map(async (one) => {
        try {
          await end(one);
        } catch (error) {
          if (isUnwritable(error)) throw error;
          // It is not to hold up the others.
          onUnreadable(one.id);
        }
      });
      await Promise.all(ended);
      for (const { id } of due) observations.forget(id);
      if (due.length < AT_ONCE) break;
      await turns.take();
    }
    return count;
  }
}
