import { describe, expect, it } from 'vitest';
import { isTerminal, type Job } from '../../src/jobs/job.ts';
import { base64, PNG } from '../comfy/pictures.ts';
import { RunnerBench } from '../support/runner-bench.ts';
import { DOUBTS, GARBAGE, OUTAGES, REFUSALS, TOO_LARGE, type BadDay } from './faults.ts';

const CALLS = {
  run: /\/run$/,
  status: /\/status\//,
  cancel: /\/cancel\//,
  health: /\/health$/,
} as const;

const MINUTE = 60_000;
const output = { images: [{ data: base64(PNG) }] };

const over = ({ state }: Job) => isTerminal(state);
const running = ({ state }: Job) => state === 'running';

/** A bench on which that call fails from now on: always, or so many times. */
async function open(call: keyof typeof CALLS, badDay: BadDay, times = Infinity) {
  const bench = await RunnerBench.open({ context: { pollIntervalMs: 30_000 } });
  const befall = () => {
    bench.runpod.http.fault({ path: CALLS[call], times, ...badDay });
  };
  return { bench, befall, requests: () => bench.requests(CALLS[call]) };
}

const each = (...kinds: readonly Readonly<Record<string, BadDay>>[]) =>
  kinds.flatMap((kind) => Object.entries(kind));

describe('where submitting never works', () => {
  it.each([
    ...each(REFUSALS).map((one) => [...one, 'service_busy'] as const),
    ...each(OUTAGES).map((one) => [...one, 'service_unreachable'] as const),
  ])(
    'with %s the job ends after half an hour, and was never sent',
    async (_, badDay, errorCode) => {
      const { bench, befall, requests } = await open('run', badDay);
      befall();
      const job = await bench.end(await bench.ask());
      expect(job).toMatchObject({ state: 'failed', errorCode, attempt: 0, remoteOpen: false });
      expect(job.finishedAt).toBeLessThanOrEqual(job.createdAt + 32 * MINUTE);
      expect(requests()).toBeLessThan(60);
      expect(bench.runpod.submissions()).toBe(0);
    },
  );

  it.each(each(DOUBTS, GARBAGE, TOO_LARGE))(
    'with %s it is sent twice at most, and the job says so',
    async (_, badDay) => {
      const { bench, befall, requests } = await open('run', badDay);
      befall();
      const job = await bench.end(await bench.ask());
      expect(job).toMatchObject({ state: 'failed', errorCode: 'submission_lost', attempt: 2 });
      expect(requests()).toBe(2);
    },
  );

  it.each([
    [302, 'request_refused'],
    [400, 'request_refused'],
    [404, 'endpoint_unknown'],
    [413, 'request_refused'],
  ])('with a %i the job ends at once', async (status, errorCode) => {
    const { bench, befall, requests } = await open('run', { answer: { status } });
    befall();
    expect(await bench.end(await bench.ask())).toMatchObject({ state: 'failed', errorCode });
    expect(requests()).toBe(1);
  });
});

describe('where no status is ever to be had', () => {
  it.each(each(REFUSALS, OUTAGES, DOUBTS, GARBAGE))(
    'but %s, the job ends at its deadline and is stopped there',
    async (_, badDay) => {
      const { bench, befall, requests } = await open('status', badDay);
      bench.runpod.script({ stuck: true });
      befall();
      const job = await bench.end(await bench.ask());
      expect(job).toMatchObject({ state: 'expired', errorCode: 'service_unreachable' });
      expect((job.finishedAt ?? 0) - (job.submittedAt ?? 0)).toBeLessThanOrEqual(13 * MINUTE);
      expect(bench.runpod.jobs.map(({ cancelRequested }) => cancelRequested)).toEqual([true]);
      // Three tries each time it is asked.
      expect(requests()).toBeLessThanOrEqual(3 * 25);
    },
  );

  it.each(each(TOO_LARGE))(
    'but %s, the job ends at once, since it would be so again',
    async (_, badDay) => {
      const { bench, befall, requests } = await open('status', badDay);
      bench.runpod.script({ output });
      befall();
      const job = await bench.end(await bench.ask());
      expect(job).toMatchObject({ state: 'failed', errorCode: 'result_unreadable' });
      // Once for the result, and once for what it has cost.
      expect(requests()).toBe(2);
    },
  );
});

describe('where a cancel is never taken', () => {
  it.each(each(REFUSALS, OUTAGES, DOUBTS))(
    'but answered with %s, it is given up when the job must have ended',
    async (_, badDay) => {
      const { bench, befall, requests } = await open('cancel', badDay);
      bench.runpod.script({ stuck: true });
      const job = await bench.until(await bench.ask(), running);
      befall();
      await bench.log.move(job.id, 'cancelled', 'a click', { cancelledBy: '3' });
      const ended = await bench.end(job);
      expect(ended).toMatchObject({ state: 'cancelled', remoteOpen: false });
      expect(bench.clock.now() - (ended.finishedAt ?? 0)).toBeLessThan(75 * MINUTE);
      expect(requests()).toBeLessThanOrEqual(3 * 90);
    },
  );

  it.each(each(GARBAGE, TOO_LARGE))('its answer is of no interest: %s', async (_, badDay) => {
    const { bench, befall, requests } = await open('cancel', badDay);
    bench.runpod.script({ stuck: true });
    const job = await bench.until(await bench.ask(), running);
    befall();
    await bench.log.move(job.id, 'cancelled', 'a click', { cancelledBy: '3' });
    expect((await bench.end(job)).remoteOpen).toBe(false);
    expect([requests(), bench.runpod.jobs[0]?.cancelRequested]).toEqual([1, true]);
  });
});

describe('where the health is never to be had', () => {
  it.each(each(REFUSALS, OUTAGES, DOUBTS, GARBAGE, TOO_LARGE))(
    'but %s, the job goes on all the same',
    async (_, badDay) => {
      const { bench, befall, requests } = await open('health', badDay);
      bench.runpod.script({ output, executionMs: 60_000 });
      befall();
      expect((await bench.end(await bench.ask())).state).toBe('completed');
      expect(requests()).toBeLessThanOrEqual(3 * 3);
    },
  );
});

describe('where a call fails for a while', () => {
  it.each(
    (['run', 'status', 'health'] as const).flatMap((call) =>
      each(REFUSALS, OUTAGES, DOUBTS, GARBAGE).map(
        ([name, badDay]) => [call, name, badDay] as const,
      ),
    ),
  )(
    '%s with %s, the picture comes all the same, and is made twice at most',
    async (call, _, badDay) => {
      const { bench, befall } = await open(call, badDay, call === 'run' ? 1 : 4);
      for (let count = 0; count < 2; count += 1)
        bench.runpod.script({ output, executionMs: 1_000 });
      befall();
      const job = await bench.until(await bench.ask(), over);
      expect([job.state, job.pictures.length]).toEqual(['completed', 1]);
      expect(job.attempt).toBeLessThanOrEqual(call === 'run' ? 2 : 1);
      expect(bench.runpod.submissions()).toBeLessThanOrEqual(job.attempt);
    },
  );
});
