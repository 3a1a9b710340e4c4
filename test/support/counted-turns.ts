import { Turns, type TurnKind } from '../../src/engines/turns.ts';

/** Turns that know which were asked for. */
export class CountedTurns extends Turns {
  /** Of each turn, in order. */
  readonly kinds: (TurnKind | undefined)[] = [];
  onTake: () => void = () => undefined;

  get taken(): number {
    return this.kinds.length;
  }

  /** How many of them were somebody's who waits. */
  get urgent(): number {
    return this.#count('person');
  }

  /** How many were behind people, and ahead of jobs. */
  get reads(): number {
    return this.#count('read');
  }

  override take(kind?: TurnKind): Promise<void> {
    this.kinds.push(kind);
    this.onTake();
    return super.take(kind);
  }

  #count(kind: TurnKind): number {
    return this.kinds.filter((one) => one === kind).length;
  }
}
