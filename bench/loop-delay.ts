// Loaded with --import before a bot. Records how late its event loop comes, and writes that as a
// line of JSON (lap.ts) to the file descriptor in BENCH_LAPS_FD: at SIGUSR2, and at the end.
import { subscribe } from 'node:diagnostics_channel';
import { writeSync } from 'node:fs';
import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';
import { CALLBACK } from './callback-path.ts';
// Its schema library must not be loaded into what is measured.
import type { Lap } from './lap.ts';

const TICK_MS = 10;
const KEPT_STALLS = 5;
const SHORTEST_STALL_MS = 10;

const fd = Number(process.env.BENCH_LAPS_FD);
// What the bot starts in turn inherits the flag, not the descriptor.
delete process.env.BENCH_LAPS_FD;
if (isMainThread && fd > 0) record(fd);

function record(fd: number): void {
  const ticks = createHistogram();
  let stalls: Lap['stalls'] = [];
  let answers: Lap['answers'] = [];
  let [commits, pieces, longestOwnMs] = [0, 0, 0];
  let begun = performance.now();
  let due = begun + TICK_MS;
  let cpu = process.cpuUsage();

  const look = () => {
    const now = performance.now();
    const lateMs = Math.max(0, now - due);
    ticks.record(Math.round(lateMs * 1_000) + 1);
    if (lateMs >= SHORTEST_STALL_MS) {
      const { user, system } = process.cpuUsage(cpu);
      const cpuMs = (user + system) / 1_000;
      longestOwnMs = Math.max(longestOwnMs, Math.min(cpuMs, lateMs));
      stalls.push({ atMs: now - lateMs, lateMs, cpuMs });
      stalls = stalls.toSorted((one, other) => other.lateMs - one.lateMs).slice(0, KEPT_STALLS);
    }
    cpu = process.cpuUsage();
    due = now + TICK_MS;
    return now;
  };

  const write = (kind: Lap['kind']) => {
    // What has just held the loop up does not show in a tick yet.
    const now = performance.now() > due ? look() : performance.now();
    const lap: Lap = {
      kind,
      forMs: now - begun,
      ticks: spreadOf(ticks),
      longestOwnMs,
      stalls,
      commits,
      pieces,
      answers,
    };
    writeSync(fd, `${JSON.stringify(lap)}\n`);
    ticks.reset();
    stalls = [];
    answers = [];
    [commits, pieces, longestOwnMs] = [0, 0, 0];
    begun = now;
  };

  subscribe('darkroom:store:committed', (message) => {
    commits += 1;
    const told = propertyOf(message, 'pieces');
    pieces += typeof told === 'number' ? told : 1;
  });
  subscribe('undici:client:sendHeaders', (message) => {
    const path = propertyOf(propertyOf(message, 'request'), 'path');
    const id = typeof path === 'string' ? CALLBACK.exec(path)?.[1] : undefined;
    if (id !== undefined) answers.push([id, Date.now()]);
  });
  setInterval(look, TICK_MS).unref();
  process.on('SIGUSR2', () => {
    write('lap');
  });
  process.on('exit', () => {
    try {
      write('end');
    } catch {
      // Whoever was measuring is gone.
    }
  });
}

function propertyOf(thing: unknown, name: string): unknown {
  return typeof thing === 'object' && thing !== null ? Reflect.get(thing, name) : undefined;
}

/** In milliseconds, from a histogram in microseconds. */
function spreadOf(histogram: RecordableHistogram): Lap['ticks'] {
  const ms = (value: number) => (Number.isFinite(value) ? value / 1e3 : 0);
  return {
    p50: ms(histogram.percentile(50)),
    p99: ms(histogram.percentile(99)),
    max: ms(histogram.max),
  };
}
