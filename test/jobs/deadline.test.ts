import { describe, expect, it } from 'vitest';
import { isTerminal, type Job } from '../../src/jobs/job.ts';
import { base64, PNG } from '../comfy/pictures.ts';
import { RunnerBench } from '../support/runner-bench.ts';

const MINUTE = 60_000;
const status = /\/status\//;
const ASKS_FOR_A_YEAR = { status: 429, headers: { 'retry-after': '31536000' } };
const output = { images: [{ data: base64(PNG) }] };

const over = ({ state }: Job) => isTerminal(state);
const running = ({ state }: Job) => state === 'running';
const queued = ({ state }: Job) => state === 'queued';

/** A bench with a job that RunPod answers by the outcome. */
async function open(outcome: Parameters<RunnerBench['runpod']['script']>[0]): Promise<RunnerBench> {
  const bench = await RunnerBench.open();
  bench.runpod.script(outcome);
  return bench;
}

describe('the deadline', () => {
  it('counts from acceptance, expires the job, and stops it at RunPod', async () => {
    const bench = await open({ stuck: true });
    bench.runpod.http.fault({ path: /\/run$/, times: 5, answer: { status: 429 } });
    const job = await bench.end(await bench.ask());
    expect(job).toMatchObject({
      state: 'expired',
      errorCode: 'took_too_long',
      errorFacts: { minutes: 10 },
      remoteOpen: false,
    });
    expect((job.finishedAt ?? 0) - (job.submittedAt ?? 0)).toBe(10 * MINUTE);
    expect(job.submittedAt).toBeGreaterThan(job.createdAt);
    expect(bench.runpod.jobs[0]?.status).toBe('CANCELLED');
  });

  it('counts while RunPod cannot be reached', async () => {
    const bench = await open({ stuck: true });
    bench.runpod.http.fault({ path: status, times: Infinity, answer: { status: 503 } });
    const job = await bench.until(await bench.ask(), over);
    expect(job).toMatchObject({ state: 'expired', errorCode: 'service_unreachable' });
    bench.runpod.http.clearFaults();
    await bench.end(job);
  });

  it('is looked at after the status, so that a result of the last moment counts', async () => {
    const bench = await open({ output, executionMs: 10 * MINUTE - 1 });
    const job = await bench.until(await bench.ask(), over);
    expect(job.state).toBe('completed');
    expect((job.finishedAt ?? 0) - (job.submittedAt ?? 0)).toBe(10 * MINUTE);
  });

  it('is not put off by a RunPod that asks to wait for a year', async () => {
    const bench = await open({ stuck: true });
    const job = await bench.until(await bench.ask(), running);
    bench.runpod.http.fault({ path: status, times: Infinity, answer: ASKS_FOR_A_YEAR });
    const { submittedAt = 0, finishedAt = 0 } = await bench.until(job, over);
    expect(finishedAt - submittedAt).toBeLessThan(15 * MINUTE);
    bench.runpod.http.clearFaults();
    await bench.end(job);
  });

  it('names the key where it is refused for the first time just then', async () => {
    const bench = await open({ stuck: true });
    const job = await bench.until(await bench.ask(), running);
    const lastPause = (job.submittedAt ?? 0) + 10 * MINUTE - 5_000;
    await bench.until(job, () => bench.clock.now() >= lastPause && bench.atRest);
    bench.runpod.http.fault({ path: status, times: Infinity, answer: { status: 401 } });
    expect((await bench.until(job, over)).errorCode).toBe('key_refused');
  });
});

