import { Turns, type Urgency } from '../../src/turns.ts';

/** Turns that know how many were asked for. */
export class CountedTurns extends Turns {
  taken = 0;
  /** How many of them went ahead of jobs. */
  urgent = 0;
  onTake: () => void = () => undefined;

  override take(urgency?: Urgency): Promise<void> {
    this.taken += 1;
    if (urgency !== undefined && urgency !== 'job') this.urgent += 1;
    this.onTake();
    return super.take(urgency);
  }
}
