import type { Clock } from '../clock.ts';
import type { RunPodClient } from '../runpod/client.ts';
import type { NamedEndpoint, Notice } from '../say/notice.ts';
import type { Endpoint } from './destinations.ts';
import { titlesOf } from './endpoints.ts';

const LOOK_MS = 30_000;

/** How the operator is told. */
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
    // So that a wrong key is known before anybody asks for a picture.
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
    if (endpoint.lane === '') return undefined;
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
