import { Turns, type Urgency } from '../../src/engines/turns.ts';

/** Turns in which reads wait until the test lets them go on, one slice at a time. */
export class HeldReads extends Turns {
  readonly #held: (() => void)[] = [];

  /** How many slices wait. */
  get held(): number {
    return this.#held.length;
  }

  override async take(urgency?: Urgency): Promise<void> {
    if (urgency === 'read') await new Promise<void>((go) => this.#held.push(go));
    return super.take(urgency);
  }

  /** Lets the slice go on that has waited longest. */
  letGo(): void {
    this.#held.shift()?.();
  }
}
