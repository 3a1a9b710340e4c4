import type { Clock } from '../engines/clock.ts';
import type { Logger } from '../logger/logger.ts';
import type { RunPodClient } from '../runpod/client.ts';
import type { EndpointSettings } from '../runpod/endpoint-settings.ts';
import type { NamedEndpoint, Notice } from '../say/say.ts';
import { type Endpoint, titlesOf } from './destinations.ts';

const LOOK_MS = 30_000;

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
 * While RunPod refuses the key at an endpoint, every job of it waits, and one look every half minute
 * asks whether that is still so. The operator is told once when it begins, unless a first look shows
 * that it was a slip of RunPod's, and once when it is over.
 */
export class KeyWatch {
  readonly #options: KeyWatchOptions;
  readonly #stop = new AbortController();
  #work: Promise<void> = Promise.resolve();
  readonly #onChanged = () => {
    // A refusal that comes while an earlier one is still watched is part of the same trouble.
    this.#work = this.#work.then(async () => {
      if (this.#options.endpoint.access.refused && !this.#stop.signal.aborted)
        await this.#untilRestored();
    });
  };

  constructor(options: KeyWatchOptions) {
    this.#options = options;
  }

  start(): void {
    this.#options.endpoint.access.events.on('changed', this.#onChanged);
    // Detects a wrong key before the first request for a picture.
    this.#work = this.#look();
  }

  async stop(): Promise<void> {
    this.#options.endpoint.access.events.off('changed', this.#onChanged);
    this.#stop.abort();
    await this.#work;
  }

  async #untilRestored(): Promise<void> {
    const { clock, notices } = this.#options;
    const { signal } = this.#stop;
    if (await this.#isRestored()) return;
    const told = notices.trouble(({ keyRefused }) => keyRefused(this.#whose()));
    do {
      await clock.sleep(LOOK_MS, signal).catch(() => undefined);
    } while (!signal.aborted && !(await this.#isRestored()));
    await told;
    if (!signal.aborted) await notices.relief(({ keyTaken }) => keyTaken(this.#whose()));
  }

  /** The bot's own endpoint is known by its variable. */
  #whose(): NamedEndpoint | undefined {
    const { endpoint } = this.#options;
    if (endpoint.queue === '') return undefined;
    return { id: endpoint.endpointId, makes: titlesOf(endpoint) };
  }

  async #isRestored(): Promise<boolean> {
    const { access, endpointId, isPublic } = this.#options.endpoint;
    await this.#look();
    // Whether it was taken is noted by the client.
    // Of a public endpoint, the one answer is for either use.
    if (access.refusedFor('POST') && !isPublic) {
      await this.#options.runpod.mayWrite(endpointId, this.#stop.signal).catch(() => undefined);
    }
    return !access.refused;
  }

  /** Asks anything that shows it: what RunPod answers is noted by the client. */
  async #look(): Promise<void> {
    const { runpod, endpoint } = this.#options;
    await runpod.health(endpoint.endpointId, this.#stop.signal).catch(() => undefined);
  }
}

/** How long what was learned of an endpoint is believed. */
const BELIEVED_FOR_MS = 5 * 60_000;

export interface ScaleWatchOptions {
  readonly settings: Pick<EndpointSettings, 'workers'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Ends every question and wait. */
  readonly signal: AbortSignal;
}

interface Known {
  readonly askedAt: number;
  readonly asleep: boolean;
}

/**
 * Whether RunPod has scaled an endpoint to nothing, as it does after a week without a job: its jobs then
 * wait until the operator raises its workers. Asked only on demand, at most once in five
 * minutes for each endpoint, and while it is so until it is over. Where the key may not read that, nothing
 * is known. The operator is notified once at the start and once at the end.
 */
export class ScaleWatch {
  readonly #options: ScaleWatchOptions;
  readonly #known = new Map<string, Known>();
  #notices: Notices | undefined;

  constructor(options: ScaleWatchOptions) {
    this.#options = options;
  }

  /** Tells the operator from now on, also of what is known by now. */
  tell(notices: Notices): void {
    this.#notices = notices;
    for (const [endpointId, { asleep }] of this.#known) if (asleep) this.#tell(endpointId, true);
  }

  /** The last known state, without waiting. Refreshes in the background unless that is recent. */
  isAsleep(endpointId: string): boolean {
    const known = this.#known.get(endpointId);
    const age = this.#options.clock.now() - (known?.askedAt ?? -Infinity);
    // The clock may have been set back. While it sleeps, a request is under way anyway.
    if (!known?.asleep && !(age >= 0 && age < BELIEVED_FOR_MS)) void this.#look(endpointId);
    return known?.asleep ?? false;
  }

  async #look(endpointId: string): Promise<void> {
    const { clock, signal } = this.#options;
    this.#note(endpointId, false);
    if (!(await this.#ask(endpointId, false))) return;
    this.#note(endpointId, true);
    this.#tell(endpointId, true);
    do {
      await clock.sleep(BELIEVED_FOR_MS, signal).catch(() => undefined);
    } while (!signal.aborted && (await this.#ask(endpointId, true)));
    if (signal.aborted) return;
    this.#note(endpointId, false);
    this.#tell(endpointId, false);
  }

  /** `otherwise`: what is taken to be so where RunPod does not say. */
  async #ask(endpointId: string, otherwise: boolean): Promise<boolean> {
    const { settings, logger, signal } = this.#options;
    try {
      return (await settings.workers(endpointId, signal)).max === 0;
    } catch (err) {
      if (!signal.aborted) logger.debug({ err }, "the endpoint's settings cannot be had");
      return otherwise;
    }
  }

  #note(endpointId: string, asleep: boolean): void {
    this.#known.set(endpointId, { askedAt: this.#options.clock.now(), asleep });
  }

  #tell(endpointId: string, asleep: boolean): void {
    const notices = this.#notices;
    if (asleep) void notices?.trouble(({ endpointAsleep }) => endpointAsleep(endpointId));
    else void notices?.relief(({ endpointAwake }) => endpointAwake(endpointId));
  }
}
