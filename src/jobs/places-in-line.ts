import type { Turns } from '../turns.ts';
import type { Destinations } from './destinations.ts';
import type { StorageWatch } from './storage-watch.ts';
import { PlacesInLane, type PlacesInLaneOptions } from './places-in-lane.ts';

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
