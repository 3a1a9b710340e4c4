import type { Clock } from '../clock.ts';
import type { Logger } from '../logger/logger.ts';

/** A worker that reported nothing may have become one that does. */
const KNOWN_FOR_MS = 60 * 60_000;

/** So many of the latest jobs that RunPod has said nothing of are remembered, by their ids. */
const MOST_UNHEARD = 100;

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
 * believed to until a job ends of which it said nothing, and then not before it says something again: of that one too, since
 * whoever asks often hears of an end before RunPod has said it.
 */
export class WebhookWatch {
  readonly #options: WebhookWatchOptions;
  readonly #unheard = new Set<string>();
  #areMissed = false;
  #saidAt: number | undefined;
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

  /** RunPod has said so of one that is over here already, which may be of another endpoint. */
  noteLate(id: string): void {
    if (this.#unheard.delete(id)) this.noteHint();
  }

  /** A job is over, and RunPod has said so by itself, or has not yet. */
  noteEnd(id: string, { isTold }: { readonly isTold: boolean }): void {
    if (!this.#options.areAsked || isTold) return;
    this.#unheard.add(id);
    const [oldest] = this.#unheard;
    if (oldest !== undefined && this.#unheard.size > MOST_UNHEARD) this.#unheard.delete(oldest);
    if (!this.#areMissed) this.#sayMissed();
    this.#areMissed = true;
  }

  /** A run is over that was seen so many times, and whose worker reported how far it was, or did not. */
  noteRun({ looks, reported }: { readonly looks: number; readonly reported: boolean }): void {
    if (reported) this.#silentAt = undefined;
    else if (looks >= TELLING_LOOKS) this.#silentAt = this.#options.clock.now();
  }

  /** Once an hour at most: where RunPod is slow to say it, that comes and goes. */
  #sayMissed(): void {
    const { endpointId, clock, logger } = this.#options;
    const now = clock.now();
    if (this.#saidAt !== undefined && Math.abs(now - this.#saidAt) < KNOWN_FOR_MS) return;
    this.#saidAt = now;
    logger.warn(
      { endpoint: endpointId },
      'RunPod did not say that a job was over: it is asked more often until it does',
    );
  }
}
