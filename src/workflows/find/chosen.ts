import type { Place } from './exported.ts';

/** An input that a workflow's author chose for people to set. */
export interface Chosen {
  /** Where its value goes. */
  readonly places: readonly Place[];
  /** What the author calls it. */
  readonly name?: string;
  readonly description?: string;
  readonly min?: number;
  readonly max?: number;
  readonly choices?: readonly string[];
}
