import type { Slicing } from '../../src/engines/slices.ts';
import { Turns } from '../../src/engines/turns.ts';

/** What a walk over many rows keeps to, for one that is ended by nobody else. */
export function slicing(signal: AbortSignal = new AbortController().signal): Slicing {
  return { turns: new Turns(), signal };
}
