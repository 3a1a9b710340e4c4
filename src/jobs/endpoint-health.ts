import type { Clock } from '../engines/clock.ts';
import { BotError } from '../errors/errors.ts';
import type { Logger } from '../logger/logger.ts';
import type { RunPodClient } from '../runpod/client.ts';
import { RunPodError } from '../runpod/errors.ts';
import type { Health } from '../runpod/schema.ts';

export const HEALTH_FRESH_MS = 10_000;

export interface HealthWatchOptions {
  readonly runpod: RunPodClient;
  readonly endpointId: string;
  /** RunPod's public endpoints report no health. */
  readonly isPublic?: boolean;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/** An endpoint's health, requested at most every ten seconds for all callers. */
export class HealthWatch {
  readonly #options: HealthWatchOptions;
  #askedAt = -Infinity;
  #latest: Promise<Health | undefined> | undefined;
  #seen: Health | undefined;

  constructor(options: HealthWatchOptions) {
    this.#options = options;
  }

  /**
   * The current health, at most ten seconds old; `undefined` for an endpoint that does not report
   * it.
   *
   * @throws BotError if RunPod does not return it.
   */
  latest(): Promise<Health | undefined> {
    const now = this.#options.clock.now();
    if (!this.#latest || Math.abs(now - this.#askedAt) >= HEALTH_FRESH_MS) {
      this.#askedAt = now;
      this.#latest = this.#fetch();
    }
    return this.#latest;
  }

  /** Later callers get no answer to an earlier request. */
  forget(): void {
    this.#latest = undefined;
  }

  /** The last known health, without waiting. Refreshes in the background. */
  lastSeen(): Health | undefined {
    this.refresh();
    return this.#seen;
  }

  /** Refreshes, at most every ten seconds, and never for public endpoints. */
  refresh(): void {
    if (this.#options.isPublic) return;
    this.latest().catch(() => {
      // Logged there already.
    });
  }

  async #fetch(): Promise<Health | undefined> {
    const { runpod, endpointId, signal, logger } = this.#options;
    try {
      this.#seen = await runpod.health(endpointId, signal);
      return this.#seen;
    } catch (error) {
      this.#seen = undefined;
      logger.warn({ err: error }, "the endpoint's health is not available");
      throw new BotError(codeOf(error), { cause: error });
    }
  }
}

function codeOf(error: unknown): 'service_unreachable' | 'key_refused' | 'endpoint_unknown' {
  if (!(error instanceof RunPodError)) return 'service_unreachable';
  if (error.isKeyRefused) return 'key_refused';
  return error.isNotFound ? 'endpoint_unknown' : 'service_unreachable';
}

/** How long a worker counts as silent. A new version of it may report progress. */
const KNOWN_FOR_MS = 60 * 60_000;

/** A worker may have had nothing to report at the first poll. */
const CONCLUSIVE_POLLS = 2;

/** How late a webhook may come after a poll has seen the end: until its first repeat. */
const LONGEST_DELAY_MS = 10_000;

export interface WebhookWatchOptions {
  readonly endpointId: string;
  /** Whether jobs are submitted with a webhook address. */
  readonly areAsked: boolean;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Whether RunPod sends webhooks for an endpoint's jobs, so that these can be polled less often.
 * Assumed until one is missed, and again once one arrives. A webhook may come after a poll has
 * already seen the end.
 */
export class WebhookWatch {
  readonly #options: WebhookWatchOptions;
  /** When jobs without a webhook so far were seen to end, by id, earliest first. */
  readonly #missing = new Map<string, number>();
  #areMissed = false;
  #silentAt: number | undefined;

  constructor(options: WebhookWatchOptions) {
    this.#options = options;
  }

  /** Whether to wait for webhooks. */
  areExpected(): boolean {
    this.#checkMissing();
    return this.#options.areAsked && !this.#areMissed;
  }

  /** Whether the endpoint's workers report no progress, as far as is known. */
  get isSilent(): boolean {
    const { clock } = this.#options;
    return this.#silentAt !== undefined && clock.now() - this.#silentAt < KNOWN_FOR_MS;
  }

  /** Records a webhook, which may be about any endpoint, false, or old. */
  noteHint(id: string): void {
    this.#checkMissing();
    if (this.#missing.delete(id)) this.#areMissed = false;
  }

  /** Records the end of a job. `isTold`: whether its webhook has arrived. */
  noteEnd(id: string, { isTold }: { readonly isTold: boolean }): void {
    const { areAsked, clock } = this.#options;
    this.#checkMissing();
    if (isTold) this.#areMissed = false;
    else if (areAsked) this.#missing.set(id, clock.now());
  }

  /** Records a finished run: how often it was polled, and whether its worker reported progress. */
  noteRun({ looks, reported }: { readonly looks: number; readonly reported: boolean }): void {
    if (reported) this.#silentAt = undefined;
    else if (looks >= CONCLUSIVE_POLLS) this.#silentAt = this.#options.clock.now();
  }

  /** Marks webhooks as missed that are too late. */
  #checkMissing(): void {
    const { clock, endpointId, logger } = this.#options;
    const now = clock.now();
    for (const [id, endedAt] of this.#missing) {
      // Clock went backwards: not late yet.
      if (Math.abs(now - endedAt) < LONGEST_DELAY_MS) return;
      this.#missing.delete(id);
      if (this.#areMissed) continue;
      this.#areMissed = true;
      logger.warn(
        { endpoint: endpointId },
        'a webhook is missing: jobs are polled more often until one arrives',
      );
    }
  }
}
