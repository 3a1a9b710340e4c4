import type { Clock } from '../engines/clock.ts';
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
    /** RunPod's public endpoints report no health. */
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

/** A worker that reported nothing may have become one that does. */
const KNOWN_FOR_MS = 60 * 60_000;

/** At the first look it may have had nothing to report yet. */
const TELLING_LOOKS = 2;

/** How long RunPod's word may be on its way about a job that was seen to be over: until its first repeat. */
const LONGEST_WAY_MS = 10_000;

export interface WebhookWatchOptions {
  readonly endpointId: string;
  /** Whether jobs are submitted with a webhook address. */
  readonly areAsked: boolean;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Whether RunPod says by itself when a job at an endpoint is over, so that it need hardly be asked. It is
 * believed to until a job ends of which it said nothing, and then not before it says something again. Its word
 * may come after the end was seen, where a question came before it.
 */
export class WebhookWatch {
  readonly #options: WebhookWatchOptions;
  /** When jobs were seen to be over of which RunPod has not said so yet, by their ids; the earliest first. */
  readonly #untold = new Map<string, number>();
  #areMissed = false;
  #silentAt: number | undefined;

  constructor(options: WebhookWatchOptions) {
    this.#options = options;
  }

  /** Whether it is worth waiting for. */
  areExpected(): boolean {
    this.#look();
    return this.#options.areAsked && !this.#areMissed;
  }

  /** Whether the workers there report nothing while they work, as far as is known. */
  get isSilent(): boolean {
    const { clock } = this.#options;
    return this.#silentAt !== undefined && clock.now() - this.#silentAt < KNOWN_FOR_MS;
  }

  /** RunPod says that a job is over, which may be at any endpoint, not be true, or be of long ago. */
  noteHint(id: string): void {
    this.#look();
    if (this.#untold.delete(id)) this.#areMissed = false;
  }

  /** A job is over, and RunPod has said so by itself, or has not. */
  noteEnd(id: string, { isTold }: { readonly isTold: boolean }): void {
    const { areAsked, clock } = this.#options;
    this.#look();
    if (isTold) this.#areMissed = false;
    else if (areAsked) this.#untold.set(id, clock.now());
  }

  /** A run is over that was seen so many times, and whose worker reported how far it was, or did not. */
  noteRun({ looks, reported }: { readonly looks: number; readonly reported: boolean }): void {
    if (reported) this.#silentAt = undefined;
    else if (looks >= TELLING_LOOKS) this.#silentAt = this.#options.clock.now();
  }

  /** Whose word has been on its way for too long is missed. */
  #look(): void {
    const { clock, endpointId, logger } = this.#options;
    const now = clock.now();
    for (const [id, endedAt] of this.#untold) {
      // The clock may have been set back.
      if (Math.abs(now - endedAt) < LONGEST_WAY_MS) return;
      this.#untold.delete(id);
      if (this.#areMissed) continue;
      this.#areMissed = true;
      logger.warn(
        { endpoint: endpointId },
        'RunPod did not say that a job was over: it is asked more often until it does',
      );
    }
  }
}
