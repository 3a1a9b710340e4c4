import { randomBytes } from 'node:crypto';
import type { Dispatcher } from 'undici';
import type { Clock } from './clock.ts';

/** A source of randomness, injected so that a simulation can repeat a run. */
export interface Random {
  /** From 0 up to 1. */
  readonly fraction: () => number;
  readonly bytes: (count: number) => Buffer;
}

export const systemRandom: Random = { fraction: () => Math.random(), bytes: randomBytes };

/** Milliseconds since a fixed moment. Measures how long this process has computed. */
export type Elapsed = () => number;

export const systemElapsed: Elapsed = () => performance.now();

/** What the bot takes from its surroundings. Everything but the clock defaults to the system's own. */
export interface Env {
  readonly clock: Clock;
  readonly elapsed?: Elapsed | undefined;
  readonly random?: Random | undefined;
  /** Carries requests to RunPod and downloads, by the time of `clock`. */
  readonly network?: Dispatcher | undefined;
}
