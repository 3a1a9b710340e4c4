import type { DeferralKind } from '../../record/deferrals.ts';
import { parseInteraction, type Interaction } from '../interactions/interaction.ts';

/** An interaction from its arrival until it is answered. */
export class Arrival {
  readonly id: string;
  /** Deferred from then on, if it is not being answered: in milliseconds since the epoch. */
  readonly deferAt: number;
  /** Whether its reply is made, so that there is nothing left to put off. */
  isReplying = false;
  /** Whether that has reached its person, or will, as a job's message does. */
  isAnswered = false;
  #payload: unknown;
  #interaction: Interaction | undefined;
  #deferring: Promise<DeferralKind | undefined> | undefined;

  constructor(id: string, payload: unknown, deferAt: number) {
    this.id = id;
    this.#payload = payload;
    this.deferAt = deferAt;
  }

  /** @throws ZodError where it is none that this bot can answer. */
  get interaction(): Interaction {
    this.#interaction ??= parseInteraction(this.#payload);
    this.#payload = undefined;
    return this.#interaction;
  }

  /** Whether it is deferred, or is about to be. */
  get isDeferring(): boolean {
    return this.#deferring !== undefined;
  }

  /** How it was deferred, once that is settled; `undefined` where it was not. */
  get deferral(): Promise<DeferralKind | undefined> {
    return this.#deferring ?? Promise.resolve(undefined);
  }

  /** Gives the function by which to tell how it was deferred. To be called once. */
  beginDeferring(): (kind: DeferralKind | undefined) => void {
    let tell: (kind: DeferralKind | undefined) => void = () => undefined;
    this.#deferring = new Promise((resolve) => {
      tell = resolve;
    });
    return tell;
  }
}
