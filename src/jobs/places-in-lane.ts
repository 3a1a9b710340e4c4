import type { Clock } from '../clock.ts';
import type { JobLog } from '../record/job/job-log.ts';
import type { LineCursor } from '../record/job/line.ts';
import type { Observations } from './observations.ts';
import { EXACT_PLACES, toldPlace } from './told-place.ts';

/** How many behind the head are told in one slice. */
const FURTHER_AT_ONCE = 300;
/** From the beginning of one walk along a longer lane to that of the next. */
const WALK_EVERY_MS = 5_000;

export interface PlacesInLaneOptions {
  readonly log: Pick<JobLog, 'line'>;
  readonly observations: Observations;
  readonly clock: Clock;
  /** 0 for no limit: then nobody has a place. */
  readonly maxJobsInFlight: number;
}

/** How far a walk along the lane behind its head has come. */
interface Walk {
  readonly after: LineCursor;
  /** How many it has passed. */
  readonly place: number;
  /** Whether each is to be told anew, even if their place is the same. */
  readonly afresh: boolean;
}

/** Tells those that wait in one lane their places: see `PlacesInLine`. */
export class PlacesInLane {
  readonly #lane: string;
  readonly #options: PlacesInLaneOptions;
  #walk: Walk | undefined;
  #begunAt = -Infinity;
  /** What held up the lane when its head was last told. */
  #toldHolds = '';

  constructor(lane: string, options: PlacesInLaneOptions) {
    this.#lane = lane;
    this.#options = options;
  }

  /** Whether there is more to tell behind the head. */
  get isWalking(): boolean {
    return this.#walk !== undefined;
  }

  /** Tells the head of the lane. `holds`: what holds up the lane; empty if nothing does. */
  async tellHead(holds: string): Promise<void> {
    const { log, maxJobsInFlight, clock } = this.#options;
    const afresh = holds !== this.#toldHolds;
    if (maxJobsInFlight === 0 && !afresh) return;
    const { ids, end } = await log.line.piece(this.#lane, undefined, EXACT_PLACES);
    this.#note(ids, 0, afresh);
    this.#toldHolds = holds;
    // A clock that was set back makes nobody wait until it has caught up.
    const isDue = Math.abs(clock.now() - this.#begunAt) >= WALK_EVERY_MS;
    if (!afresh && (this.#walk || !isDue)) return;
    this.#walk = end && { after: end, place: ids.length, afresh };
    this.#begunAt = clock.now();
  }

  /** Tells one more slice behind the head. */
  async goOn(): Promise<void> {
    if (!this.#walk) return;
    const { after, place, afresh } = this.#walk;
    const { ids, end } = await this.#options.log.line.piece(this.#lane, after, FURTHER_AT_ONCE);
    this.#note(ids, place, afresh);
    this.#walk = end && { after: end, place: place + ids.length, afresh };
  }

  /** `passed`: how many are before these. */
  #note(ids: readonly string[], passed: number, afresh: boolean): void {
    const { observations, maxJobsInFlight } = this.#options;
    for (const [index, id] of ids.entries()) {
      const place = maxJobsInFlight === 0 ? undefined : toldPlace(passed + index + 1);
      if (!afresh && observations.of(id).place === place) continue;
      observations.note(id, place === undefined ? {} : { place });
    }
  }
}