describe('after a downtime', () => {
  it('a result is fetched although RunPod asks to wait for a year at first', async () => {
    const bench = await open({ output, executionMs: MINUTE });
    const job = await bench.until(await bench.ask(), running);
    bench.runpod.http.fault({ path: status, times: 3, answer: ASKS_FOR_A_YEAR });
    await bench.downFor(20 * MINUTE);
    expect(await bench.until(job, over)).toMatchObject({ state: 'completed', attempt: 1 });
  });

  it('a result is fetched although RunPod refuses the key at first', async () => {
    const bench = await open({ output, executionMs: MINUTE });
    const job = await bench.until(await bench.ask(), running);
    bench.runpod.http.fault({ path: status, answer: { status: 401 } });
    await bench.downFor(20 * MINUTE);
    const { access, endpointId } = bench.own;
    await bench.until(job, () => access.refused);
    await bench.time.advance(MINUTE);
    access.note({ use: 'GET', endpointId, status: 200 });
    expect((await bench.until(job, over)).state).toBe('completed');
  });

  it('a job that RunPod forgets after it has told of it is lost', async () => {
    const bench = await open({ stuck: true });
    const job = await bench.until(await bench.ask(), running);
    await bench.downFor(MINUTE);
    const asked = bench.requests(status);
    await bench.until(job, () => bench.requests(status) > asked + 1 && bench.atRest);
    bench.runpod.http.fault({ path: status, times: 3, answer: { status: 404 } });
    expect((await bench.end(job)).errorCode).toBe('result_lost');
    expect(bench.runpod.submissions()).toBe(1);
  });

  it('a job with a face that RunPod forgot while the bot was up asks for the photo again', async () => {
    const bench = await open({ stuck: true });
    const asked = await bench.askWithFace();
    const job = await bench.until(asked, () => bench.clock.now() - asked.createdAt >= 20_000);
    bench.runpod.http.fault({ path: status, times: 3, answer: { status: 404 } });
    expect((await bench.end(job)).errorCode).toBe('photo_needed_again');
  });

  it('a result is fetched although the deadline has passed meanwhile', async () => {
    const bench = await open({ output, executionMs: MINUTE });
    const job = await bench.until(await bench.ask(), running);
    await bench.downFor(20 * MINUTE);
    expect((await bench.until(job, over)).state).toBe('completed');
  });

  it('a result is fetched although RunPod cannot be reached at first', async () => {
    const bench = await open({ output, executionMs: MINUTE });
    const job = await bench.until(await bench.ask(), running);
    bench.runpod.http.fault({ path: status, times: 9, answer: { status: 503 } });
    await bench.downFor(20 * MINUTE);
    expect((await bench.until(job, over)).state).toBe('completed');
  });

  it('a job expires all the same where RunPod never answers again', async () => {
    const bench = await open({ stuck: true });
    const job = await bench.until(await bench.ask(), running);
    bench.runpod.http.fault({ path: status, times: Infinity, answer: { status: 401 } });
    await bench.downFor(20 * MINUTE);
    const expired = await bench.until(job, over);
    expect(expired).toMatchObject({ state: 'expired', errorCode: 'key_refused' });
  });

  it('a job that is still not done by its deadline expires', async () => {
    const bench = await open({ stuck: true });
    const job = await bench.until(await bench.ask(), running);
    await bench.downFor(20 * MINUTE);
    expect((await bench.end(job)).state).toBe('expired');
    expect(bench.runpod.jobs[0]?.status).toBe('CANCELLED');
  });

  it('a job that RunPod no longer knows is made once more', async () => {
    const bench = await open({ output });
    const job = await bench.until(await bench.ask(), queued);
    await bench.downFor(40 * MINUTE);
    bench.runpod.script({ output });
    expect(await bench.until(job, over)).toMatchObject({ state: 'completed', attempt: 2 });
    expect(bench.runpod.submissions()).toBe(2);
  });

  it('a job that is made once more waits its turn anew', async () => {
    const bench = await open({ output });
    const job = await bench.until(await bench.ask(), queued);
    await bench.downFor(40 * MINUTE);
    bench.runpod.http.fault({ path: /\/run$/, answer: { status: 429 } });
    bench.runpod.script({ output });
    expect(await bench.until(job, over)).toMatchObject({ state: 'completed', attempt: 2 });
  });

  it('a job that is gone a second time is not made a third time', async () => {
    const bench = await open({ output });
    const job = await bench.until(await bench.ask(), queued);
    await bench.downFor(40 * MINUTE);
    bench.runpod.script({ output });
    await bench.until(job, ({ attempt, state }) => attempt === 2 && state === 'queued');
    await bench.downFor(40 * MINUTE);
    const ended = await bench.end(job);
    expect(ended).toMatchObject({ state: 'failed', errorCode: 'result_lost' });
    expect(bench.runpod.submissions()).toBe(2);
  });

  it('a job with a face that RunPod no longer knows asks for the photo again', async () => {
    const bench = await open({ output });
    const job = await bench.until(await bench.askWithFace(), queued);
    await bench.downFor(40 * MINUTE);
    const ended = await bench.end(job);
    expect(ended).toMatchObject({ state: 'failed', errorCode: 'photo_needed_again' });
    expect(bench.runpod.submissions()).toBe(1);
  });

  it('a job that RunPod does not know yet, just after it took it, is not lost', async () => {
    const bench = await open({ output, executionMs: 1_000 });
    bench.runpod.http.fault({ path: status, times: 2, answer: { status: 404 } });
    expect((await bench.end(await bench.ask())).state).toBe('completed');
    expect(bench.runpod.submissions()).toBe(1);
  });

  it('a job that RunPod forgot while the bot was up is lost', async () => {
    const bench = await open({ stuck: true });
    const asked = await bench.ask();
    const job = await bench.until(asked, () => bench.clock.now() - asked.createdAt >= 20_000);
    bench.runpod.http.fault({ path: status, times: 3, answer: { status: 404 } });
    const ended = await bench.until(job, over);
    expect(ended).toMatchObject({ state: 'failed', errorCode: 'result_lost' });
    expect(bench.runpod.submissions()).toBe(1);
    // Should RunPod have been wrong, it costs nothing more.
    await bench.end(job);
    expect(bench.runpod.jobs[0]?.status).toBe('CANCELLED');
  });

  it('a job that RunPod did not know twice in a row goes on', async () => {
    const bench = await open({ output, executionMs: MINUTE });
    const job = await bench.until(await bench.ask(), running);
    await bench.until(job, () => bench.clock.now() - job.createdAt >= 20_000);
    const unknown = { path: status, times: 2, answer: { status: 404 } };
    bench.runpod.http.fault(unknown);
    await bench.until(job, () => bench.clock.now() - job.createdAt >= 40_000);
    bench.runpod.http.fault(unknown);
    expect((await bench.until(job, over)).state).toBe('completed');
  });
});
