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

  /** `undefined` where it cannot be had now. */
  latest(): Promise<Health | undefined> {
    const now = this.#clock.now();
    if (now - this.#askedAt >= FRESH_MS) {
      this.#askedAt = now;
      this.#latest = this.#ask().catch((error: unknown) => {
        this.#logger.warn({ err: error }, "the endpoint's health cannot be had");
        return undefined;
      });
    }
    return this.#latest;
  }
}
