import type { Clock } from '../clock.ts';
import type { Logger } from '../logger/logger.ts';

/** A worker that reported nothing may have become one that does. */
const KNOWN_FOR_MS = 60 * 60_000;

/** At the first look it may have had nothing to report yet. */
const TELLING_LOOKS = 2;

export interface WebhookWatchOptions {
  readonly endpointId: string;
  /** Whether RunPod is told where to say that a job is over. */
  readonly areAsked: boolean;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Whether RunPod says by itself when a job at an endpoint is over, so that it need hardly be asked. It is
 * believed to until a job ends of which it said nothing, and then not before it says something again.
 */
export class WebhookWatch {
  readonly #options: WebhookWatchOptions;
  #areMissed = false;
  #silentAt: number | undefined;

  constructor(options: WebhookWatchOptions) {
    this.#options = options;
  }

  /** Whether it is worth waiting for. */
  get areExpected(): boolean {
    return this.#options.areAsked && !this.#areMissed;
  }

  /** Whether the workers there report nothing while they work, as far as is known. */
  get isSilent(): boolean {
    const { clock } = this.#options;
    return this.#silentAt !== undefined && clock.now() - this.#silentAt < KNOWN_FOR_MS;
  }

  /** RunPod has said that a job is over. */
  noteHint(): void {
    this.#areMissed = false;
  }

  /** A job is over, and RunPod has said so by itself, or has not. */
  noteEnd({ isTold }: { readonly isTold: boolean }): void {
    const { areAsked, endpointId, logger } = this.#options;
    if (!areAsked || isTold || this.#areMissed) return;
    this.#areMissed = true;
    logger.warn(
      { endpoint: endpointId },
      'RunPod did not say that a job was over: it is asked more often until it does',
    );
  }

  /** A run is over that was seen so many times, and whose worker reported how far it was, or did not. */
  noteRun({ looks, reported }: { readonly looks: number; readonly reported: boolean }): void {
    if (reported) this.#silentAt = undefined;
    else if (looks >= TELLING_LOOKS) this.#silentAt = this.#options.clock.now();
  }
}
