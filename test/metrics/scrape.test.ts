import { channel } from 'node:diagnostics_channel';
import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import { countJobs } from '../../src/metrics/count-jobs.ts';
import { countIncoming, newScrape } from '../../src/metrics/watch.ts';
import { moments } from '../../src/store/moments.ts';
import type { JobsUnderWay } from '../../src/jobs/sql/job-queries.ts';
import { LogBench } from '../support/log-bench.ts';
import { openFigures } from './figures-bench.ts';

const READY = {
  ready: true,
  stopping: false,
  draining: false,
  parts: { database: 'ready', pictures: 'ready', gateway: 'not connected', runpod_key: 'ready' },
  processes: { running: 1, draining: 0, stopping: 0 },
} as const;

const PROCESS = {
  id: 'one',
  intake: 'gateway',
  isConnected: true,
  isLeaving: false,
  isDraining: false,
  isCutOff: false,
  applicationId: undefined,
  startedAt: 0,
};

function open(countUnderWay: () => Promise<readonly JobsUnderWay[]>) {
  const { figures, of } = openFigures();
  const logged: string[] = [];
  const scrape = newScrape(figures, {
    jobs: { countUnderWay },
    recipes: new Set(['text', 'face']),
    queues: ['', 'ep-2'],
    loopDelay: { longestMs: 120 },
    processes: { living: [PROCESS, { ...PROCESS, isLeaving: true }] },
    readiness: { check: () => Promise.resolve(READY) },
    logger: pino({}, { write: (line: string) => logged.push(line) }),
  });
  return { figures, of, scrape, logged };
}

describe('a scrape', () => {
  it('tells the jobs that are not over, and the queue of each endpoint', async () => {
    const bench = new LogBench();
    const { scrape, of } = open(() => bench.log.jobs.countUnderWay());
    await bench.jobIn('ready');
    await bench.jobIn('ready', { queue: 'ep-2' });
    await bench.jobIn('ready', { queue: 'gone' });
    await bench.jobIn('running');
    await bench.jobIn('completed');
    await scrape();
    expect(await of('darkroom_jobs')).toEqual({
      'state=ready,recipe=text': 3,
      'state=running,recipe=text': 1,
    });
    expect(await of('darkroom_processes')).toEqual({
      'state=running': 1,
      'state=stopping': 1,
    });
    expect(await of('darkroom_queue_jobs')).toEqual({
      'lane=own': 1,
      'lane=ep-2': 1,
      'lane=other': 1,
    });
  });

  it('forgets what is over since the one before', async () => {
    const bench = new LogBench();
    const { scrape, of } = open(() => bench.log.jobs.countUnderWay());
    const job = await bench.jobIn('running');
    await scrape();
    await bench.move(job, 'completed');
    await scrape();
    expect(await of('darkroom_jobs')).toEqual({});
  });

  it('tells how late the loop was, and which parts are in order', async () => {
    const { scrape, of } = open(() => Promise.resolve([]));
    await scrape();
    expect(await of('darkroom_event_loop_delay_max_seconds')).toEqual({ '': 0.12 });
    expect(await of('darkroom_ready')).toEqual({
      'part=database': 1,
      'part=pictures': 1,
      'part=runpod_key': 1,
    });
  });

  it('tells the rest where the jobs cannot be counted, and logs that', async () => {
    const { scrape, logged } = open(() => Promise.reject(new Error('disk I/O error')));
    expect(await scrape()).toContain('darkroom_ready{part="gateway"} 0');
    expect(logged.join()).toContain('disk I/O error');
  });

  it('is made once for all who ask meanwhile', async () => {
    let asked = 0;
    const { scrape } = open(() => {
      asked += 1;
      return Promise.resolve([]);
    });
    await Promise.all([scrape(), scrape(), scrape()]);
    await scrape();
    expect(asked).toBe(2);
  });
});

describe('the series', () => {
  it('of what nobody was told yet, and somebody is to be woken by, is there from the start', async () => {
    const { scrape, figures } = open(() => Promise.resolve([]));
    onTestFinished(countIncoming(figures, { asksForWebhooks: false }));
    expect(await scrape()).toContain('\ndarkroom_refusals_total{code="log_unwritable"} 0\n');
  });

  it('do not grow with people, servers, jobs or words', async () => {
    const bench = new LogBench();
    const strange = Array.from({ length: 50 }, (_, n) => ({
      state: `state ${n}`,
      recipe: `recipe "${n}"\n`,
      queue: `queue ${n}`,
      count: 1,
    }));
    const waiting = strange.map((row) => ({ ...row, state: 'ready' }));
    const { scrape, figures } = open(() => Promise.resolve([...strange, ...waiting]));
    const { log, clock } = bench;
    onTestFinished(countJobs(figures, { log, clock, recipes: new Set() }));
    onTestFinished(countIncoming(figures, { asksForWebhooks: true }));
    const feed = async (n: number) => {
      moments.refused.publish({ code: `code ${n}` });
      moments.refused.publish({ code: n });
      channel('darkroom:webhook').publish({ outcome: `outcome ${n}` });
      channel('darkroom:webhook').publish(n === 0 ? null : String(n));
      const people = { userId: `40000000000000${n}`, guildId: `20000000000000${n}` };
      await bench.jobIn('completed', people, { executionMs: 1_000 });
      await bench.jobIn('failed', people, { error: { code: 'unexpected' } });
      return (await scrape()).match(/^darkroom_/gm)?.length ?? 0;
    };
    const first = await feed(100);
    for (let n = 101; n < 120; n += 1) await feed(n);
    expect(await feed(120)).toBe(first);
    expect(first).toBeLessThan(200);
  });
});
