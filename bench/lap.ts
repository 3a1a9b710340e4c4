import { z } from 'zod';
import { median } from './percentiles.ts';

/** One time that the event loop came late, and what it may have been busy with. */
const stallSchema = z.object({
  /** Milliseconds since the process began. */
  atMs: z.number(),
  lateMs: z.number(),
  /** CPU time of all threads meanwhile; if it is far less than `lateMs`, the machine was busy. */
  cpuMs: z.number(),
});

const spread = z.object({ p50: z.number(), p99: z.number(), max: z.number() });

/** What `loop-delay.ts` writes about the time since its last line, as one line of JSON. */
export const lapSchema = z.object({
  kind: z.enum(['lap', 'end']),
  /** How long it was, in milliseconds. */
  forMs: z.number(),
  /** How late a tick of 10 ms was, in milliseconds. */
  ticks: spread,
  /** The most CPU time that passed while the loop was late, and not more than it was late. */
  longestOwnMs: z.number(),
  /** The longest, worst first. */
  stalls: z.array(stallSchema),
  /** Transactions that the bot says it committed, and the changes in them; 0 where it says nothing. */
  commits: z.number(),
  pieces: z.number(),
  /** First answers that it began to send: the interaction's id, and milliseconds since the epoch. */
  answers: z.array(z.tuple([z.string(), z.number()])),
});

export type Lap = z.infer<typeof lapSchema>;

/** The longest that a loop stood still, in milliseconds. */
export interface Stall {
  /** By the clock, so including what other programs took of the machine meanwhile. */
  readonly ms: number;
  /** In CPU time of the bot itself: no more than this can be its own doing, apart from waits for the disk. */
  readonly cpuMs: number;
}

/** The longest stall of a lap; `null` where there is none because the bot is gone or hangs. */
export function stallOf(lap: Lap | undefined): Stall | null {
  return lap ? { ms: lap.ticks.max, cpuMs: lap.longestOwnMs } : null;
}

/** The median of several stalls, by the clock and in CPU time. */
export function middleOf(stalls: readonly Stall[]): Stall {
  return {
    ms: median(stalls.map(({ ms }) => ms)),
    cpuMs: median(stalls.map(({ cpuMs }) => cpuMs)),
  };
}
