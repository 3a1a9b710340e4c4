import { z } from 'zod';
import type { Clock } from '../../engines/clock.ts';
import type { BotProcess, Processes } from '../../store/processes.ts';

/** How long a process that stops stays connected until another one is, in milliseconds. */
const REPLACED_WITHIN_MS = 3_500;

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
 * Which of several processes connects to the gateway: the oldest that is not about to stop, for each
 * set of shards. The others stand by.
 *
 * A process that stops stays connected until the next one is. Meanwhile Discord sends every
 * interaction to both, and the first to claim it answers.
 */
export class StandBy {
  readonly #options: StandByOptions;
  #isLeaving = false;

  constructor(options: StandByOptions) {
    this.#options = options;
  }

  /** Whether this process is to connect. */
  get isTurn(): boolean {
    const { processes } = this.#options;
    if (processes.own === '') return true;
    return this.#peers.find(({ isLeaving }) => !isLeaving)?.id === processes.own;
  }

  /** Resolves once this process is to connect. @throws the signal's reason. */
  async turn(signal: AbortSignal): Promise<void> {
    await this.#until(() => this.isTurn, signal);
  }

  /** Lets the others know that this process is connected. */
  noteConnected(): void {
    this.#options.processes.note({ isConnected: true });
  }

  /** Call when this process stops. Resolves once another one is connected, or after a few seconds. */
  async replaced(): Promise<void> {
    const { clock } = this.#options;
    this.#isLeaving = true;
    if (this.#others.length === 0) return;
    const over = new AbortController();
    const late = clock.sleep(REPLACED_WITHIN_MS, over.signal).finally(() => {
      over.abort();
    });
    const isReplaced = () => this.#others.some(({ isConnected }) => isConnected);
    const replaced = this.#until(isReplaced, over.signal);
    await Promise.race([replaced, late]).catch(() => undefined);
    over.abort();
  }

  /** Whether this process is to answer an interaction: not if another one claimed it before. */
  async claims(payload: unknown): Promise<boolean> {
    const { processes, clock } = this.#options;
    if (!processes.isLeased && this.#others.length > 0) {
      // Another process may have taken over the shards. If it answers, this one's refusal is too late.
      await clock.sleep(UNLEASED_MS);
      return true;
    }
    const isShared =
      this.#others.some(({ isConnected }) => isConnected) ||
      (this.#isLeaving && this.#others.length > 0);
    const id = interactionId.safeParse(payload).data?.id;
    return !isShared || id === undefined || processes.claim(`interaction ${id}`);
  }

  /** The living processes for the same shards, oldest first. */
  get #peers(): readonly BotProcess[] {
    const { processes, intake } = this.#options;
    return processes.living.filter((one) => one.intake === intake);
  }

  get #others(): readonly BotProcess[] {
    return this.#peers.filter(({ id }) => id !== this.#options.processes.own);
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
