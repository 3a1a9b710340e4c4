import type { Dispatcher } from 'undici';
import type { Clock } from '../clock.ts';
import type { ByteBudget } from './byte-budget.ts';
import type { KeyAccess } from './key-access.ts';

export interface RunPodClientOptions {
  /** Such as `https://api.runpod.ai/v2`. */
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly clock?: Clock;
  /** Told of every answer. */
  readonly access?: KeyAccess;
  /** From 0 up to 1; spreads the waits between tries. */
  readonly random?: () => number;
  /** How connections are made, say through a proxy. A pool of its own by default. */
  readonly dispatcher?: Dispatcher;
  /** Real time that the head of an answer may take, and then its body. Default 30 s. */
  readonly timeoutMs?: number;
  /** What large answers share. */
  readonly room?: ByteBudget;
  /** By which a large answer may be too slow. Real time by default, since that is the network's. */
  readonly paceClock?: Clock;
}
