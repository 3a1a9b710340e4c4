import { EventEmitter } from 'node:events';
import type { Job } from '../record/job/job.ts';

/**
 * Why no worker takes a job: one has to start first; the endpoint has none and starts none; RunPod
 * has scaled it to nothing; RunPod has no free GPU for it; its workers do not come up.
 */
export type HoldUp = 'cold' | 'none' | 'asleep' | 'throttled' | 'unhealthy';

/** What was last seen of a job and is not worth a row. */
export interface Observed {
  /** From 0 to 1, the most that the worker has reported of this run. */
  readonly progress?: number;
  /** When that last rose, in milliseconds since the epoch. */
  readonly movedAt?: number;
  /** From 0 to 1: what its message may have shown by time alone, or of a run before this one. */
  readonly leastShare?: number;
  /** From past jobs of the same shape, in milliseconds. */
  readonly expectedMs?: number;
  /** What nine in ten of those took at most, in milliseconds. */
  readonly slowMs?: number;
  /** When it is likely to be ready, in milliseconds since the epoch. */
  readonly readyAt?: number;
  /** When it is ready if it is a slow one, where that is much later. */
  readonly lateAt?: number;
  /** Its place in the line of those that wait here for room at the endpoint. See `toldPlace`. */
  readonly place?: number;
  /**
   * How many of the bot's jobs RunPod has in its queue before it: `MOST_AHEAD` stands for that many
   * or more.
   */
  readonly ahead?: number;
  /** What is to be seen so far of its picture: a JPEG, of its pixels alone, marked as generated. */
  readonly preview?: Buffer;
  /** What holds up the endpoint's workers, where something does. */
  readonly holdUp?: HoldUp;
  /** Whether RunPod refuses the bot's key where it goes, so that nothing is known of the job. */
  readonly keyRefused?: boolean;
  /** Whether jobs are held, since pictures cannot be stored. */
  readonly storageFails?: boolean;
  /** Whether it is completed at RunPod, with pictures that could not be stored yet. */
  readonly unstored?: boolean;
}

/** Of all jobs together: some four hundred previews of the shipped worker's largest. */
const MOST_PREVIEW_BYTES = 8 * 1024 * 1024;

/** What was last seen of each job under way. Lost with the process, and seen again after it. */
export class Observations {
  readonly events = new EventEmitter<{ observed: [jobId: string] }>();
  readonly #observed = new Map<string, Observed>();
  readonly #refusedLanes = new Set<string>();
  #storageFails = false;
  #previewBytes = 0;

  /** How many jobs something was noted of. */
  get count(): number {
    return this.#observed.size;
  }

  /** What was noted of it. */
  of(jobId: string): Observed {
    return { ...this.#observed.get(jobId) };
  }

  /** What its message shows: {@link of}, with what holds up every job in its lane. */
  shown({ id, lane }: Pick<Job, 'id' | 'lane'>): Observed {
    return {
      ...this.of(id),
      ...(this.#refusedLanes.has(lane) && { keyRefused: true }),
      ...(this.#storageFails && { storageFails: true }),
    };
  }

  /** Whether RunPod refuses the key is the same for all in a lane. `jobIds`: those to be shown anew. */
  noteKeyRefused(lane: string, refused: boolean, jobIds: Iterable<string>): void {
    if (refused) this.#refusedLanes.add(lane);
    else this.#refusedLanes.delete(lane);
    for (const jobId of jobIds) this.events.emit('observed', jobId);
  }

  /** Holds for all jobs. `jobIds`: those whose messages show it. */
  noteStorageFails(fails: boolean, jobIds: Iterable<string>): void {
    this.#storageFails = fails;
    for (const jobId of jobIds) this.events.emit('observed', jobId);
  }

  note(jobId: string, seen: Observed): void {
    this.forget(jobId);
    this.#observed.set(jobId, this.#withinRoom(seen));
    this.events.emit('observed', jobId);
  }

  forget(jobId: string): void {
    this.#previewBytes -= this.#observed.get(jobId)?.preview?.length ?? 0;
    this.#observed.delete(jobId);
  }

  /** Where previews have no more room, those that came first keep theirs. */
  #withinRoom({ preview, ...seen }: Observed): Observed {
    if (preview === undefined || this.#previewBytes + preview.length > MOST_PREVIEW_BYTES) {
      return seen;
    }
    this.#previewBytes += preview.length;
    return { ...seen, preview };
  }
}
