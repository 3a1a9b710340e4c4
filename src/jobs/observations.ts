import { EventEmitter } from 'node:events';

/** What was last seen of a job and is not worth a row. */
export interface Observed {
  /** From 0 to 1, as the worker reports it. */
  readonly progress?: number;
  /** From past jobs of the same shape, in milliseconds. */
  readonly expectedMs?: number;
  /** When it is likely to be ready, in milliseconds since the epoch. */
  readonly readyAt?: number;
  /** How many of the bot's jobs were asked for before it and still wait. */
  readonly ahead?: number;
  /** Whether it waits for a worker that has to start first. */
  readonly coldStart?: boolean;
}

const NOTHING: Observed = Object.freeze({});

/** What was last seen of each job under way. Lost with the process, and seen again after it. */
export class Observations {
  readonly events = new EventEmitter<{ observed: [jobId: string] }>();
  readonly #observed = new Map<string, Observed>();

  of(jobId: string): Observed {
    return this.#observed.get(jobId) ?? NOTHING;
  }

  note(jobId: string, seen: Observed): void {
    this.#observed.set(jobId, seen);
    this.events.emit('observed', jobId);
  }

  forget(jobId: string): void {
    this.#observed.delete(jobId);
  }
}
