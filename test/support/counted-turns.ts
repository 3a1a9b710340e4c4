import { Turns } from '../../src/turns.ts';

/** Turns that know how many were asked for. */
export class CountedTurns extends Turns {
  taken = 0;
  onTake: () => void = () => undefined;

  override take(): Promise<void> {
    this.taken += 1;
    this.onTake();
    return super.take();
  }
}
