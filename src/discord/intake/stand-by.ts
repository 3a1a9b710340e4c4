import { z } from 'zod';
import type { Clock } from '../../engines/clock.ts';
import { type BotProcess, eligibleFor, type Processes, selfOf } from '../../store/processes.ts';

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
 * connected, unless it stops, drains or is cut off; then the oldest other one. The rest stand by.
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
    await this.#until(() => this.isReplaced, signal);
  }

  /**
   * Call before this process stops, while it works as always. Resolves once the others take its
   * interactions: at once if there are none, after seconds at most. False: none of them did in time.
   *
   * @throws the signal's reason.
   */
  async giveWay(signal: AbortSignal): Promise<boolean> {
    const { processes, intake, clock } = this.#options;
    processes.note({ isLeaving: true });
    if (this.#eligibleOthers.length === 0) return true;
    if (intake === 'http') {
      await clock.sleep(LEFT_OUT_WITHIN_MS, signal);
      return true;
    }
    const over = new AbortController();
    const until = AbortSignal.any([signal, over.signal]);
    const inTime = this.#until(() => !this.#isNeeded, until).then(() => true);
    const late = clock.sleep(REPLACED_WITHIN_MS, until).then(() => false);
    try {
      return await Promise.race([inTime, late]);
    } finally {
      over.abort();
    }
  }

  /** Lets the others know whether this process cannot reach the gateway, so that one of them tries. */
  noteCutOff(isCutOff: boolean): void {
    if (this.isCutOff !== isCutOff) this.#options.processes.note({ isCutOff });
  }

  /** Whether the others know that this process cannot reach the gateway. */
  get isCutOff(): boolean {
    return this.#self?.isCutOff ?? false;
  }

  /** Whether another process is connected in place of this one. */
  get isReplaced(): boolean {
    return !this.isTurn && this.#taker?.isConnected === true;
  }

  /** Whether this process is to answer an interaction: not if another one claimed it before. */
  async claims(payload: unknown): Promise<boolean> {
    const { processes, clock } = this.#options;
    if (!processes.isLeased && this.#others.length > 0) {
      // Another process may have taken over the shards. If it answers, this one's refusal is too late.
      await clock.sleep(UNLEASED_MS);
      return true;
    }
    const { isLeaving = false, isDraining = false, isCutOff = false } = this.#self ?? {};
    const isHandingOver = isLeaving || isDraining || isCutOff;
    const isShared = this.#others.some(({ isConnected }) => isConnected || isHandingOver);
    const id = interactionId.safeParse(payload).data?.id;
    return !isShared || id === undefined || processes.claim(`interaction ${id}`);
  }

  /** Whether this process is connected, and none of those that could be in its place. */
  get #isNeeded(): boolean {
    const others = this.#eligibleOthers;
    const isReplaced = others.some(({ isConnected }) => isConnected);
    return this.#self?.isConnected === true && others.length > 0 && !isReplaced;
  }

  /** The one that is to be connected. */
  get #taker(): BotProcess | undefined {
    const { processes, intake } = this.#options;
    const takers = eligibleFor(intake, processes.living);
    return takers.find(({ isConnected }) => isConnected) ?? takers[0];
  }

  /** The living processes for the same shards, oldest first. */
  get #peers(): readonly BotProcess[] {
    const { processes, intake } = this.#options;
    return processes.living.filter((one) => one.intake === intake);
  }

  get #self(): BotProcess | undefined {
    return selfOf(this.#options.processes);
  }

  get #others(): readonly BotProcess[] {
    return this.#peers.filter(({ id }) => id !== this.#options.processes.own);
  }

  get #eligibleOthers(): readonly BotProcess[] {
    return eligibleFor(this.#options.intake, this.#others);
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
