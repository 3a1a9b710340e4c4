import { setTimeout as sleep } from 'node:timers/promises';
import { crowd } from '../crowd.ts';
import { stallFigure } from '../figure.ts';
import { freePort } from '../../packages/stand-ins/free-port.ts';
import { inHouse } from '../house.ts';
import { stallOf, type Stall } from '../lap.ts';
import { median } from '../percentiles.ts';
import type { Scenario } from '../scenario.ts';
import { until } from '../until.ts';

const WITHIN_MS = 3 * 60_000;
/** Far more often than Prometheus does it, so that many fall together with other work. */
const EVERY_MS = 250;

export interface ScrapesOptions {
  /** How many jobs are at RunPod meanwhile. */
  readonly jobs: number;
  readonly scrapes: number;
}

/** What scrapes took, and what they did to the bot. */
export interface ScrapesMeasure {
  /** Of the loop for as long a time in which nobody scrapes, and while somebody does. */
  readonly quietStall: Stall | null;
  readonly stall: Stall | null;
  readonly longestMs: number;
  readonly medianMs: number;
}

/** Somebody reads the figures again and again while jobs are at RunPod. */
export function measureScrapes({ jobs, scrapes }: ScrapesOptions): Promise<ScrapesMeasure> {
  const work = () => Promise.resolve({ status: 'COMPLETED', output: { images: [] } });
  return inHouse({ workers: jobs, work }, async (house) => {
    const { discord, runpod } = house;
    runpod.hold();
    const port = await freePort();
    const bot = house.darkroom({ MAX_JOBS_IN_FLIGHT: '0', METRICS_PORT: port });
    await bot.ready();
    await Promise.all(crowd(discord, jobs).map((use) => discord.command(use)));
    const running = () => runpod.jobs.filter(({ status }) => status === 'IN_PROGRESS').length;
    if (!(await until(() => running() === jobs, WITHIN_MS))) {
      throw new Error(`RunPod was sent ${running()} of ${jobs} jobs only`);
    }
    await bot.lap();
    await sleep(scrapes * EVERY_MS);
    const quiet = await bot.lap();
    const took: number[] = [];
    for (let made = 0; made < scrapes; made += 1) {
      const before = performance.now();
      const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
      const text = await answer.text();
      took.push(performance.now() - before);
      if (!text.includes('darkroom_jobs{')) throw new Error(`a scrape tells of no jobs: ${text}`);
      await sleep(EVERY_MS);
    }
    const lap = await bot.lap();
    return {
      quietStall: stallOf(quiet),
      stall: stallOf(lap),
      longestMs: Math.max(...took),
      medianMs: median(took),
    };
  });
}

/** The figures are read while many jobs are at RunPod. */
export const scrapes: Scenario = {
  name: 'scrapes',
  withinMs: 6 * 60_000,
  async run(report, { quick }) {
    const jobs = quick ? 50 : 500;
    const measure = await measureScrapes({ jobs, scrapes: quick ? 20 : 100 });
    const of = `${jobs} jobs`;
    report({ key: 'scrapes.median', of, measured: measure.medianMs });
    report({ key: 'scrapes.longest', of, measured: measure.longestMs });
    report(stallFigure('scrapes.quiet-stall', measure.quietStall, of));
    report(stallFigure('scrapes.stall', measure.stall, of));
  },
};
