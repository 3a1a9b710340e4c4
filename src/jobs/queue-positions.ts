import type { Clock } from '../engines/clock.ts';
import type { Turns } from '../engines/turns.ts';
import type { Destinations } from './destinations.ts';
import type { JobLog } from './job-log.ts';
import type { Observations } from './observations.ts';
import type { Limits } from './sql/limits.ts';
import type { QueueCursor, QueuedJob, Shares } from './sql/queue.ts';
import type { StorageWatch } from './storage-watch.ts';
import type { QueueEstimates, WaitEstimates } from './wait-estimates.ts';
import { shownEstimate } from './wait-schedule.ts';

/** Minimum time between slices behind the head, however often the dispatcher runs. */
const FURTHER_EVERY_MS = 1_000;

export interface QueuePositionsOptions {
  readonly log: Pick<JobLog, 'queues' | 'driver'>;
  readonly observations: Observations;
  readonly destinations: Pick<Destinations, 'inQueue'>;
  readonly storage: Pick<StorageWatch, 'trouble'>;
  readonly clock: Clock;
  readonly turns: Turns;
  /** 0: no limit, and no positions. */
  readonly maxJobsInFlight: number;
  readonly limits: Limits;
  readonly waits: Pick<WaitEstimates, 'inQueue'>;
}

/**
 * Publishes the position of each waiting job of this process in its endpoint queue, and when it is likely to be ready. Every pass updates the head of each
 * queue. The rest of longer queues is updated in slices, at most one a second over all queues. So a pass
 * costs the same however many jobs wait, and jobs far behind show an older position for a while.
 */
export class QueuePositions {
  readonly #options: QueuePositionsOptions;
  /** One for each queue with waiting jobs, least recently walked first. */
  readonly #queues = new Map<string, EndpointPositions>();
  #steppedAt = -Infinity;

  constructor(options: QueuePositionsOptions) {
    this.#options = options;
  }

  /** No job waits. */
  clear(): void {
    this.#queues.clear();
  }

