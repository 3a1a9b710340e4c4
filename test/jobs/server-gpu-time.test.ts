import { describe, expect, it } from 'vitest';
import { BotError } from '../../src/errors/errors.ts';
import type { Job } from '../../src/jobs/job.ts';
import { PastRuns } from '../../src/jobs/past-runs.ts';
import { ServerGpuTime } from '../../src/jobs/gpu-time.ts';
import { LogBench } from '../support/log-bench.ts';
import { RunnerBench } from '../support/runner-bench.ts';
import { someDestinations } from '../support/some-destinations.ts';

const HOUR = 3_600_000;
const MIDNIGHT = Date.UTC(2030, 0, 2);
const HERE = '200000000000000001';
const ELSEWHERE = '200000000000000002';

/** A log, and a share of so much GPU time a day for each server. Counts how often the log is asked. */
class ShareBench extends LogBench {
  readonly share: ServerGpuTime;
  asked = 0;
  /** Whether it follows what the log tells. */
  readonly isListening: boolean;

  constructor(maxGpuMsPerDayPerServer: number) {
    super();
    const { log, clock } = this;
    const serverGpuMsSince = log.gpuUse.msSince.bind(log.gpuUse);
    log.gpuUse.msSince = (...parts) => {
      this.asked += 1;
      return serverGpuMsSince(...parts);
    };
    const pastRuns = new PastRuns({ log, destinations: someDestinations(), clock });
    const listening = log.events.listenerCount('changed');
    this.share = new ServerGpuTime({
      log,
      clock,
      pastRuns,
      maxGpuMsPerDayPerServer,
      jobTimeoutMs: HOUR,
    });
    this.isListening = log.events.listenerCount('changed') > listening;
  }

  /** Whether one more such job is taken; else what it is refused for. It has no row afterwards. */
  async verdict({ wanted }: Pick<Job, 'wanted'>, guildId = HERE): Promise<string> {
    try {
      const release = await this.share.reserve(guildId, wanted);
      release();
      return 'taken';
    } catch (error) {
      if (error instanceof BotError) return error.code;
      throw error;
    }
  }
}

