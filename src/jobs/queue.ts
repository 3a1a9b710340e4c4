import type { Clock } from '../engines/clock.ts';
import type { Turns } from '../engines/turns.ts';
import { Watch } from '../engines/watch.ts';
import type { News, Processes } from '../store/processes.ts';
import { isUnwritable } from '../store/unwritable.ts';
import type { Destinations } from './destinations.ts';
import { type GpuTime, opensAtFacts, type ServerGpuTime } from './gpu-time.ts';
import { HeldServers } from './held-servers.ts';
import type { JobLog } from './job-log.ts';
import { IN_FLIGHT_STATES, type Job, type JobState } from './job.ts';
import { fail, wholeMinutes } from './step-context.ts';
import type { Observations } from './observations.ts';
import { QueuePositions } from './queue-positions.ts';
import type { Spending } from './spending.ts';
import type { Limits } from './sql/limits.ts';
import { type Capacity, type Claimed, NONE_CLAIMED, type QueueTimes } from './sql/queue.ts';
import type { StorageWatch } from './storage-watch.ts';
import type { WaitEstimates } from './wait-estimates.ts';

/** Fallback in case a wake-up was missed; other processes move the queues unseen, a few seconds long. */
const FALLBACK_MS = { alone: 30_000, shared: 5_000 } as const;
/** After a failed pass, such as while the database is locked. */
const PAUSE_AFTER_ERROR_MS = 5_000;
/** Jobs claimed per transaction. */
const TURNS_AT_ONCE = 10;
/** The longest pause between two claims of a process, in which the others claim. */
const LONGEST_REST_MS = 1_000;
/** Deferred jobs that rejoin per transaction. */
const REJOIN_AT_ONCE = 100;

export interface QueueDispatcherContext {
  readonly log: JobLog;
  readonly processes: Pick<Processes, 'events' | 'tell' | 'living'>;
  readonly observations: Observations;
  readonly destinations: Pick<Destinations, 'endpoints' | 'inQueue'>;
  readonly gpuTime: GpuTime;
  readonly serverGpuTime: ServerGpuTime;
  readonly spending: Pick<Spending, 'today'>;
  readonly storage: Pick<StorageWatch, 'trouble' | 'roomFor'>;
  readonly clock: Clock;
  readonly turns: Turns;
  /** Per endpoint. 0: no limit. */
  readonly maxJobsInFlight: number;
  readonly limits: Limits;
  readonly waits: Pick<WaitEstimates, 'inQueue'>;
  /** How long a job may wait in its queue. */
  readonly queueTimeoutMs: number;
}

export interface QueueDispatcherOptions extends QueueDispatcherContext {
  /** Called with each claimed job, now `submitting`. */
  readonly onClaimed: (job: Job) => void;
  /** Called for a job that is next but whose row cannot be read. */
  readonly onUnreadable: (jobId: string) => void;
  readonly onError: (error: unknown) => void;
}

/**
 * Dispatches the queues of waiting jobs. On each relevant change it claims jobs as endpoints have room,
 * ends jobs that waited too long, and publishes the queue positions and estimates of the rest. One pass serves all
 * queues, and its cost depends on the jobs claimed, not on those waiting. Jobs queued for a removed
 * endpoint are claimed like any others, and fail then.
 */
