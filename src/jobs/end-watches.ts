import type { JobLog } from './job-log.ts';
import { isTerminal, type Job } from './job.ts';

/** Signals for a long step: its job has ended meanwhile, or the bot stops. */
export interface EndWatch {
  readonly signal: AbortSignal;
  unwatch(): void;
}

export interface EndWatchesOptions {
  readonly log: Pick<JobLog, 'events'>;
  /** Aborts requests in flight when the time to stop is up. */
  readonly halt: AbortSignal;
}

/**
 * Watches jobs for their end with a single listener. Thousands of jobs may be waiting to be polled.
 * With a listener each, every change of a job would call them all.
 */
export class EndWatches {
  readonly #options: EndWatchesOptions;
  readonly #watched = new Map<string, Set<AbortController>>();

  readonly #onChanged = ({ id, state }: Job) => {
    if (isTerminal(state)) this.#end(id);
  };

  constructor(options: EndWatchesOptions) {
    this.#options = options;
    options.log.events.on('changed', this.#onChanged);
    options.halt.addEventListener('abort', () => {
      for (const id of this.#watched.keys()) this.#end(id);
    });
  }

  /** Stops listening to the log. */
  stop(): void {
    this.#options.log.events.off('changed', this.#onChanged);
  }

  /** Watches a job until `unwatch`. */
  watch({ id }: Pick<Job, 'id'>): EndWatch {
    const controller = new AbortController();
    if (this.#options.halt.aborted) controller.abort();
    const watches = this.#watched.get(id) ?? new Set();
    this.#watched.set(id, watches.add(controller));
    return {
      signal: controller.signal,
      unwatch: () => {
        if (watches.delete(controller) && watches.size === 0) this.#watched.delete(id);
      },
    };
  }

  #end(id: string): void {
    for (const controller of this.#watched.get(id) ?? []) controller.abort();
  }
}
