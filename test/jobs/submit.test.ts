import { describe, expect, it, vi } from 'vitest';
import { isTerminal, type Job } from '../../src/jobs/job.ts';
import { PostgresFault, unwritable } from '../../src/store/unwritable.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { moveUntil } from '../support/move-until.ts';
import { RunnerBench } from '../support/runner-bench.ts';

const MINUTE = 60_000;
const path = /\/run$/;

const accepted = ({ runpodId }: Job) => runpodId !== undefined;
const over = ({ state }: Job) => isTerminal(state);
const submissions = (bench: RunnerBench) => bench.requests(path);

/** How long a request may take on a bench. */
const LATE_MS = 30_000;

/** The answer to this submission does not come in time. */
async function late(bench: RunnerBench, job: Job, network: ManualClock, nth = 1): Promise<void> {
  await bench.until(job, () => submissions(bench) === nth);
  await network.advance(LATE_MS);
}

describe('a submission', () => {
  it('carries the graph and both limits, so that an orphan ends by itself', async () => {
    const bench = await RunnerBench.open();
    bench.runpod.script({ stuck: true });
    const job = await bench.until(await bench.ask(), accepted);
    expect(bench.runpod.jobs).toMatchObject([
      {
        id: job.runpodId,
        input: { '7': { inputs: { text: 'a lighthouse' } } },
        policy: { executionTimeout: 10 * MINUTE, ttl: 70 * MINUTE },
      },
    ]);
    expect(job).toMatchObject({ state: 'queued', attempt: 1, remoteOpen: true });
    expect(job.runpodEndpointId).toBe(bench.runpod.endpointId);
  });

  it('is written down before it leaves', async () => {
    const network = new ManualClock();
    const bench = await RunnerBench.open({ network });
    bench.runpod.http.fault({ path, answer: 'hang' });
    const job = await bench.until(await bench.ask(), ({ state }) => state === 'submitting');
    expect(job).toMatchObject({ attempt: 1, runpodId: undefined });
    await moveUntil(network, bench.stop(), LATE_MS);
  });

  it.each([
    ['a second', 5_000, 1_000],
    ['the longest pause where that is shorter', 400, 400],
  ])('is asked about after %s', async (_, pollIntervalMs, pause) => {
    const bench = await RunnerBench.open({ context: { pollIntervalMs } });
    bench.runpod.script({ stuck: true });
    await bench.until(await bench.ask(), ({ state }) => state === 'running');
    expect(bench.waits[0]).toBe(pause);
  });
});

