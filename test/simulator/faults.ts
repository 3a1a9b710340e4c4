/**
 * Where a fault strikes: the n-th call to a service since the beginning, the n-th submission to RunPod, or
 * the n-th commit.
 */
export type FaultPlace = 'discord' | 'runpod' | 'submission' | 'commit';

/**
 * What happens there. Of a call: `lost` and `crash` before it takes effect, `unanswered` and `crash-after`
 * once it has; `late`, a 429, a 5xx, or garbage for an answer. Of a commit: `full` is a full disk.
 */
export const FAULTS = {
  discord: ['lost', 'unanswered', 'late', '429', '5xx', '5xx-after', 'crash', 'crash-after'],
  runpod: [
    ...['lost', 'unanswered', 'late', '429', '5xx', '5xx-after', 'garbage', '404'],
    ...['crash', 'crash-after'],
  ],
  submission: ['lost', 'unanswered', '5xx-after', 'garbage', 'crash', 'crash-after'],
  commit: ['full', 'crash', 'crash-after'],
} as const satisfies Record<FaultPlace, readonly string[]>;

export interface Fault {
  readonly place: FaultPlace;
  readonly nth: number;
  readonly kind: string;
}

/** The faults of a run, each of which strikes once. */
export class Faults {
  /** False once the run heals: nothing fails any more. */
  isOn = true;
  readonly #faults: readonly Fault[];
  readonly #counts: Record<FaultPlace, number> = {
    ...{ discord: 0, runpod: 0, submission: 0, commit: 0 },
  };

  constructor(faults: readonly Fault[]) {
    this.#faults = faults;
  }

  /** The kind of fault that strikes now. Counts this call or commit. */
  next(place: FaultPlace): string | undefined {
    this.#counts[place] += 1;
    const nth = this.#counts[place];
    if (!this.isOn) return undefined;
    return this.#faults.find((fault) => fault.place === place && fault.nth === nth)?.kind;
  }
}
