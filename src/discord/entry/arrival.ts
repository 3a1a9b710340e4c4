import type { DeferralKind } from '../../store/deferrals.ts';
import { parseInteraction, type Interaction } from '../interactions/interaction.ts';

/** An interaction from its arrival until it is answered. */
export class Arrival {
  readonly id: string;
  /** When to defer it if no answer is on its way, in milliseconds since the epoch. */
  readonly deferAt: number;
  /** Whether its reply is ready, so that it need not be deferred any more. */
  isReplying = false;
  /** Whether the reply was delivered, or will be, as a job's message is. */
  isAnswered = false;
  /** Whether another process answers it, or may. */
  isLeft = false;
  #payload: unknown;
  #interaction: Interaction | undefined;
  #deferring: Promise<DeferralKind | undefined> | undefined;

  constructor(id: string, payload: unknown, deferAt: number) {
    this.id = id;
    this.#payload = payload;
    this.deferAt = deferAt;
  }

  /** @throws ZodError if the payload cannot be read. */
  get interaction(): Interaction {
    this.#interaction ??= parseInteraction(this.#payload);
    this.#payload = undefined;
    return this.#interaction;
  }

  /** Whether it was deferred, or is being deferred. */
  get isDeferring(): boolean {
    return this.#deferring !== undefined;
  }

  /** How it was deferred; `undefined` if it was not. Waits until that is decided. */
  get deferral(): Promise<DeferralKind | undefined> {
    return this.#deferring ?? Promise.resolve(undefined);
  }

  /** Returns the function that settles {@link deferral}. Call once. */
  beginDeferring(): (kind: DeferralKind | undefined) => void {
    let tell: (kind: DeferralKind | undefined) => void = () => undefined;
    this.#deferring = new Promise((resolve) => {
      tell = resolve;
    });
    return tell;
  }
}
