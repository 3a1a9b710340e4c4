import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Logger } from '../logger/logger.ts';

/** How long the main thread may stand still, in milliseconds. */
const LONGEST_STALL_MS = 30_000;
/** How often the thread looks within that time. */
const LOOKS = 30;

/** In `cells`: how often the main thread got round to it, and whether the watch is over. */
const BEAT_CELL = 0;
const END_CELL = 1;

/** The thread's file beside this one, whether both are sources or compiled. */
const THREAD = new URL(`./watch-thread${extname(import.meta.url)}`, import.meta.url);

/** More than it needs; without a limit, a thread reserves a heap like the main thread's. */
const THREAD_LIMITS = { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 1, stackSizeMb: 1 };

/** What the thread is given. */
export interface WatchOrder {
  readonly cells: Int32Array;
  readonly beatCell: number;
  readonly endCell: number;
  readonly lookMs: number;
  /** After how many looks in a row that find no progress the main thread counts as stalled. */
  readonly looks: number;
  /** The line that is written before the end, with `TIME` in place of the time. */
  readonly line: string;
}

export interface WatchdogOptions {
  readonly logger: Logger;
  readonly longestStallMs?: number;
}

/**
 * Watches the main thread from a thread of its own. If the main one stands still for 30 s, this one
 * writes a line to standard error in the form of the log, and kills the process (SIGKILL), so that its
 * supervisor starts it again: nothing else gets through to a process whose main thread is stuck.
 * Returns a function that ends the watch.
 *
 * Time in which the whole process or machine was suspended does not count. On Linux, a process
 * with the id 1 cannot kill itself: it is not watched, and the log says so.
 */
export function startWatchdog({
  logger,
  longestStallMs = LONGEST_STALL_MS,
}: WatchdogOptions): () => Promise<void> {
  if (process.pid === 1) {
    logger.warn(
      'nothing watches whether the bot stands still, since process 1 cannot kill itself: give the container an init, as docker run --init does',
    );
    return () => Promise.resolve();
  }
  const cells = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  const lookMs = longestStallMs / LOOKS;
  const beat = setInterval(() => Atomics.add(cells, BEAT_CELL, 1), lookMs).unref();
  const order: WatchOrder = {
    cells,
    beatCell: BEAT_CELL,
    endCell: END_CELL,
    lookMs,
    looks: LOOKS,
    line: `${JSON.stringify({
      level: 'fatal',
      time: 'TIME',
      msg: `the bot stood still for ${longestStallMs / 1_000} s and is killed, to be started again`,
    })}\n`,
  };
  // It needs neither the loader nor the variables of this process.
  const options = { workerData: order, resourceLimits: THREAD_LIMITS, execArgv: [], env: {} };
  const thread = new Worker(THREAD, options);
  thread.unref();
  const over = new Promise<void>((resolve) => {
    thread.once('exit', () => {
      clearInterval(beat);
      resolve();
    });
  });
  thread.on('error', (err) => {
    logger.warn({ err }, 'nothing watches any more whether the bot stands still');
  });
  return async () => {
    thread.ref();
    Atomics.store(cells, END_CELL, 1);
    Atomics.notify(cells, END_CELL);
    await over;
  };
}
