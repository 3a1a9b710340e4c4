/**
 * The thread of ./watchdog.ts. It must not depend on the main thread, which may be stuck for good:
 * even a thread's console would.
 */

import { writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { giveBackMemory } from '../engines/memory.ts';
import type { WatchOrder } from './watchdog.ts';

const { cells, beatCell, endCell, lookMs, looks, line } = workerData as WatchOrder;

giveBackMemory();
let seen = Atomics.load(cells, beatCell);
let still = 0;
// Counts checks instead of time: while a process is suspended or a machine sleeps, there is at most
// one check, however long that takes.
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
    // The output is closed or the disk is full: kill the process anyway.
  }
  // `process.exit` would only end this thread.
  process.kill(process.pid, 'SIGKILL');
}
