import { Turns, type Urgency } from '../../src/engines/turns.ts';

/** Turns that know how many were asked for. */
export class CountedTurns extends Turns {
  taken = 0;
  /** How many of them were somebody's who waits. */
  urgent = 0;
  /** How many were behind people, and ahead of jobs. */
  reads = 0;
  onTake: () => void = () => undefined;

  override take(urgency?: Urgency): Promise<void> {
    this.taken += 1;
    if (urgency === 'person') this.urgent += 1;
    if (urgency === 'read') this.reads += 1;
    this.onTake();
    return super.take(urgency);
  }
}
