import { setTimeout as sleep } from 'node:timers/promises';
import { askAtOnce } from '../answer-times.ts';
import { crowd } from '../crowd.ts';
import { stallFigure } from '../figure.ts';
import { lapFromFirstRequest } from '../first-request.ts';
import { inHouse, type House } from '../house.ts';
import { copyJob } from '../job-rows.ts';
import { stallOf, type Stall } from '../lap.ts';
import { runningPattern } from '../patterns.ts';
import { PeakMemory } from '../process-tree.ts';
import { mostWithin, RequestWatch, STATUS } from '../request-watch.ts';
import { runningJob, runningJobId } from '../running-jobs.ts';
import type { Scenario } from '../scenario.ts';
import { standInForMessages } from '../standing-messages.ts';

/** How long RunPod takes over a question; an assumption, so that some are under way at once. */
const STATUS_TAKES_MS = 100;
/** RunPod counts requests by so long a time. */
const WINDOW_MS = 10_000;
const ASK_EVERY_MS = 4_000;

/** What came of more running jobs than can be asked about at once; milliseconds and bytes. */
export interface PacedMeasure {
  /** `null` where it was not ready in time, so that nobody could ask it for anything. */
  readonly readyMs: number | null;
  readonly peakBytes: number;
  readonly mostInWindow: number;
  readonly mostAtOnce: number;
  /** From its first request until it was ready, or was not waited for any longer; and after that. */
  readonly startStall: Stall | null;
  readonly stall: Stall | null;
  /** The longest that anybody waited who asked meanwhile; `null` where one got no answer. */
  readonly answerMs: number | null;
}

/**
 * A bot comes back to so many jobs, which RunPod is working on and goes on working on. It has
 * `patienceMs` to become ready, and is watched for `forMs` after that.
 */
export function measurePaced(
  running: number,
  { forMs, patienceMs }: { readonly forMs: number; readonly patienceMs: number },
): Promise<PacedMeasure> {
  const work = () => Promise.resolve({ status: 'COMPLETED' });
  return inHouse({ workers: running + 100, work }, async (house) => {
    const { discord, runpod } = house;
    const pattern = await runningPattern(house);
    const { input } = runpod.jobs[0] ?? {};
    for (let n = 1; n < running; n += 1) runpod.accepted(runningJobId(n), input);
    copyJob(house.databasePath, { pattern, times: running - 1, differences: runningJob() });
    standInForMessages(discord);
    runpod.http.fault({ path: STATUS, times: Infinity, delayMs: STATUS_TAKES_MS });

    const requests = new RequestWatch(runpod.http, STATUS);
    const bot = house.darkroom({ MAX_JOBS_IN_FLIGHT: '0' });
    const memory = new PeakMemory(bot.pid);
    await lapFromFirstRequest(house, bot, patienceMs);
    const readyMs = await bot.ready(patienceMs).catch(() => null);
    const start = await bot.lap();
    const answerMs = readyMs === null ? null : await longestWait(house, forMs, patienceMs);
    const lap = await bot.lap();
    const peakBytes = memory.stop();
    await bot.kill();
    // So that no question is still being thought over when RunPod closes.
    await sleep(2 * STATUS_TAKES_MS);
    return {
      readyMs,
      peakBytes,
      mostInWindow: mostWithin(requests.times, WINDOW_MS),
      mostAtOnce: requests.mostAtOnce,
      startStall: stallOf(start),
      stall: stallOf(lap),
      answerMs,
    };
  });
}

/** Somebody asks every few seconds for so long. */
async function longestWait(
  { discord }: House,
  forMs: number,
  withinMs: number,
): Promise<number | null> {
  const waits: number[] = [];
  const end = performance.now() + forMs;
  do {
    const { times } = await askAtOnce(discord, crowd(discord, 1), { withinMs });
    if (times.unanswered > 0) return null;
    waits.push(times.max);
    await sleep(ASK_EVERY_MS);
  } while (performance.now() < end);
  return Math.max(...waits);
}

export const paced: Scenario = {
  name: 'paced',
  withinMs: 5 * 60_000,
  async run(report, { quick }) {
    const running = quick ? 4_000 : 10_000;
    const of = `${running.toLocaleString('en')} running`;
    const measure = await measurePaced(
      running,
      quick ? { forMs: 10_000, patienceMs: 30_000 } : { forMs: 60_000, patienceMs: 60_000 },
    );
    report({ key: 'paced.ready', of, measured: measure.readyMs });
    report({ key: 'paced.memory', of, measured: measure.peakBytes / 1e6 });
    report({ key: 'paced.requests', of, measured: measure.mostInWindow });
    report({ key: 'paced.at-once', of, measured: measure.mostAtOnce });
    report(stallFigure('paced.start-stall', measure.startStall, of));
    report(stallFigure('paced.stall', measure.stall, of));
    report({ key: 'paced.answer', of, measured: measure.answerMs });
  },
};