describe('a job that another process has sent again', () => {
  /** RunPod takes the first submission once that has happened. */
  async function openHeldUp() {
    const bench = await RunnerBench.open();
    const { promise: until, resolve: goOn } = Promise.withResolvers<undefined>();
    bench.runpod.http.fault({ path, until });
    bench.runpod.script({ stuck: true });
    const job = await bench.until(await bench.ask(), () => submissions(bench) === 1);
    expect([job.state, job.attempt]).toEqual(['submitting', 1]);
    const elsewhere = { runpodEndpointId: bench.runpod.endpointId, runpodId: 'elsewhere' };
    const again = await bench.log.moveSubmitting(job, 'submitting', 'elsewhere', { attempt: 2 });
    if (!again) throw new TypeError('it is not sent again');
    return { bench, again, elsewhere, goOn };
  }

  it('keeps that submission, and has its own cancelled', async () => {
    const { bench, again, elsewhere, goOn } = await openHeldUp();
    await bench.log.moveSubmitting(again, 'queued', 'elsewhere', {
      ...elsewhere,
      remoteOpen: true,
    });
    goOn(undefined);
    const isCancelled = () => bench.runpod.jobs[0]?.cancelRequested === true;
    const job = await bench.until(again, isCancelled);
    expect(job).toMatchObject({ ...elsewhere, attempt: 2 });
    expect(submissions(bench)).toBe(1);
    expect(bench.logged.join('')).toContain('another process sent this job too');
  });

  it('has its own cancelled where that one has no answer yet', async () => {
    const { bench, again, goOn } = await openHeldUp();
    goOn(undefined);
    const job = await bench.until(again, over);
    expect(job).toMatchObject({ state: 'failed', errorCode: 'submission_lost', attempt: 2 });
    expect(job.runpodId).toBeUndefined();
    await bench.end(job);
    expect(bench.runpod.jobs[0]?.cancelRequested).toBe(true);
    expect(submissions(bench)).toBe(1);
  });

  it('has its own cancelled, however often RunPod fails at that', async () => {
    const { bench, again, goOn } = await openHeldUp();
    bench.runpod.http.fault({ path: /\/cancel\//, times: 3, answer: { status: 500 } });
    goOn(undefined);
    await bench.until(again, () => bench.runpod.jobs[0]?.cancelRequested === true);
    expect(bench.logged.join('')).not.toContain('could not be cancelled');
  });
});

describe('a submission that did not arrive', () => {
  it('is sent again after a 429, still as the first', async () => {
    const bench = await RunnerBench.open();
    bench.runpod.http.fault({ path, times: 2, answer: { status: 429 } });
    bench.runpod.script({ stuck: true });
    const job = await bench.until(await bench.ask(), accepted);
    expect([job.attempt, submissions(bench), bench.runpod.submissions()]).toEqual([1, 3, 1]);
    expect(bench.waits.slice(0, 2)).toEqual([1_000, 1_000]);
  });

  it.each([1, 3])('is sent as the first, though a read before it fails %i times', async (times) => {
    const bench = await RunnerBench.open();
    const { keptOut } = bench.context.log;
    const whichOf = vi.spyOn(keptOut, 'whichOf');
    for (let failure = 0; failure < times; failure += 1) {
      whichOf.mockRejectedValueOnce(unwritable(new PostgresFault('again', '55P03', 'locked')));
    }
    bench.runpod.script({ stuck: true });
    const job = await bench.until(await bench.ask(), accepted);
    expect([job.attempt, submissions(bench), whichOf.mock.calls.length]).toEqual([1, 1, times + 1]);
  });

  it('waits as long as RunPod asks for', async () => {
    const bench = await RunnerBench.open();
    const headers = { 'retry-after': '17' };
    bench.runpod.http.fault({ path, answer: { status: 429, headers } });
    bench.runpod.script({ stuck: true });
    await bench.until(await bench.ask(), accepted);
    expect(bench.waits[0]).toBe(17_000);
  });

  it('is sent again after a refused connection, still as the first', async () => {
    const bench = await RunnerBench.open();
    const port = Number(new URL(bench.runpod.apiUrl).port);
    await bench.runpod.http.close();
    const job = await bench.ask();
    await bench.until(job, () => bench.waits.length > 5);
    await bench.runpod.http.listen(port);
    bench.runpod.script({ stuck: true });
    const sent = await bench.until(job, accepted);
    expect([sent.attempt, bench.runpod.submissions()]).toEqual([1, 1]);
  });

  it.each([502, 503, 521, 522, 523, 525, 526, 530])(
    'is sent again after a %i of a gateway, still as the first',
    async (status) => {
      const bench = await RunnerBench.open();
      bench.runpod.http.fault({ path, times: 3, answer: { status, body: '<html>' } });
      bench.runpod.script({ stuck: true });
      const job = await bench.until(await bench.ask(), accepted);
      expect([job.attempt, submissions(bench), bench.runpod.submissions()]).toEqual([1, 4, 1]);
    },
  );

  it.each([
    ['429', { status: 429 }, 'service_busy'],
    ['a 502 of a gateway', { status: 502, body: '<html>' }, 'service_unreachable'],
    [
      '429 that asks for a year',
      { status: 429, headers: { 'retry-after': '31536000' } },
      'service_busy',
    ],
  ] as const)('ends after half an hour of %s', async (_, answer, errorCode) => {
    const bench = await RunnerBench.open();
    bench.runpod.http.fault({ path, times: Infinity, answer });
    const job = await bench.until(await bench.ask(), over);
    expect(job).toMatchObject({ state: 'failed', errorCode, attempt: 0 });
    const waited = (job.finishedAt ?? 0) - job.createdAt;
    expect(waited).toBeGreaterThanOrEqual(30 * MINUTE);
    expect(waited).toBeLessThanOrEqual(32 * MINUTE);
    expect(submissions(bench)).toBeLessThan(60);
  });

  it('ends after half an hour without a connection', async () => {
    const bench = await RunnerBench.open();
    await bench.runpod.http.close();
    const job = await bench.until(await bench.ask(), over);
    expect(job).toMatchObject({ state: 'failed', errorCode: 'service_unreachable', attempt: 0 });
    await bench.runpod.http.listen();
  });

  it.each([
    [400, 'request_refused'],
    [401, 'key_refused'],
    [403, 'request_refused'],
    [404, 'endpoint_unknown'],
    [413, 'request_refused'],
  ] as const)('ends the job at once on %i as %s', async (status, errorCode) => {
    const bench = await RunnerBench.open();
    bench.runpod.http.fault({ path, answer: { status } });
    const job = await bench.until(await bench.ask(), over);
    expect(job).toMatchObject({ state: 'failed', errorCode, attempt: 0 });
    expect(submissions(bench)).toBe(1);
  });
});

describe('a submission that may have arrived', () => {
  const doubts = [
    ['a time-out', 'hang'],
    ['a reset', 'reset'],
    ['a 504', { status: 504, body: '<html>' }],
    ['a 502 in words of its own', { status: 502, body: '{"error":"no"}' }],
    ['an answer that makes no sense', { status: 200, body: 'ok' }],
  ] as const;

  it.each(doubts)('is sent once more after %s, as the second', async (_, answer) => {
    const network = new ManualClock();
    const bench = await RunnerBench.open({ network });
    bench.runpod.http.fault({ path, when: 'after', answer });
    bench.runpod.script({ stuck: true });
    bench.runpod.script({ stuck: true });
    const asked = await bench.ask();
    if (answer === 'hang') await late(bench, asked, network);
    const job = await bench.until(asked, accepted);
    expect([job.attempt, submissions(bench)]).toEqual([2, 2]);
    expect(job.runpodId).toBe(bench.runpod.jobs[1]?.id);
    expect(bench.waits[0]).toBe(1_000);
  });

  it.each(doubts)('is given up after a second doubt: %s', async (_, answer) => {
    const network = new ManualClock();
    const bench = await RunnerBench.open({ network });
    bench.runpod.http.fault({ path, times: Infinity, answer });
    const asked = await bench.ask();
    for (let sent = 1; answer === 'hang' && sent <= 2; sent += 1) {
      await late(bench, asked, network, sent);
    }
    const job = await bench.until(asked, over);
    expect(job).toMatchObject({ state: 'failed', errorCode: 'submission_lost', attempt: 2 });
    expect(submissions(bench)).toBe(2);
  });

  it('may be refused as often as it likes after one doubt, and is still sent twice at most', async () => {
    const bench = await RunnerBench.open();
    const error = { status: 500, body: '{"error":"internal"}' };
    const gateway = { status: 502, body: '<html>' };
    const faults = ['reset', { status: 429 }, gateway, { status: 429 }, error] as const;
    for (const answer of faults) bench.runpod.http.fault({ path, answer });
    const job = await bench.until(await bench.ask(), over);
    expect(job).toMatchObject({ errorCode: 'submission_lost', attempt: 2 });
    expect(submissions(bench)).toBe(5);
  });

  it('does not end where nothing of it was accepted: 429, 429, 502, reset in a row', async () => {
    const bench = await RunnerBench.open();
    const faults = [{ status: 429 }, { status: 429 }, { status: 502 }, 'reset'] as const;
    for (const answer of faults) bench.runpod.http.fault({ path, answer });
    bench.runpod.script({ stuck: true });
    const job = await bench.until(await bench.ask(), accepted);
    expect([job.attempt, submissions(bench), bench.runpod.submissions()]).toEqual([2, 5, 1]);
  });

  it('is not sent a second time before RunPod says how the endpoint is', async () => {
    const bench = await RunnerBench.open();
    await bench.own.health.latest();
    for (const times of [40, 1]) {
      const answer = times === 1 ? ('reset' as const) : { status: 521, body: '<html>' };
      bench.runpod.http.fault({ path: times === 1 ? path : /health$/, times, answer });
    }
    bench.runpod.script({ stuck: true });
    const asked = await bench.ask();
    await bench.until(asked, () => bench.requests(/health$/) > 30);
    expect(submissions(bench)).toBe(1);
    const job = await bench.until(asked, accepted);
    expect([job.attempt, submissions(bench), bench.runpod.submissions()]).toEqual([2, 2, 1]);
  });

  it('waits for that again where the second did not arrive', async () => {
    const bench = await RunnerBench.open();
    bench.runpod.http.fault({ path, answer: 'reset' });
    bench.runpod.http.fault({ path, answer: { status: 502, body: '<html>' } });
    bench.runpod.script({ stuck: true });
    const asked = await bench.ask();
    const before = await bench.until(asked, () => submissions(bench) === 2);
    bench.runpod.http.fault({ path: /health$/, times: 40, answer: { status: 521 } });
    await bench.until(before, () => bench.requests(/health$/) > 30);
    expect([submissions(bench), (await bench.log.jobs.find(asked.id))?.state]).toEqual([
      2,
      'submitting',
    ]);
    const job = await bench.until(asked, accepted);
    expect([job.attempt, submissions(bench), bench.runpod.submissions()]).toEqual([2, 3, 1]);
  });

  it('ends after half an hour in which it says nothing of it, with its doubt', async () => {
    const bench = await RunnerBench.open();
    bench.runpod.http.fault({ path, answer: 'reset' });
    bench.runpod.http.fault({ path: /health$/, times: Infinity, answer: { status: 503 } });
    const job = await bench.until(await bench.ask(), over);
    expect(job).toMatchObject({ errorCode: 'service_unreachable', attempt: 1 });
    const waited = (job.finishedAt ?? 0) - job.createdAt;
    expect(waited).toBeGreaterThanOrEqual(30 * MINUTE);
    expect(waited).toBeLessThanOrEqual(32 * MINUTE);
    expect(submissions(bench)).toBe(1);
  });

  it.each([
    [400, 'request_refused'],
    [404, 'endpoint_unknown'],
    [429, 'service_busy'],
  ] as const)(
    'keeps its first doubt where the second is refused by %i',
    async (status, errorCode) => {
      const bench = await RunnerBench.open();
      bench.runpod.http.fault({ path, when: 'after', answer: 'reset' });
      bench.runpod.http.fault({ path, times: Infinity, answer: { status } });
      const job = await bench.until(await bench.ask(), over);
      expect(job).toMatchObject({ errorCode, attempt: 1, runpodId: undefined });
    },
  );

  it('counts a stop in its middle as a doubt', async () => {
    const network = new ManualClock();
    const bench = await RunnerBench.open({ network });
    bench.runpod.http.fault({ path, answer: 'hang' });
    const job = await bench.until(await bench.ask(), () => submissions(bench) === 1);
    await moveUntil(network, bench.stop(), LATE_MS);
    await bench.time.advance(MINUTE);
    await bench.start();
    bench.runpod.script({ stuck: true });
    expect((await bench.until(job, accepted)).attempt).toBe(2);
  });
});

describe('the limits that a job has at RunPod', () => {
  it.each([
    [600_000, 600_000 + 3_600_000],
    [7 * 86_400_000, 7 * 86_400_000],
  ])(
    'are those of JOB_TIMEOUT_MS=%i, and an hour more, but never above a week',
    async (jobTimeoutMs, ttl) => {
      const bench = await RunnerBench.open({ context: { jobTimeoutMs } });
      bench.runpod.script({ stuck: true });
      await bench.until(await bench.ask(), accepted);
      expect(bench.runpod.jobs[0]?.policy).toEqual({ executionTimeout: jobTimeoutMs, ttl });
    },
  );
});

describe('a job that is cancelled while it is sent', () => {
  it('keeps the id that comes too late, and is cancelled there', async () => {
    const bench = await RunnerBench.open();
    bench.runpod.script({ stuck: true });
    const { runpod } = bench.context;
    const submit = runpod.submit.bind(runpod);
    const asked = await bench.ask();
    runpod.submit = async (...parts) => {
      const [answer] = await Promise.all([
        submit(...parts),
        bench.log.move(asked.id, 'cancelled', 'a click'),
      ]);
      return answer;
    };
    const job = await bench.end(asked);
    const [there] = bench.runpod.jobs;
    expect(job).toMatchObject({ state: 'cancelled', runpodId: there?.id, remoteOpen: false });
    expect(there?.status).toBe('CANCELLED');
  });

  it.each(['ready', 'submitting'])('is not sent at all if it was only %s', async (when) => {
    const bench = await RunnerBench.open();
    const clicks: Promise<unknown>[] = [];
    bench.log.events.on('changed', ({ id, state }) => {
      if (state === when) clicks.push(bench.log.move(id, 'cancelled', 'a click'));
    });
    const { runpod } = bench.context;
    const submit = runpod.submit.bind(runpod);
    runpod.submit = async (...parts) => {
      await Promise.all(clicks);
      return submit(...parts);
    };
    expect((await bench.end(await bench.ask())).state).toBe('cancelled');
    expect(submissions(bench)).toBe(0);
  });
});