export class QueueDispatcher {
  readonly #options: QueueDispatcherOptions;
  readonly #watch: Watch;
  readonly #places: QueuePositions;
  readonly #ends: QueueEnds;
  readonly #held: HeldServers;
  /** Whether room was freed since the last pass, for which other processes may wait. */
  #isRoomFreed = false;
  /** When it may claim next, in milliseconds since the epoch. */
  #claimsFrom = 0;
  readonly #onChanged = (job: Job, from?: JobState | null) => {
    // In-flight states neither free room nor join a queue.
    if (IN_FLIGHT_STATES.includes(job.state)) return;
    if (from && IN_FLIGHT_STATES.includes(from)) this.#isRoomFreed = true;
    this.schedule();
  };

  readonly #onHeard = ({ queues = [] }: News) => {
    if (queues.includes(this.#options.log.driver)) this.schedule();
  };

  constructor(options: QueueDispatcherOptions) {
    this.#options = options;
    this.#places = new QueuePositions(options);
    this.#held = new HeldServers(options);
    this.#ends = new QueueEnds({
      ...options,
      room: () => this.#room(),
      isStopping: () => this.#watch.stopping,
    });
    this.#watch = new Watch({ check: (signal) => this.#pass(signal), clock: options.clock });
  }

  start(): void {
    const { log, processes } = this.#options;
    log.events.on('changed', this.#onChanged);
    processes.events.on('heard', this.#onHeard);
    this.schedule();
  }

  async stop(): Promise<void> {
    const { log, processes } = this.#options;
    log.events.off('changed', this.#onChanged);
    processes.events.off('heard', this.#onHeard);
    await this.#watch.stop();
  }

  /** Room was freed at an endpoint. */
  noteFreed(): void {
    this.#isRoomFreed = true;
    this.schedule();
  }

  /** Schedules a pass. Coalesces bursts of changes. */
  schedule(): void {
    this.#watch.wake();
  }

  async #pass(signal: AbortSignal): Promise<number> {
    const { log, observations, clock } = this.#options;
    try {
      await this.#options.turns.take();
      await this.#applyHolds(signal);
      const untilMore = await this.#serve(await log.queues.times(), signal);
      const now = clock.now();
      const passesAt = observations.withdrawPassed(now);
      return Math.min(untilMore, passesAt - now);
    } catch (error) {
      if (!signal.aborted) this.#options.onError(error);
      return PAUSE_AFTER_ERROR_MS;
    }
  }

  /** The jobs of other servers do not wait for those of held ones. */
  async #applyHolds(signal: AbortSignal): Promise<void> {
    try {
      await this.#held.apply(signal);
    } catch (error) {
      if (signal.aborted || isUnwritable(error)) throw error;
      this.#options.onError(error);
    }
  }

  /** Returns the milliseconds until the next timed change. Usually no job waits. */
  async #serve(times: QueueTimes, signal: AbortSignal): Promise<number> {
    const { log, clock } = this.#options;
    const { retryAt, waitingSince } = times;
    const isRejoining = retryAt !== null && retryAt <= clock.now();
    if (isRejoining) await this.#rejoin();
    if (!isRejoining && waitingSince === null) {
      this.#places.clear();
      return this.#untilDue(times);
    }
    await this.#claim(signal);
    await this.#ends.overdue();
    const untilMore = await this.#places.publish();
    return Math.min(untilMore, this.#untilDue(await log.queues.times()));
  }

  async #claim(signal: AbortSignal): Promise<void> {
    const { log, gpuTime, turns, onClaimed, onUnreadable } = this.#options;
    const opensAt = await gpuTime.opensAt();
    if (opensAt !== undefined) {
      await this.#ends.ofSpentDay(opensAt);
      return;
    }
    while (!signal.aborted) {
      await this.#ends.ofSpentServers();
      const most = await this.#mostTurns();
      if (most === 0) return;
      const room = this.#room();
      // Without the lock, for which all processes would wait.
      const next = log.driver === '' ? undefined : await log.queues.next(room, most);
      if (next) this.#tellFreed(next.otherDrivers);
      if (next?.own.length === 0) return;
      const { jobs, unreadable, unaffordable } = await this.#claimNext(room, most, signal);
      for (const job of jobs) onClaimed(job);
      const facts = opensAtFacts(room.money?.endsAt ?? 0);
      for (const id of unaffordable) await fail({ id }, { log }, 'money_spent', facts);
      for (const id of unreadable) onUnreadable(id);
      if (jobs.length + unaffordable.length < most) return;
      await turns.take();
    }
  }

  /** Of several processes, each then leaves the queue's lock to the others for as long as it took. */
  async #claimNext(room: Capacity, most: number, signal: AbortSignal): Promise<Claimed> {
    const { log, processes, clock } = this.#options;
    if (processes.living.length < 2) return log.claimNext(room, most);
    const restMs = Math.min(this.#claimsFrom - clock.now(), LONGEST_REST_MS);
    if (restMs > 0) await clock.sleep(restMs, signal).catch(() => undefined);
    if (signal.aborted) return NONE_CLAIMED;
    const began = clock.now();
    const claimed = await log.claimNext(room, most);
    const ended = clock.now();
    this.#claimsFrom = ended + (ended - began);
    return claimed;
  }

  /** Lets the other processes whose jobs are next know that there is room. */
  #tellFreed(drivers: readonly string[]): void {
    if (this.#isRoomFreed && drivers.length > 0) {
      this.#options.processes.tell({ queues: drivers });
    }
    this.#isRoomFreed = false;
  }

  /** How many jobs one transaction may claim: each needs room on the disk for its result. */
  async #mostTurns(): Promise<number> {
    const { log, storage } = this.#options;
    const jobs = await log.jobs.countByState();
    // One that arrives now wakes the queue again.
    if (!jobs.get('ready')) return 0;
    const underWay = IN_FLIGHT_STATES.reduce((sum, state) => sum + (jobs.get(state) ?? 0), 0);
    return Math.min(TURNS_AT_ONCE, await storage.roomFor(underWay));
  }

  /** Skips the queues of endpoints that refuse the key. */
  #room(): Capacity {
    const { destinations, maxJobsInFlight, limits, spending } = this.#options;
    const money = spending.today;
    const skip = destinations.endpoints.filter(({ access }) => access.refusedFor('POST'));
    return {
      maxJobsInFlight,
      skip: new Set(skip.map(({ queue }) => queue)),
      atOnce: limits,
      money,
    };
  }

  /** Returns deferred jobs that are due to their old positions. */
  async #rejoin(): Promise<void> {
    const { log, turns } = this.#options;
    while (!this.#watch.stopping && (await log.queues.rejoin(REJOIN_AT_ONCE)) === REJOIN_AT_ONCE) {
      await turns.take();
    }
  }

  /** Milliseconds until the next timed change. */
  #untilDue({ retryAt, waitingSince }: QueueTimes): number {
    const { log, clock, queueTimeoutMs } = this.#options;
    const now = clock.now();
    // It has just come due and rejoins in the next pass.
    if (retryAt !== null && retryAt <= now) return 0;
    const due = Math.min(
      retryAt ?? Infinity,
      waitingSince === null ? Infinity : waitingSince + queueTimeoutMs,
    );
    // Pause even if an overdue job could not be ended.
    const fallbackMs = FALLBACK_MS[log.driver === '' ? 'alone' : 'shared'];
    return due > now ? Math.min(due - now, fallbackMs) : PAUSE_AFTER_ERROR_MS;
  }
}

