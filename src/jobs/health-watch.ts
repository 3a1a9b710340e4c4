import type { Clock } from '../clock.ts';
import { BotError } from '../errors/errors.ts';
import type { Logger } from '../logger/logger.ts';
import type { RunPodClient } from '../runpod/client.ts';
import { RunPodError } from '../runpod/errors.ts';
import type { Health } from '../runpod/schema.ts';

export const HEALTH_FRESH_MS = 10_000;

/** An endpoint's health, asked for at most every ten seconds however many want to know. */
export class HealthWatch {
  readonly #ask: () => Promise<Health | undefined>;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #isTold: boolean;
  #askedAt = -Infinity;
  #latest: Promise<Health | undefined> | undefined;
  #seen: Health | undefined;

  constructor(options: {
    readonly runpod: RunPodClient;
    readonly endpointId: string;
    /** Of RunPod's public endpoints nobody is told how they stand. */
    readonly isPublic?: boolean;
    readonly clock: Clock;
    readonly logger: Logger;
    readonly signal: AbortSignal;
  }) {
    this.#ask = () => options.runpod.health(options.endpointId, options.signal);
    this.#isTold = options.isPublic !== true;
    this.#clock = options.clock;
    this.#logger = options.logger;
  }

  /**
   * As it is now, or was within ten seconds. Undefined where nobody is told, and RunPod answers.
   *
   * @throws BotError where it cannot be had.
   */
  latest(): Promise<Health | undefined> {
    const now = this.#clock.now();
    if (!this.#latest || Math.abs(now - this.#askedAt) >= HEALTH_FRESH_MS) {
      this.#askedAt = now;
      this.#latest = this.#look();
    }
    return this.#latest;
  }

  /** Whoever asks from now on gets no answer to a question from before. */
  forget(): void {
    this.#latest = undefined;
  }

  /** As it was last seen, for whoever cannot wait; looks again meanwhile. */
  lastSeen(): Health | undefined {
    this.refresh();
    return this.#seen;
  }

  /** Looks again, unless that was done within ten seconds, or nobody is told. */
  refresh(): void {
    if (!this.#isTold) return;
    this.latest().catch(() => {
      // Logged where it failed.
    });
  }

  async #look(): Promise<Health | undefined> {
    try {
      this.#seen = await this.#ask();
      return this.#seen;
    } catch (error) {
      this.#seen = undefined;
      this.#logger.warn({ err: error }, "the endpoint's health cannot be had");
      throw new BotError(codeOf(error), { cause: error });
    }
  }
}

function codeOf(error: unknown): 'service_unreachable' | 'key_refused' | 'endpoint_unknown' {
  if (!(error instanceof RunPodError)) return 'service_unreachable';
  if (error.isKeyRefused) return 'key_refused';
  return error.isNotFound ? 'endpoint_unknown' : 'service_unreachable';
}
