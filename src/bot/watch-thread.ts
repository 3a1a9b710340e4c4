/**
 * The thread of ./watchdog.ts. It is small, and needs nothing from the main thread, which may be stuck
 * for good: a thread's console would need it.
 */

import { writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { giveBackMemory } from '../engines/memory.ts';
import type { WatchOrder } from './watchdog.ts';

const { cells, beatCell, endCell, lookMs, looks, line } = workerData as WatchOrder;

giveBackMemory();
let seen = Atomics.load(cells, beatCell);
let still = 0;
// It counts looks instead of time: in a process that was suspended, or on a machine that slept, it
// has looked once at most meanwhile, however long that was.
while (Atomics.wait(cells, endCell, 0, lookMs) === 'timed-out') {
  const beats = Atomics.load(cells, beatCell);
  still = beats === seen ? still + 1 : 0;
  seen = beats;
  if (still >= looks) endProcess();
}

function endProcess(): void {
  try {
    writeSync(2, line.replace('TIME', new Date().toISOString()));
  } catch {
    // The output is closed or the disk is full: end the process anyway.
  }
  // `process.exit` would only end this thread.
  process.kill(process.pid, 'SIGKILL');
}
