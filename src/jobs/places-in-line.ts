import type { Clock } from '../clock.ts';
import type { KeyAccess } from '../runpod/key-access.ts';
import type { Turns } from '../turns.ts';
import type { JobLog } from '../record/job/job-log.ts';
import type { LineCursor } from '../record/job/line.ts';
import type { Observations } from './observations.ts';
import { EXACT_PLACES, toldPlace } from './told-place.ts';

/** How many behind the head are told in one slice. */
const FURTHER_AT_ONCE = 300;
/** A slice is told at most this often, however often the line is looked at. */
const FURTHER_EVERY_MS = 1_000;
/** From the beginning of one walk along a longer line to that of the next. */
const WALK_EVERY_MS = 5_000;

export interface PlacesInLineOptions {
  readonly log: Pick<JobLog, 'line'>;
  readonly observations: Observations;
  readonly access: KeyAccess;
  readonly clock: Clock;
  readonly turns: Turns;
  /** 0 for no limit: then nobody has a place. */
  readonly maxJobsInFlight: number;
}

/** How far a walk along the line behind its head has come. */
interface Walk {
  readonly after: LineCursor;
  /** How many it has passed. */
  readonly place: number;
  /** Whether each is to be told anew, even if their place is the same. */
  readonly afresh: boolean;
}

/**
 * Tells those that wait in the line their places. The head of the line is told at each look; of a
 * longer line some more, one slice a second at most, until its end is reached. So a look costs the
 * same however many wait, and whoever is far behind sees an older place for a while.
 */
export class PlacesInLine {
  readonly #options: PlacesInLineOptions;
  #walk: Walk | undefined;
  #begunAt = -Infinity;
  #steppedAt = -Infinity;
  /** Whether the head was last told that RunPod refuses the key. */
  #toldRefused = false;

  constructor(options: PlacesInLineOptions) {
    this.#options = options;
  }

  /** Gives after how many ms there is more to tell, even if nothing changes. */
  async tell(): Promise<number> {
    const { log, access, turns, maxJobsInFlight } = this.#options;
    const { refused } = access;
    const afresh = refused !== this.#toldRefused;
    if (maxJobsInFlight > 0 || afresh) {
      const { ids, end } = await log.line.piece(undefined, EXACT_PLACES);
      this.#note(ids, 0, afresh);
      this.#toldRefused = refused;
      if (afresh || (!this.#walk && this.#isOver(this.#begunAt, WALK_EVERY_MS))) {
        this.#walk = end && { after: end, place: ids.length, afresh };
        this.#begunAt = this.#options.clock.now();
      }
    }
    if (this.#walk && this.#isOver(this.#steppedAt, FURTHER_EVERY_MS)) {
      await turns.take();
      this.#walk = await this.#goOn(this.#walk);
    }
    return this.#walk ? FURTHER_EVERY_MS : Infinity;
  }

  async #goOn({ after, place, afresh }: Walk): Promise<Walk | undefined> {
    const { log, clock } = this.#options;
    const { ids, end } = await log.line.piece(after, FURTHER_AT_ONCE);
    this.#note(ids, place, afresh);
    this.#steppedAt = clock.now();
    return end && { after: end, place: place + ids.length, afresh };
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

  #isOver(since: number, ms: number): boolean {
    // A clock that was set back makes nobody wait until it has caught up.
    return Math.abs(this.#options.clock.now() - since) >= ms;
  }
}
