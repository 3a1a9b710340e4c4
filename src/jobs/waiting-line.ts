import type { Clock } from '../clock.ts';
import { IN_FLIGHT_STATES, type Job } from './job.ts';
import type { JobLog } from './job-log.ts';
import type { Observations } from './observations.ts';

export interface WaitingLineOptions {
  readonly log: JobLog;
  readonly observations: Observations;
  readonly clock: Clock;
  /** 0 for no limit. */
  readonly maxJobsInFlight: number;
  /** Told of every job whose turn has come. */
  readonly onTurn: (jobId: string) => void;
  readonly onError: (error: unknown) => void;
}

/** Calls jobs up as the endpoint has room, and tells the others their place in line. */
export class WaitingLine {
  readonly #options: WaitingLineOptions;
  readonly #onChanged = (job: Job) => {
    // Only a job that leaves the endpoint makes room, and only one that is ready waits for it.
    if (!IN_FLIGHT_STATES.includes(job.state)) this.look();
  };
  #looking: Promise<void> | undefined;
  #lookAgain = false;

  constructor(options: WaitingLineOptions) {
    this.#options = options;
  }

  start(): void {
    this.#options.log.events.on('changed', this.#onChanged);
    this.look();
  }

  async stop(): Promise<void> {
    this.#options.log.events.off('changed', this.#onChanged);
    this.#lookAgain = false;
    await this.#looking;
  }

  /** Looks who can be called up. Many changes at once are looked at once. */
  look(): void {
    if (this.#looking) {
      this.#lookAgain = true;
      return;
    }
    this.#looking = this.#callUp()
      .catch(this.#options.onError)
      .finally(() => {
        this.#looking = undefined;
        if (!this.#lookAgain) return;
        this.#lookAgain = false;
        this.look();
      });
  }

  async #callUp(): Promise<void> {
    const { log, observations, clock, maxJobsInFlight, onTurn } = this.#options;
    if (maxJobsInFlight === 0) return;
    const { waiting, free } = await log.line(maxJobsInFlight, clock.now());
    for (const id of waiting.slice(0, free)) onTurn(id);
    for (const [index, id] of waiting.slice(free).entries()) {
      const place = index + 1;
      if (observations.of(id).place !== place) observations.note(id, { place });
    }
  }
}
