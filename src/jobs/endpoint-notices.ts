import type { Clock } from '../engines/clock.ts';
import { Tasks } from '../engines/tasks.ts';
import { Watch } from '../engines/watch.ts';
import type { Logger } from '../logger/logger.ts';
import type { RunPodClient } from '../runpod/client.ts';
import type { EndpointSettings } from '../runpod/endpoint-settings.ts';
import type { NamedEndpoint, Notice } from '../say/say.ts';
import { type Endpoint, titlesOf } from './destinations.ts';

const CHECK_EVERY_MS = 30_000;

/** How to notify the operator. */
export interface Notices {
  trouble(notice: Notice): Promise<void>;
  relief(notice: Notice): Promise<void>;
}

export interface KeyWatchOptions {
  readonly endpoint: Omit<Endpoint, 'health'>;
  readonly runpod: RunPodClient;
  readonly clock: Clock;
  readonly notices: Notices;
}

/**
 * Checks every half minute whether RunPod still refuses the key at an endpoint, since all its jobs
 * wait meanwhile. Notifies the operator once at the start, unless a second check shows that the
 * refusal was a glitch, and once at the end.
 */
export class KeyWatch {
  readonly #options: KeyWatchOptions;
  readonly #watch: Watch;
  /** The notice of the refusal, while it lasts. */
  #notified: Promise<void> | undefined;
  readonly #onChanged = () => {
    // Further refusals belong to the same problem.
    if (this.#options.endpoint.access.refused && !this.#notified) this.#watch.wake();
  };

  constructor(options: KeyWatchOptions) {
    this.#options = options;
    const { clock } = options;
    this.#watch = new Watch({ check: (signal) => this.#check(signal), clock });
  }

  start(): void {
    this.#options.endpoint.access.events.on('changed', this.#onChanged);
    // Detects a wrong key before the first request for a picture.
    this.#watch.wake();
  }

  async stop(): Promise<void> {
    this.#options.endpoint.access.events.off('changed', this.#onChanged);
    await this.#watch.stop();
    await this.#notified;
  }

  async #check(signal: AbortSignal): Promise<number | undefined> {
    const { endpoint, notices } = this.#options;
    const { access } = endpoint;
    const wasRefused = access.refused;
    await this.#probe(wasRefused, signal);
    if (signal.aborted) return undefined;
    if (access.refused) {
      if (!wasRefused) return 0;
      this.#notified ??= notices.trouble(({ keyRefused }) => keyRefused(this.#namedEndpoint()));
      return CHECK_EVERY_MS;
    }
    if (!this.#notified) return undefined;
    await this.#notified;
    this.#notified = undefined;
    await notices.relief(({ keyTaken }) => keyTaken(this.#namedEndpoint()));
    return undefined;
  }

  /** `undefined` for the bot's own endpoint, which its variable identifies. */
  #namedEndpoint(): NamedEndpoint | undefined {
    const { endpoint } = this.#options;
    if (endpoint.queue === '') return undefined;
    return { id: endpoint.endpointId, makes: titlesOf(endpoint) };
  }

  /** Sends requests that test the key: the client records the responses. */
  async #probe(wasRefused: boolean, signal: AbortSignal): Promise<void> {
    const { runpod, endpoint } = this.#options;
    const { access, endpointId, isPublic } = endpoint;
    await runpod.health(endpointId, signal).catch(() => undefined);
    // A public endpoint's response covers both methods.
    if (wasRefused && access.refusedFor('POST') && !isPublic) {
      await runpod.mayWrite(endpointId, signal).catch(() => undefined);
    }
  }
}

/** How long an answer about an endpoint is reused. */
const FRESH_FOR_MS = 5 * 60_000;

export interface ScaleWatchOptions {
  readonly settings: Pick<EndpointSettings, 'workers'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Ends every request and wait. */
  readonly signal: AbortSignal;
}

interface Known {
  readonly askedAt: number;
  readonly asleep: boolean;
}

/**
 * Whether RunPod has scaled an endpoint to zero workers, as it does after a week without a job. Its
 * jobs then wait until the operator raises max workers. Checked on demand, at most once in five
 * minutes per endpoint, and regularly while it is asleep. Unknown if the key may not read it.
 * Notifies the operator once at the start and once at the end.
 */
export class ScaleWatch {
  readonly #options: ScaleWatchOptions;
  readonly #checks: Tasks;
  readonly #known = new Map<string, Known>();
  #notices: Notices | undefined;

  constructor(options: ScaleWatchOptions) {
    this.#options = options;
    this.#checks = new Tasks((endpointId) => this.#check(endpointId), options.clock);
    options.signal.addEventListener('abort', () => void this.#checks.stop());
  }

  /** Notifies the operator from now on, and of endpoints already known to be asleep. */
  notify(notices: Notices): void {
    this.#notices = notices;
    for (const [endpointId, { asleep }] of this.#known) if (asleep) this.#notify(endpointId, true);
  }

  /** The last known state, without waiting. Refreshes in the background unless that is recent. */
  isAsleep(endpointId: string): boolean {
    const { asleep = false, askedAt = -Infinity } = this.#known.get(endpointId) ?? {};
    const age = this.#options.clock.now() - askedAt;
    // Stale, or the clock went backwards. While it is asleep, it is checked anyway.
    if (!asleep && !(age >= 0 && age < FRESH_FOR_MS)) this.#checks.wake(endpointId);
    return asleep;
  }

  async #check(endpointId: string): Promise<number | undefined> {
    const { settings, clock, logger, signal } = this.#options;
    const before = this.#known.get(endpointId)?.asleep ?? false;
    this.#known.set(endpointId, { askedAt: clock.now(), asleep: before });
    let asleep = before;
    try {
      asleep = (await settings.workers(endpointId, signal)).max === 0;
    } catch (err) {
      if (!signal.aborted) logger.debug({ err }, "the endpoint's settings are not available");
    }
    if (signal.aborted) return undefined;
    if (asleep !== before) {
      this.#known.set(endpointId, { askedAt: clock.now(), asleep });
      this.#notify(endpointId, asleep);
    }
    return asleep ? FRESH_FOR_MS : undefined;
  }

  #notify(endpointId: string, asleep: boolean): void {
    const notices = this.#notices;
    if (asleep) void notices?.trouble(({ endpointAsleep }) => endpointAsleep(endpointId));
    else void notices?.relief(({ endpointAwake }) => endpointAwake(endpointId));
  }
}
