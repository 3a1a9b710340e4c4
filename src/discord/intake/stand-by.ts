import { z } from 'zod';
import type { Clock } from '../../engines/clock.ts';
import { type BotProcess, type Processes, takersOf } from '../../store/processes.ts';

/** How long a process that is to stop waits until another one is connected, in milliseconds. */
const REPLACED_WITHIN_MS = 20_000;

/** The same where interactions are posted: some health checks of the load balancer, each 2 s. */
const LEFT_OUT_WITHIN_MS = 5_000;

/** How long a process that may have been replaced lets another one answer first. */
const UNLEASED_MS = 1_800;

const interactionId = z.object({ id: z.string() });

export interface StandByOptions {
  readonly processes: Processes;
  /** `gateway`, with the shards that this process may connect. */
  readonly intake: string;
  readonly clock: Clock;
}

/**
 * Which of several processes connects to the gateway, for each set of shards: the one that is
 * connected, unless it stops or drains; then the oldest other one. The rest stand by.
 *
 * A process that stops or drains stays connected until the next one is. Meanwhile Discord sends every
 * interaction to both, and the first to claim it answers.
 */
export class StandBy {
  readonly #options: StandByOptions;

  constructor(options: StandByOptions) {
    this.#options = options;
  }

  /** Whether this process is to connect. */
  get isTurn(): boolean {
    const { processes } = this.#options;
    if (processes.own === '') return true;
    return this.#taker?.id === processes.own;
  }

  /** Resolves once this process is to connect. @throws the signal's reason. */
  async turn(signal: AbortSignal): Promise<void> {
    await this.#until(() => this.isTurn, signal);
  }

  /** Lets the others know whether this process is connected. */
  noteConnected(isConnected: boolean): void {
    this.#options.processes.note({ isConnected });
  }

  /** Resolves once another process is connected in place of this one. @throws the signal's reason. */
  async handedOver(signal: AbortSignal): Promise<void> {
    await this.#until(() => !this.isTurn && this.#taker?.isConnected === true, signal);
  }

  /**
   * Call before this process stops, while it works as always. Resolves once the others take its
   * interactions: at once if there are none, after seconds at most.
   *
   * @throws the signal's reason.
   */
  async giveWay(signal: AbortSignal): Promise<void> {
    const { processes, intake, clock } = this.#options;
    processes.note({ isLeaving: true });
    if (!this.canBeReplaced) return;
    if (intake === 'http') {
      if (!this.#self?.isDraining) await clock.sleep(LEFT_OUT_WITHIN_MS, signal);
      return;
    }
    const over = new AbortController();
    const until = AbortSignal.any([signal, over.signal]);
    const late = clock.sleep(REPLACED_WITHIN_MS, until);
    try {
      await Promise.race([this.#until(() => !this.#isNeeded, until), late]);
    } finally {
      over.abort();
    }
  }

  /** Whether another process would connect if this one ended. */
  get canBeReplaced(): boolean {
    return this.#othersThatTake.length > 0;
  }

  /** Whether this process is to answer an interaction: not if another one claimed it before. */
  async claims(payload: unknown): Promise<boolean> {
    const { processes, clock } = this.#options;
    if (!processes.isLeased && this.#others.length > 0) {
      // Another process may have taken over the shards. If it answers, this one's refusal is too late.
      await clock.sleep(UNLEASED_MS);
      return true;
    }
    const gives = this.#self?.isLeaving === true || this.#self?.isDraining === true;
    const isShared = this.#others.some(({ isConnected }) => isConnected || gives);
    const id = interactionId.safeParse(payload).data?.id;
    return !isShared || id === undefined || processes.claim(`interaction ${id}`);
  }

  /** Whether members would not be answered without this process, but will soon be. */
  get #isNeeded(): boolean {
    const takers = this.#othersThatTake;
    const isReplaced = takers.some(({ isConnected }) => isConnected);
    return this.#self?.isConnected === true && takers.length > 0 && !isReplaced;
  }

  /** The one that is to be connected. */
  get #taker(): BotProcess | undefined {
    const { processes, intake } = this.#options;
    const takers = takersOf(processes.living, intake);
    return takers.find(({ isConnected }) => isConnected) ?? takers[0];
  }

  /** The living processes for the same shards, oldest first. */
  get #peers(): readonly BotProcess[] {
    const { processes, intake } = this.#options;
    return processes.living.filter((one) => one.intake === intake);
  }

  get #self(): BotProcess | undefined {
    return this.#peers.find(({ id }) => id === this.#options.processes.own);
  }

  get #others(): readonly BotProcess[] {
    return this.#peers.filter(({ id }) => id !== this.#options.processes.own);
  }

  get #othersThatTake(): readonly BotProcess[] {
    return takersOf(this.#others, this.#options.intake);
  }

  /** @throws the signal's reason. */
  async #until(holds: () => boolean, signal: AbortSignal): Promise<void> {
    const { events } = this.#options.processes;
    signal.throwIfAborted();
    if (holds()) return;
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const onChanged = () => {
      if (holds()) resolve(undefined);
    };
    const onAbort = () => {
      reject(signal.reason as Error);
    };
    events.on('changed', onChanged);
    signal.addEventListener('abort', onAbort);
    try {
      await promise;
    } finally {
      events.off('changed', onChanged);
      signal.removeEventListener('abort', onAbort);
    }
  }
}
