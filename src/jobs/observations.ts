import { EventEmitter } from 'node:events';

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
  /** When it is likely to be ready, in milliseconds since the epoch. */
  readonly readyAt?: number;
  /** Its place in the line of those that wait here for room at the endpoint. See `toldPlace`. */
  readonly place?: number;
  /**
   * How many of the bot's jobs RunPod has in its queue before it: `MOST_AHEAD` stands for that many
   * or more.
   */
  readonly ahead?: number;
  /** What holds up the endpoint's workers, where something does. */
  readonly holdUp?: HoldUp;
  /** Whether RunPod refuses the bot's key, so that nothing is known of the job. */
  readonly keyRefused?: boolean;
}

/** What was last seen of each job under way. Lost with the process, and seen again after it. */
export class Observations {
  readonly events = new EventEmitter<{ observed: [jobId: string] }>();
  readonly #observed = new Map<string, Observed>();
  #keyRefused = false;

  of(jobId: string): Observed {
    const seen = this.#observed.get(jobId);
    return this.#keyRefused ? { ...seen, keyRefused: true } : { ...seen };
  }

  /** Whether RunPod refuses the key is the same for all of them. */
  noteKeyRefused(refused: boolean, jobIds: Iterable<string>): void {
    this.#keyRefused = refused;
    for (const jobId of jobIds) this.events.emit('observed', jobId);
  }

  note(jobId: string, seen: Observed): void {
    this.#observed.set(jobId, seen);
    this.events.emit('observed', jobId);
  }

  forget(jobId: string): void {
    this.#observed.delete(jobId);
  }
}
