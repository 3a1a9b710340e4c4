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
  /** Whether RunPod refuses the bot's key where it goes, so that nothing is known of the job. */
  readonly keyRefused?: boolean;
}

/** What was last seen of each job under way. Lost with the process, and seen again after it. */
export class Observations {
  readonly events = new EventEmitter<{ observed: [jobId: string] }>();
  readonly #observed = new Map<string, Observed>();
  readonly #refusedLanes = new Set<string>();

  /** What was noted of it. */
  of(jobId: string): Observed {
    return { ...this.#observed.get(jobId) };
  }

  /** What its message shows: the same, and whether the key is refused. */
  shown({ id, lane }: Pick<Job, 'id' | 'lane'>): Observed {
    const seen = this.of(id);
    return this.#refusedLanes.has(lane) ? { ...seen, keyRefused: true } : seen;
  }

  /** Whether RunPod refuses the key is the same for all in a lane. `jobIds`: those to be shown anew. */
  noteKeyRefused(lane: string, refused: boolean, jobIds: Iterable<string>): void {
    if (refused) this.#refusedLanes.add(lane);
    else this.#refusedLanes.delete(lane);
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
