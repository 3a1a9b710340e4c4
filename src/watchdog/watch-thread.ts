/**
 * The thread of ./watchdog.ts. It stays small, and needs nothing of the main thread, which may stand
 * still for good: a thread's console would.
 */
import { writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { giveBackMemory } from '../give-back-memory.ts';
import type { WatchOrder } from './watchdog.ts';

const { cells, beatCell, endCell, lookMs, looks, line } = workerData as WatchOrder;

giveBackMemory();
let seen = Atomics.load(cells, beatCell);
let still = 0;
// It counts looks rather than time: a process that was suspended, or a machine that slept, has
// taken one look meanwhile, however long that was.
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
    // Nobody reads it, or the disk is full. That is no reason to go on.
  }
  // `process.exit` would end this thread only.
  process.kill(process.pid, 'SIGKILL');
}
