import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Logger } from '../logger/logger.ts';

/** How long the main thread may be blocked, in milliseconds. */
const LONGEST_STALL_MS = 30_000;
/** How often the thread checks within that time. */
const LOOKS = 30;

/** Indices in `cells`: the main thread's heartbeat, and whether the watch has ended. */
const BEAT_CELL = 0;
const END_CELL = 1;

/** The thread's file, compiled or not. */
const THREAD = new URL(`./watch-thread${extname(import.meta.url)}`, import.meta.url);

/** Generous limits. Without any, a thread reserves a heap like the main thread's. */
const THREAD_LIMITS = { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 1, stackSizeMb: 1 };

/** The thread's settings. */
export interface WatchOrder {
  readonly cells: Int32Array;
  readonly beatCell: number;
  readonly endCell: number;
  readonly lookMs: number;
  /** After how many consecutive checks without a heartbeat the main thread counts as stalled. */
  readonly looks: number;
  /** The line to write before the kill, with `TIME` in place of the time. */
  readonly line: string;
}

export interface WatchdogOptions {
  readonly logger: Logger;
  readonly longestStallMs?: number;
}

/**
 * Watches the main thread from a worker thread. If it is blocked for 30 s, the worker writes a log
 * line to standard error and kills the process (SIGKILL), so that the supervisor restarts it:
 * nothing else gets through to a process whose main thread is stuck. Time while the process or
 * machine is suspended does not count. On Linux, process 1 cannot kill itself: it is not watched,
 * and the log says so.
 *
 * @returns a function that ends the watch
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
  // It needs neither the loader nor this process's environment.
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
