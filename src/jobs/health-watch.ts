import type { Clock } from '../clock.ts';
import type { Logger } from '../logger.ts';
import type { RunPodClient } from '../runpod/client.ts';
import type { Health } from '../runpod/schema.ts';

const FRESH_MS = 10_000;

/** An endpoint's health, asked for at most every ten seconds however many want to know. */
export class HealthWatch {
  readonly #ask: () => Promise<Health>;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #askedAt = -Infinity;
  #latest: Promise<Health | undefined> = Promise.resolve(undefined);
  #seen: Health | undefined;

  constructor(options: {
    readonly runpod: RunPodClient;
    readonly endpointId: string;
    readonly clock: Clock;
    readonly logger: Logger;
    readonly signal: AbortSignal;
  }) {
    this.#ask = () => options.runpod.health(options.endpointId, options.signal);
    this.#clock = options.clock;
    this.#logger = options.logger;
  }

  /** As it is now, or was within ten seconds; `undefined` where it cannot be had. */
  latest(): Promise<Health | undefined> {
    const now = this.#clock.now();
    if (now - this.#askedAt >= FRESH_MS) {
      this.#askedAt = now;
      this.#latest = this.#refresh();
    }
    return this.#latest;
  }

  /** As it was last seen, for whoever cannot wait; looks again meanwhile. */
  lastSeen(): Health | undefined {
    void this.latest();
    return this.#seen;
  }

  async #refresh(): Promise<Health | undefined> {
    try {
      this.#seen = await this.#ask();
    } catch (error) {
      this.#seen = undefined;
      this.#logger.warn({ err: error }, "the endpoint's health cannot be had");
    }
    return this.#seen;
  }
}
