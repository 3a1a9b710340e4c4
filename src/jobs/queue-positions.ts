import type { Clock } from '../engines/clock.ts';
import type { Turns } from '../engines/turns.ts';
import type { Destinations } from './destinations.ts';
import type { JobLog } from './job-log.ts';
import type { Observations } from './observations.ts';
import type { LineCursor } from './sql/queue.ts';
import type { StorageWatch } from './storage-watch.ts';

/** A slice behind a head is told at most this often, however often the line is looked at. */
const FURTHER_EVERY_MS = 1_000;

export interface PlacesInLineOptions extends PlacesInLaneOptions {
  readonly destinations: Pick<Destinations, 'inLane'>;
  readonly storage: Pick<StorageWatch, 'trouble'>;
  readonly turns: Turns;
}

/**
 * Tells those that wait in the line their places, each in their own lane. The head of a lane is told
 * at each look; of longer lanes some more, one slice a second at most in all of them together, until
 * their ends are reached. So a look costs the same however many wait, and whoever is far behind sees
 * an older place for a while.
 */
export class PlacesInLine {
  readonly #options: PlacesInLineOptions;
  /** Of each lane in which anybody waits; the one that was walked along last comes last. */
  readonly #lanes = new Map<string, PlacesInLane>();
  #steppedAt = -Infinity;

  constructor(options: PlacesInLineOptions) {
    this.#options = options;
  }

  /** Gives after how many ms there is more to tell, even if nothing changes. */
  async tell(): Promise<number> {
    const { log, destinations, storage } = this.#options;
    const lanes = await log.line.lanes();
    for (const lane of this.#lanes.keys()) if (!lanes.includes(lane)) this.#lanes.delete(lane);
    for (const lane of lanes) {
      const refused = destinations.inLane(lane)?.access.refused ?? false;
      const holds = [refused && 'key', storage.trouble !== undefined && 'storage'];
      await this.#placesIn(lane).tellHead(holds.filter(Boolean).join());
    }
    await this.#goOn();
    return this.#walking() ? FURTHER_EVERY_MS : Infinity;
  }

  #placesIn(lane: string): PlacesInLane {
    const places = this.#lanes.get(lane) ?? new PlacesInLane(lane, this.#options);
    this.#lanes.set(lane, places);
    return places;
  }

  async #goOn(): Promise<void> {
    const { clock, turns } = this.#options;
    const next = this.#walking();
    // A clock that was set back makes nobody wait until it has caught up.
    if (!next || Math.abs(clock.now() - this.#steppedAt) < FURTHER_EVERY_MS) return;
    await turns.take();
    const [lane, places] = next;
    await places.goOn();
    this.#steppedAt = clock.now();
    this.#lanes.delete(lane);
    this.#lanes.set(lane, places);
  }

  /** The lane whose turn it is to be walked along. */
  #walking(): readonly [string, PlacesInLane] | undefined {
    return [...this.#lanes].find(([, { isWalking }]) => isWalking);
  }
}

/** How many behind the head are told in one slice. */
const FURTHER_AT_ONCE = 300;
/** From the beginning of one walk along a longer lane to that of the next. */
const WALK_EVERY_MS = 5_000;

interface PlacesInLaneOptions {
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
class PlacesInLane {
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

/** How many at the head of the line are told their exact places. */
export const EXACT_PLACES = 200;

/**
 * A place in the line as it is told, from 1: exact for those who come soon, and rounded up to two
 * digits for all others, so that few of them have anything new to be told as the line moves on.
 */
export function toldPlace(place: number): number {
  if (place <= EXACT_PLACES) return place;
  const step = 10 ** (String(place).length - 2);
  return Math.ceil(place / step) * step;
}
