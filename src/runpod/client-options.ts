import type { Dispatcher } from 'undici';
import type { Clock } from '../clock.ts';
import type { ByteBudget } from '../body/byte-budget.ts';
import type { KeyAnswer } from './key-access.ts';

export interface RunPodClientOptions {
  /** For example `https://api.runpod.ai/v2`. */
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly clock?: Clock;
  /** Those of RunPod's public endpoints that are used, by their ids. Default: none. */
  readonly publicEndpoints?: ReadonlySet<string>;
  /** Told about every answer. */
  readonly access?: { note(answer: KeyAnswer): void };
  /** From 0 up to 1; spreads the waits between tries. */
  readonly random?: () => number;
  /** How connections are made, for example through a proxy. Default: a pool of its own. */
  readonly dispatcher?: Dispatcher;
  /** Milliseconds that an answer's head may take, and then its body. Default: 30 s. */
  readonly timeoutMs?: number;
  /** What large answers share. */
  readonly room?: ByteBudget;
  /** The clock by which answers are late, or too slow. Default: real time, as is the network's. */
  readonly networkClock?: Clock;
}
