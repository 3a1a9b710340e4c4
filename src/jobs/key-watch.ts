import type { Clock } from '../clock.ts';
import type { RunPodClient } from '../runpod/client.ts';
import type { KeyAccess } from '../runpod/key-access.ts';

/** The first look comes soon: the refusal may have been a slip of RunPod's. */
const FIRST_LOOK_MS = 10_000;
const LOOK_MS = 30_000;

/** No job has this id: cancelling it changes nothing, and shows whether the key may. */
const NO_JOB = '00000000-0000-0000-0000-000000000000-u1';

/** How the operator is told. */
export interface Notices {
  trouble(text: string): Promise<void>;
  relief(text: string): Promise<void>;
}

export interface KeyWatchOptions {
  readonly access: KeyAccess;
  readonly runpod: RunPodClient;
  readonly endpointId: string;
  readonly clock: Clock;
  readonly notices: Notices;
}

/**
 * While RunPod refuses the key, every job waits and one look in half a minute asks whether that
 * is still so. The operator is told once when it begins, and once when it is over.
 */
export class KeyWatch {
  readonly #options: KeyWatchOptions;
  readonly #stop = new AbortController();
  #work: Promise<void> = Promise.resolve();
  readonly #onChanged = () => {
    // One that comes while an earlier one is still watched is part of the same trouble.
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
    const { access, clock, notices } = this.#options;
    const { signal } = this.#stop;
    const told = notices.trouble(
      'RunPod refuses RUNPOD_API_KEY, or does not let it use RUNPOD_ENDPOINT_ID. Jobs wait and new ones are refused until it works again; after changing the key, start the bot again.',
    );
    for (let pause = FIRST_LOOK_MS; ; pause = LOOK_MS) {
      await clock.sleep(pause, signal).catch(() => undefined);
      if (!access.refused || signal.aborted || (await this.#isRestored())) break;
    }
    await told;
    if (!access.refused) await notices.relief('RunPod takes RUNPOD_API_KEY again.');
  }

  async #isRestored(): Promise<boolean> {
    const { access, runpod, endpointId } = this.#options;
    await this.#look();
    if (access.refusedFor('POST')) {
      await runpod.cancel(endpointId, NO_JOB, this.#stop.signal).catch(() => undefined);
    }
    return !access.refused;
  }

  /** Asks anything: what RunPod answers is noted by the client. */
  async #look(): Promise<void> {
    const { runpod, endpointId } = this.#options;
    await runpod.health(endpointId, this.#stop.signal).catch(() => undefined);
  }
}