describe("a server's share of the day", () => {
  it('is used up by what has ended there, and opens again at midnight', async () => {
    const bench = new ShareBench(60_000);
    const job = await bench.jobIn('completed', {}, { executionMs: 59_999 });
    await bench.jobIn('completed', { guildId: ELSEWHERE }, { executionMs: 500_000 });
    expect(await bench.share.opensAt(HERE)).toBeUndefined();
    await bench.jobIn('failed', {}, { executionMs: 1 });
    expect(await bench.share.opensAt(HERE)).toBe(MIDNIGHT);
    expect(await bench.verdict(job)).toBe('server_gpu_time_spent');
    await bench.clock.advance(24 * HOUR);
    expect(await bench.share.opensAt(HERE)).toBeUndefined();
  });

  it('leaves every other server its own', async () => {
    const bench = new ShareBench(60_000);
    const job = await bench.jobIn('completed', {}, { executionMs: 60_000 });
    expect([await bench.verdict(job), await bench.verdict(job, ELSEWHERE)]).toEqual([
      'server_gpu_time_spent',
      'taken',
    ]);
  });

  it.each(['awaiting_consent', 'ready', 'queued', 'running'] as const)(
    'counts a job that is %s as long as such jobs took',
    async (state) => {
      const bench = new ShareBench(60_000);
      const past = await bench.jobIn('completed', {}, { executionMs: 30_000 });
      expect(await bench.verdict(past)).toBe('taken');
      const job = await bench.jobIn(state);
      expect(await bench.verdict(past)).toBe('server_gpu_time_promised');
      // Not used up: what is under way may take less.
      expect(await bench.share.opensAt(HERE)).toBeUndefined();
      await bench.move(job, 'cancelled');
      expect(await bench.verdict(past)).toBe('taken');
    },
  );

  it('finds what was under way before it was first asked', async () => {
    const bench = new ShareBench(60_000);
    await bench.jobIn('completed', {}, { executionMs: 30_000 });
    const job = await bench.jobIn('running');
    expect(await bench.verdict(job)).toBe('server_gpu_time_promised');
  });

  it('takes a run for 20 s where there has been none like it', async () => {
    const bench = new ShareBench(40_001);
    const job = await bench.jobIn('ready');
    await bench.jobIn('ready');
    expect(await bench.verdict(job)).toBe('taken');
    await bench.jobIn('ready');
    expect(await bench.verdict(job)).toBe('server_gpu_time_promised');
  });

  it('counts those that are not estimated one by one as if they were like the others', async () => {
    const bench = new ShareBench(20_000 * 49 + 1);
    const job = await bench.jobIn('ready');
    for (let count = 1; count < 49; count += 1) await bench.jobIn('ready');
    expect(await bench.verdict(job)).toBe('taken');
    await bench.clock.advance(10_000);
    await bench.jobIn('ready');
    expect(await bench.verdict(job)).toBe('server_gpu_time_promised');
  });

  it('lets of those that come together only as many in as there is time for', async () => {
    const bench = new ShareBench(60_000);
    const job = await bench.jobIn('completed', {}, { executionMs: 20_000 });
    const together = await Promise.allSettled(
      Array.from({ length: 20 }, () => bench.share.reserve(HERE, job.wanted)),
    );
    const taken = together.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(taken).toHaveLength(2);
    for (const release of taken) release();
    expect(await bench.verdict(job)).toBe('taken');
  });

  it('is asked for once within ten seconds, however many want to know', async () => {
    const bench = new ShareBench(60_000);
    await Promise.all(Array.from({ length: 100 }, () => bench.share.opensAt(HERE)));
    await bench.jobIn('completed', {}, { executionMs: 1_000 });
    await bench.share.opensAt(HERE);
    expect(bench.asked).toBe(1);
    await bench.clock.advance(10_000);
    await bench.share.opensAt(HERE);
    expect(bench.asked).toBe(2);
  });

  it('is asked for again where it could not be read', async () => {
    const bench = new ShareBench(60_000);
    await bench.jobIn('completed', {}, { executionMs: 60_000 });
    const { log } = bench;
    const underWayIn = log.gpuUse.underWayIn.bind(log.gpuUse);
    log.gpuUse.underWayIn = () => Promise.reject(new Error('the disk is away'));
    await expect(bench.share.opensAt(HERE)).rejects.toThrow('the disk is away');
    log.gpuUse.underWayIn = underWayIn;
    expect(await bench.share.opensAt(HERE)).toBe(MIDNIGHT);
  });

  it('is without limit at 0, and then nobody sums it', async () => {
    const bench = new ShareBench(0);
    const job = await bench.jobIn('completed', {}, { executionMs: 24 * HOUR });
    expect([await bench.verdict(job), bench.asked]).toEqual(['taken', 0]);
    expect([bench.isListening, new ShareBench(1_000).isListening]).toEqual([false, true]);
  });
});

describe('a job whose turn comes when its server has used up its share', () => {
  it('ends with a sentence, and those of other servers go on', async () => {
    const bench = await RunnerBench.open({
      maxGpuMsPerDayPerServer: 1_000,
      context: { maxJobsInFlight: 1 },
    });
    bench.runpod.script({ output: { images: [] }, executionMs: 1_100 });
    const first = await bench.ask({ guildId: '1', userId: 'a' });
    await bench.end(first);
    bench.runpod.hold();
    const spent = [];
    for (let count = 0; count < 12; count += 1) {
      spent.push(await bench.ask({ guildId: '1', userId: `b${count}` }));
    }
    const other = await bench.ask({ guildId: '2', userId: 'z' });
    await bench.until(other, ({ state }) => state === 'running');
    for (const job of spent) {
      expect(await bench.log.jobs.find(job.id)).toMatchObject({
        state: 'failed',
        errorCode: 'server_gpu_time_spent',
      });
    }
    expect(bench.runpod.submissions()).toBe(2);
  });
});