/** Jobs ended per batch. */
const AT_ONCE = 10;

interface QueueEndsOptions extends QueueDispatcherOptions {
  /** Room at the endpoints now. */
  readonly room: () => Capacity;
  /** Stops the work between batches. */
  readonly isStopping: () => boolean;
}

/** Ends jobs that can no longer be sent, in small batches. */
class QueueEnds {
  readonly #options: QueueEndsOptions;

  constructor(options: QueueEndsOptions) {
    this.#options = options;
  }

  /** Ends the jobs that are next on a day whose GPU time is spent. `opensAt`: when the budget resets. */
  async ofSpentDay(opensAt: number): Promise<void> {
    const { log, room } = this.#options;
    const due = async () => (await log.queues.nextDue(room(), AT_ONCE)).map((id) => ({ id }));
    await this.#endAll(due, (job) => fail(job, { log }, 'gpu_time_spent', opensAtFacts(opensAt)));
  }

  /** Ends the jobs that are next but whose server has spent its share, until none of those are next. */
  async ofSpentServers(): Promise<void> {
    const { log, serverGpuTime, room, isStopping } = this.#options;
    if (!serverGpuTime.isLimited) return;
    const opensAt = new Map<string, number>();
    const due = async () => {
      for (const { id, guildId } of await log.queues.serversDue(room(), AT_ONCE)) {
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

  /** Ends the jobs that waited longer than `queueTimeoutMs`. */
  async overdue(): Promise<void> {
    const { log, destinations, storage, clock, queueTimeoutMs } = this.#options;
    const overdue = () => log.queues.waitingSince(clock.now() - queueTimeoutMs, AT_ONCE);
    await this.#endAll(overdue, ({ id, queue }) => {
      if (storage.trouble !== undefined) return fail({ id }, { log }, 'storage_unwell');
      return destinations.inQueue(queue)?.access.refusedFor('POST')
        ? fail({ id }, { log }, 'key_refused')
        : fail({ id }, { log }, 'no_turn_in_time', { minutes: wholeMinutes(queueTimeoutMs) });
    });
  }

  /** Returns how many jobs were due. */
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
          // One unreadable job must not block the others.
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
