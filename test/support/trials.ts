import { subscribe } from 'node:diagnostics_channel';
import fc from 'fast-check';
import { FAULT_PLAYED } from '../../packages/stand-ins/loopback.ts';

/** What a test put the bot through. */
export interface Trials {
  /** Requests that met a scripted failure at one of the sandboxes. */
  readonly faults: number;
  /** Inputs that fast-check made up. */
  readonly inputs: number;
}

declare module 'vitest' {
  interface TaskMeta {
    trials?: Trials;
  }
}

let faults = 0;
let inputs = 0;

subscribe(FAULT_PLAYED, () => {
  faults += 1;
});
fc.installGlobalPlugin(() => ({
  onAllRunsComplete: ({ numRuns }) => {
    inputs += numRuns;
  },
}));

/** What came since the last call. */
export function takeTrials(): Trials {
  const taken = { faults, inputs };
  faults = inputs = 0;
  return taken;
}
