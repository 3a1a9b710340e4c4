import { setTimeout as sleep } from 'node:timers/promises';
import { crowd } from './crowd.ts';
import { inHouse } from './house.ts';
import { stallOf, type Stall } from './lap.ts';
import { noisePicture } from './noise-picture.ts';
import { PeakMemory } from './process-tree.ts';
import { until } from './until.ts';

export interface HeldOptions {
  /** How many people ask, each for one picture. */
  readonly jobs: number;
  /** Of the pictures, in pixels: they are of noise, and have about three bytes for each. */
  readonly side: number;
  /** How long all of them go on running. */
  readonly heldMs: number;
  /** How long people may wait for the last picture. */
  readonly withinMs: number;
}

/** What came of many jobs that ran together and ended together; milliseconds and bytes. */
export interface HeldMeasure {
  /** Of memory: from the first command to the end of the jobs, and on to the last picture. */
  readonly heldPeakBytes: number;
  readonly peakBytes: number;
  /** Up to the end of the jobs, and from there on. */
  readonly heldStall: Stall | null;
  readonly stall: Stall | null;
  /** How many results people never saw, and how long the others took. */
  readonly missing: number;
  readonly doneMs: number;
}

/** That many jobs are running at RunPod, and all of them finish at the same moment. */
export async function measureHeld(options: HeldOptions): Promise<HeldMeasure> {
  const { jobs, side, heldMs, withinMs } = options;
  const output = { images: [{ data: (await noisePicture(side)).toString('base64') }] };
  const work = () => Promise.resolve({ status: 'COMPLETED', output });
  return inHouse({ workers: jobs, work }, async (house) => {
    const { discord, runpod } = house;
    runpod.hold();
    const bot = house.darkroom({ MAX_JOBS_IN_FLIGHT: '0' });
    await bot.ready();
    await bot.lap();
    const memory = new PeakMemory(bot.pid);
    await Promise.all(crowd(discord, jobs).map((use) => discord.command(use)));
    const running = () => runpod.jobs.filter(({ status }) => status === 'IN_PROGRESS').length;
    if (!(await until(() => running() === jobs, withinMs))) {
      throw new Error(`RunPod was sent ${running()} of ${jobs} jobs only`);
    }
    await sleep(heldMs);
    const held = await bot.lap();
    const heldPeakBytes = memory.stop();
    const later = new PeakMemory(bot.pid);

    const shown = new Set<string>();
    discord.onMessage(({ message }) => {
      if (message.files.length > 0) shown.add(message.id);
    });
    const before = performance.now();
    runpod.release();
    await until(() => shown.size === jobs || bot.end !== undefined, withinMs);
    const doneMs = performance.now() - before;
    const lap = await bot.lap();
    const peakBytes = later.stop();
    const stalls = { heldStall: stallOf(held), stall: stallOf(lap) };
    return { heldPeakBytes, peakBytes, ...stalls, missing: jobs - shown.size, doneMs };
  });
}
