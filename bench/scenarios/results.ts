import { crowd } from '../crowd.ts';
import { stallFigure } from '../figure.ts';
import { inHouse } from '../house.ts';
import { stallOf, type Stall } from '../lap.ts';
import { noisePicture } from '../noise-picture.ts';
import { PeakMemory } from '../process-tree.ts';
import type { Scenario } from '../scenario.ts';
import { until } from '../until.ts';

const RESULTS = 200;
const SIDE = 816;
const WITHIN_MS = 4 * 60_000;

/** What came of many results at once; milliseconds and bytes. */
export interface ResultsMeasure {
  readonly peakBytes: number;
  readonly stall: Stall | null;
  /** How many results people never saw, and how long the others took. */
  readonly missing: number;
  readonly doneMs: number;
}

/** That many jobs are running at RunPod, and all of them finish at the same moment. */
export function measureResults(results = RESULTS, withinMs = WITHIN_MS): Promise<ResultsMeasure> {
  return inHouse({ workers: results }, async (house) => {
    const { discord, runpod } = house;
    const output = { images: [{ data: (await noisePicture(SIDE)).toString('base64') }] };
    runpod.hold();
    for (let left = results; left > 0; left -= 1) runpod.script({ output });
    const bot = house.darkroom({ MAX_JOBS_IN_FLIGHT: '0' });
    await bot.ready();
    await Promise.all(crowd(discord, results).map((use) => discord.command(use)));
    const running = () => runpod.jobs.filter(({ status }) => status === 'IN_PROGRESS').length;
    if (!(await until(() => running() === results, withinMs))) {
      throw new Error(`RunPod was sent ${running()} of ${results} jobs only`);
    }
    await bot.lap();

    const shown = new Set<string>();
    discord.onMessage(({ message }) => {
      if (message.files.length > 0) shown.add(message.id);
    });
    const memory = new PeakMemory(bot.pid);
    const before = performance.now();
    runpod.release();
    await until(() => shown.size === results || bot.end !== undefined, withinMs);
    const doneMs = performance.now() - before;
    const lap = await bot.lap();
    const peakBytes = memory.stop();
    return { peakBytes, stall: stallOf(lap), missing: results - shown.size, doneMs };
  });
}

export const results: Scenario = {
  name: 'results',
  withinMs: 10 * 60_000,
  async run(report, { quick }) {
    const count = quick ? 50 : RESULTS;
    const of = `${count} of 2 MB`;
    const { peakBytes, stall, missing, doneMs } = await measureResults(count);
    report({ key: 'results.memory', of, measured: peakBytes / 1e6 });
    report(stallFigure('results.stall', stall, of));
    report({ key: 'results.missing', of, measured: missing });
    report({ key: 'results.done', of, measured: doneMs });
  },
};
