import type { Clock } from '../clock.ts';
import type { RunPodClient } from '../runpod/client.ts';
import type { Notice } from '../say/notice.ts';
import type { KeyAccess } from '../runpod/key-access.ts';

const LOOK_MS = 30_000;

/** How the operator is told. */
export interface Notices {
  trouble(notice: Notice): Promise<void>;
  relief(notice: Notice): Promise<void>;
}

export interface KeyWatchOptions {
  readonly access: KeyAccess;
  readonly runpod: RunPodClient;
  readonly endpointId: string;
  readonly clock: Clock;
  readonly notices: Notices;
}

/**
 * While RunPod refuses the key, every job waits, and one look every half minute asks whether that
 * is still so. The operator is told once when it begins, unless a first look shows that it was a
 * slip of RunPod's, and once when it is over.
 */
export class KeyWatch {
  readonly #options: KeyWatchOptions;
  readonly #stop = new AbortController();
  #work: Promise<void> = Promise.resolve();
  readonly #onChanged = () => {
    // A refusal that comes while an earlier one is still watched is part of the same trouble.
    this.#work = this.#work.then(async () => {
      if (this.#options.access.refused && !this.#stop.signal.aborted) await this.#untilRestored();
    });
  };

  constructor(options: KeyWatchOptions) {
    this.#options = options;
  }

  start(): void {
    this.#options.access.events.on('changed', this.#onChanged);
    // So that a wrong key is known before anybody asks for a picture.
    this.#work = this.#look();
  }

  async stop(): Promise<void> {
    this.#options.access.events.off('changed', this.#onChanged);
    this.#stop.abort();
    await this.#work;
  }

  async #untilRestored(): Promise<void> {
    const { clock, notices } = this.#options;
    const { signal } = this.#stop;
    if (await this.#isRestored()) return;
    const told = notices.trouble(({ keyRefused }) => keyRefused);
    do {
      await clock.sleep(LOOK_MS, signal).catch(() => undefined);
    } while (!signal.aborted && !(await this.#isRestored()));
    await told;
    if (!signal.aborted) await notices.relief(({ keyTaken }) => keyTaken);
  }

  async #isRestored(): Promise<boolean> {
    const { access, runpod, endpointId } = this.#options;
    await this.#look();
    // Whether it was taken is noted by the client.
    if (access.refusedFor('POST')) {
      await runpod.mayWrite(endpointId, this.#stop.signal).catch(() => undefined);
    }
    return !access.refused;
  }

  /** Asks anything: what RunPod answers is noted by the client. */
  async #look(): Promise<void> {
    const { runpod, endpointId } = this.#options;
    await runpod.health(endpointId, this.#stop.signal).catch(() => undefined);
  }
}