  /** Returns the milliseconds until the next slice, `Infinity` for none. */
  async publish(): Promise<number> {
    const { log, destinations, storage } = this.#options;
    const queues = await log.queues.nonEmpty();
    for (const queue of this.#queues.keys())
      if (!queues.includes(queue)) this.#queues.delete(queue);
    if (queues.length === 0) return Infinity;
    const shares = await log.queues.shares(this.#options.limits);
    for (const queue of queues) {
      const refused = destinations.inQueue(queue)?.access.refused ?? false;
      const holds = [refused && 'key', storage.trouble !== undefined && 'storage'];
      await this.#placesIn(queue).publishHead(holds.filter(Boolean).join(), shares);
    }
    await this.#continueWalk(shares);
    return this.#walking() ? FURTHER_EVERY_MS : Infinity;
  }

  #placesIn(queue: string): EndpointPositions {
    const places = this.#queues.get(queue) ?? new EndpointPositions(queue, this.#options);
    this.#queues.set(queue, places);
    return places;
  }

  async #continueWalk(shares: Shares): Promise<void> {
    const { clock, turns } = this.#options;
    const next = this.#walking();
    // Clock went backwards: treat as due.
    if (!next || Math.abs(clock.now() - this.#steppedAt) < FURTHER_EVERY_MS) return;
    await turns.take();
    const [queue, places] = next;
    await places.continueWalk(shares);
    this.#steppedAt = clock.now();
    this.#queues.delete(queue);
    this.#queues.set(queue, places);
  }

  /** The queue to update next. */
  #walking(): readonly [string, EndpointPositions] | undefined {
    return [...this.#queues].find(([, { isWalking }]) => isWalking);
  }
}

/** Jobs per slice behind the head. */
const FURTHER_AT_ONCE = 300;
/** From the start of one walk along a queue to the start of the next. */
const WALK_EVERY_MS = 5_000;

/** Progress of a walk along the queue behind its head. */
interface Walk {
  readonly after: QueueCursor;
  /** Jobs passed so far. */
  readonly place: number;
  /** Estimates from those jobs on. */
  readonly estimates: QueueEstimates;
  /** Whether to publish unchanged positions too. */
  readonly afresh: boolean;
}

interface Noted extends Pick<Walk, 'afresh' | 'estimates'> {
  /** How many jobs are ahead of these. */
  readonly passed: number;
  readonly shares: Shares;
}

/** Publishes the positions in one queue. See {@link QueuePositions}. */
class EndpointPositions {
  readonly #queue: string;
  readonly #options: QueuePositionsOptions;
  #walk: Walk | undefined;
  #begunAt = -Infinity;
  /** What blocked the queue when its head was last updated. */
  #publishedHolds = '';

  constructor(queue: string, options: QueuePositionsOptions) {
    this.#queue = queue;
    this.#options = options;
  }

  /** Whether a walk behind the head is under way. */
  get isWalking(): boolean {
    return this.#walk !== undefined;
  }

  /** Updates the head of the queue. `holds`: what blocks the queue; empty if nothing does. */
  async publishHead(holds: string, shares: Shares): Promise<void> {
    const { log, maxJobsInFlight, clock, waits } = this.#options;
    const afresh = holds !== this.#publishedHolds;
    if (maxJobsInFlight === 0 && !shares.limitMembers && !afresh) return;
    const { jobs, end } = await log.queues.slice(this.#queue, undefined, EXACT_POSITIONS);
    const estimates = await waits.inQueue(this.#queue);
    await this.#note(jobs, { passed: 0, afresh, estimates, shares });
    this.#publishedHolds = holds;
    // Clock went backwards: treat as due.
    const isDue = Math.abs(clock.now() - this.#begunAt) >= WALK_EVERY_MS;
    if (!afresh && (this.#walk || !isDue)) return;
    this.#walk = end && { after: end, place: jobs.length, afresh, estimates };
    this.#begunAt = clock.now();
  }

  /** Updates the next slice behind the head. */
  async continueWalk(shares: Shares): Promise<void> {
    if (!this.#walk) return;
    const { after, place, afresh, estimates } = this.#walk;
    const { jobs, end } = await this.#options.log.queues.slice(this.#queue, after, FURTHER_AT_ONCE);
    await this.#note(jobs, { passed: place, afresh, estimates, shares });
    this.#walk = end && { after: end, place: place + jobs.length, afresh, estimates };
  }

  async #note(
    jobs: readonly QueuedJob[],
    { passed, afresh, estimates, shares }: Noted,
  ): Promise<void> {
    const { log, observations, maxJobsInFlight, clock } = this.#options;
    const probable = await estimates.add(jobs);
    const now = clock.now();
    for (const [index, job] of jobs.entries()) {
      const { id, driver } = job;
      if (driver !== log.driver) continue;
      const place = maxJobsInFlight === 0 ? undefined : shownPosition(passed + index + 1);
      const waitsForOwn = shares.waitsForOwn(job);
      const shown = observations.of(id);
      const likelyAt = shownEstimate(now, shown.likelyAt, probable[index]);
      const isShown =
        shown.place === place &&
        (shown.waitsForOwn ?? false) === waitsForOwn &&
        shown.likelyAt === likelyAt;
      if (!afresh && isShown) continue;
      observations.note(id, { place, waitsForOwn, likelyAt });
    }
  }
}

/** Jobs at the head of a queue that show exact positions. */
export const EXACT_POSITIONS = 200;

/**
 * The queue position to show, from 1: exact near the head, otherwise rounded up to two digits, so that
 * few messages change as the queue moves.
 */
export function shownPosition(place: number): number {
  if (place <= EXACT_POSITIONS) return place;
  const step = 10 ** (String(place).length - 2);
  return Math.ceil(place / step) * step;
}
