import type { Clock } from '../engines/clock.ts';
import { Watch } from '../engines/watch.ts';
import type { Logger } from '../logger/logger.ts';
import type { Processes } from '../store/processes.ts';

/** After a failure to resume, in milliseconds. */
const RETRY_MS = 10_000;

export interface LeadOptions {
  readonly processes: Processes;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Resumes what ended processes left of this work. May run again at any time. */
  readonly resume: () => Promise<void>;
  /** Begins what goes on for as long as the process runs. */
  readonly begin: () => void;
}

/**
 * The work that one process does for all: posting reports, finishing erasures, deleting expired data.
 * The oldest process leads, until it stops or is taken for dead. While it stops, for half a minute at
 * most, two may lead: all of this work may be done twice.
 */
export class Lead {
  readonly #options: LeadOptions;
  readonly #watch: Watch;
  #hasBegun = false;
  #living: readonly string[] = [];
  readonly #onChanged = () => {
    const { living } = this.#options.processes;
    const ids = living.map(({ id }) => id);
    const hasOneEnded = this.#living.some((id) => !ids.includes(id));
    this.#living = ids;
    if (hasOneEnded || !this.#hasBegun) this.#watch.wake();
  };

  constructor(options: LeadOptions) {
    this.#options = options;
    this.#watch = new Watch({ check: () => this.#check(), clock: options.clock });
  }

  /**
   * Does this work from now on, as soon as this process leads. Resolves once it is resumed, if it leads
   * already. @throws what `resume` throws.
   */
  async start(): Promise<void> {
    const { processes } = this.#options;
    this.#living = processes.living.map(({ id }) => id);
    if (processes.isLead) await this.#lead();
    processes.events.on('changed', this.#onChanged);
    this.#onChanged();
  }

  async stop(): Promise<void> {
    this.#options.processes.events.off('changed', this.#onChanged);
    await this.#watch.stop();
  }

  /** Never rejects. */
  async #check(): Promise<number | undefined> {
    const { processes, logger } = this.#options;
    if (!processes.isLead) return undefined;
    try {
      await this.#lead();
      return undefined;
    } catch (err) {
      logger.error({ err }, 'what an ended process left could not be resumed yet');
      return RETRY_MS;
    }
  }

  async #lead(): Promise<void> {
    const { resume, begin } = this.#options;
    await resume();
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    begin();
  }
}
