import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTerminal, type Job } from '../../src/jobs/job.ts';
import { JPEG, PNG, base64 } from '../comfy/pictures.ts';
import { RunnerBench, type BenchOptions } from '../support/runner-bench.ts';
import { sampleRequest } from '../../packages/stand-ins/playground/cards/sample-job.ts';

const status = /\/status\//;
const output = { images: [{ filename: 'a.png', data: base64(PNG), type: 'image/png' }] };

const over = ({ state }: Job) => isTerminal(state);
const running = ({ state }: Job) => state === 'running';
const queued = ({ state }: Job) => state === 'queued';

/** A bench with a job that RunPod answers by the outcome. */
async function open(
  outcome: Parameters<RunnerBench['runpod']['script']>[0],
  options: BenchOptions = {},
): Promise<RunnerBench> {
  const bench = await RunnerBench.open(options);
  bench.runpod.script(outcome);
  return bench;
}

/** An answer of GET /status. */
const says = (body: object) => ({ status: 200, body: JSON.stringify({ id: 'x', ...body }) });

const pictureFiles = ({ folder }: RunnerBench) =>
  readdirSync(join(folder, 'darkroom.sqlite.files')).sort();

describe('a job at RunPod', () => {
  it('is queued, then running, then completed, with what RunPod measured', async () => {
    const bench = await open({ output, executionMs: 12_000 }, { runpod: { queueMs: 7_000 } });
    const states: string[] = [];
    bench.log.events.on('changed', ({ state }) => states.push(state));
    const job = await bench.until(await bench.ask(), over);
    expect(states).toEqual(['ready', 'submitting', 'queued', 'running', 'completed']);
    expect(job).toMatchObject({ delayMs: 7_000, executionMs: 12_000, remoteOpen: false });
  });

  it('brings every one of its pictures', async () => {
    const images = [PNG, JPEG, PNG].map((bytes) => ({ data: base64(bytes) }));
    const bench = await open({ output: { images } });
    const job = await bench.until(await bench.ask(), over);
    expect(job.pictures).toEqual([
      { file: `${job.id}-1.png`, format: 'png' },
      { file: `${job.id}-2.jpg`, format: 'jpeg' },
      { file: `${job.id}-3.png`, format: 'png' },
    ]);
    expect(pictureFiles(bench)).toEqual(job.pictures.map(({ file }) => file));
    const [, second] = job.pictures;
    expect(second && (await bench.context.pictures.read(second))).toEqual(JPEG);
  });

  it('goes back to waiting when RunPod puts it back into its queue', async () => {
    const bench = await open({ stuck: true });
    const job = await bench.until(await bench.ask(), running);
    bench.runpod.http.fault({ path: status, answer: says({ status: 'IN_QUEUE' }) });
    expect(await bench.until(job, queued)).toMatchObject({ state: 'queued', attempt: 1 });
    expect((await bench.until(job, running)).state).toBe('running');
  });

  it('counts as still running where its status is one that nobody knows', async () => {
    const bench = await open({ output });
    bench.runpod.http.fault({ path: status, times: 3, answer: says({ status: 'PONDERING' }) });
    expect((await bench.until(await bench.ask(), over)).state).toBe('completed');
    expect(bench.logged.filter((line) => line.includes('PONDERING'))).toHaveLength(3);
  });

  it('ends as cancelled where RunPod cancelled it', async () => {
    const bench = await open({ status: 'CANCELLED' });
    const job = await bench.end(await bench.ask());
    expect(job).toMatchObject({ state: 'cancelled', cancelledBy: 'runpod', remoteOpen: false });
  });

  it('ends as expired where RunPod gave up', async () => {
    const bench = await open({ status: 'TIMED_OUT' });
    const job = await bench.end(await bench.ask());
    expect(job).toMatchObject({ state: 'expired', errorCode: 'service_gave_up' });
    expect(bench.requests(/cancel/)).toBe(0);
  });

  it.each([
    ['with an error', { output: { error: 'ComfyUI process died...' } }, 'worker_died'],
    ['without an output', { status: 'COMPLETED' }, 'answer_too_large'],
    ['as FAILED', { error: 'No output images produced' }, 'no_pictures'],
  ])('ends as failed where it came back %s', async (_, outcome, errorCode) => {
    const bench = await open(outcome);
    const job = await bench.end(await bench.ask());
    expect(job).toMatchObject({ state: 'failed', errorCode, pictures: [] });
    expect(pictureFiles(bench)).toEqual([]);
  });

  it('is not lost to a row of failures on the way', async () => {
    const bench = await open({ output });
    for (const answer of ['reset', { status: 502, body: '<html>' }, { status: 429 }] as const) {
      bench.runpod.http.fault({ path: status, times: 4, answer });
    }
    expect((await bench.until(await bench.ask(), over)).state).toBe('completed');
  });

  it.each([302, 400, 408])('is not lost to a stray %s', async (code) => {
    const bench = await open({ output, executionMs: 1_000 });
    bench.runpod.http.fault({ path: status, answer: { status: code } });
    expect((await bench.end(await bench.ask())).state).toBe('completed');
  });

  it('keeps its prompt out of the log, even where the worker quotes it', async () => {
    const bench = await open({ error: 'cannot draw "a secret garden" today' });
    const request = sampleRequest({ prompt: 'a secret garden' });
    expect((await bench.end(await bench.ask({ request }))).state).toBe('failed');
    expect(bench.logged.join('')).toContain('cannot draw');
    expect(bench.logged.join('')).not.toContain('secret garden');
  });

  it('keeps what it is not to show out of the log too', async () => {
    const bench = await open({ error: 'cannot leave out "a hidden door" today' });
    const request = sampleRequest({ negativePrompt: 'a hidden door' });
    await bench.end(await bench.ask({ request }));
    expect(bench.logged.join('')).toContain('cannot leave out');
    expect(bench.logged.join('')).not.toContain('hidden door');
  });

  it.each([
    ['completed', { output }],
    ['failed', { error: 'No output images produced' }],
    ['ended by RunPod', { status: 'CANCELLED' }],
    ['given up by RunPod', { status: 'TIMED_OUT' }],
  ])('is not told to stop once it is %s', async (_, outcome) => {
    const bench = await open('status' in outcome ? { stuck: true } : outcome);
    if ('status' in outcome) bench.runpod.http.fault({ path: status, answer: says(outcome) });
    await bench.end(await bench.ask());
    expect(bench.requests(/\/cancel\//)).toBe(0);
  });

  it('ends with a sentence of its own where its answer is too large, and is stopped there', async () => {
    const bench = await open({ stuck: true });
    bench.runpod.http.fault({ path: status, answer: 'endless' });
    const job = await bench.end(await bench.ask());
    expect(job).toMatchObject({ state: 'failed', errorCode: 'result_unreadable' });
    expect(bench.runpod.jobs[0]?.cancelRequested).toBe(true);
  });

  it('goes on without its progress where that is too large, which is said once', async () => {
    const bench = await open({ output, executionMs: 40_000 });
    const job = await bench.until(await bench.ask(), running);
    const large = { type: 'progress', percent: 40, preview: 'x'.repeat(70_000) };
    const answer = says({ status: 'IN_PROGRESS', output: large });
    bench.runpod.http.fault({ path: status, times: 3, answer });
    const asked = bench.requests(status);
    await bench.until(job, () => bench.requests(status) > asked + 3);
    expect(bench.context.observations.of(job.id).progress).toBeUndefined();
    expect((await bench.until(job, over)).state).toBe('completed');
    expect(bench.logged.filter((line) => line.includes('progress that is too large'))).toHaveLength(
      1,
    );
    expect(bench.logged.join('')).not.toContain('xxx');
  });

  it('is asked about again where its answer nests too deep to be read, and loses nothing', async () => {
    const bench = await open({ output });
    const body = `{"status":"COMPLETED","output":${'['.repeat(30_000)}${']'.repeat(30_000)}}`;
    // More than the tries of one call, so that the next poll is needed too.
    bench.runpod.http.fault({ path: status, times: 4, answer: { status: 200, body } });
    const job = await bench.end(await bench.ask());
    expect([job.state, job.pictures.length, job.attempt]).toEqual(['completed', 1, 1]);
    expect(bench.logged.join('')).toContain('with a body that is too deep');
    expect(bench.requests(/\/cancel\//)).toBe(0);
  });

  it('loses nothing by a picture that is no base64 in its middle: the others are kept', async () => {
    const long = Buffer.concat([PNG, Buffer.alloc(300_000, 7)]).toString('base64');
    const broken = `${long.slice(0, 200_000)}#${long.slice(200_001)}`;
    const images = [broken, long, `data:image/png;base64,${long}`].map((data) => ({ data }));
    const bench = await open({ output: { images } });
    expect((await bench.end(await bench.ask())).pictures).toHaveLength(2);
    const alone = await open({ output: { images: images.slice(0, 1) } });
    const job = await alone.end(await alone.ask());
    expect(job).toMatchObject({ state: 'failed', errorCode: 'no_pictures' });
    expect(alone.logged.join('')).toContain('none of 1 pictures can be read');
  });

  it('loses its pictures again where a cancel was faster', async () => {
    const bench = await RunnerBench.open();
    bench.runpod.script({ output });
    const { pictures } = bench.context;
    const job = await bench.until(await bench.ask(), queued);
    const save = pictures.save.bind(pictures);
    pictures.save = async (...parts) => {
      const stored = await save(...parts);
      await bench.log.move(job.id, 'cancelled', 'a click', { cancelledBy: '3' });
      return stored;
    };
    expect((await bench.end(job)).state).toBe('cancelled');
    expect(pictureFiles(bench)).toEqual([]);
  });

  it('is asked about again no sooner than RunPod wants', async () => {
    const bench = await open({ stuck: true });
    const job = await bench.until(await bench.ask(), running);
    const headers = { 'retry-after': '50' };
    bench.runpod.http.fault({ path: status, times: 3, answer: { status: 429, headers } });
    const asked = bench.requests(status);
    await bench.until(job, () => bench.requests(status) === asked + 3);
    const since = bench.clock.now();
    await bench.until(job, () => bench.requests(status) > asked + 3);
    expect(bench.clock.now() - since).toBeGreaterThanOrEqual(50_000);
  });

  it('is left alone for a minute at most, whatever RunPod wants', async () => {
    const bench = await open({ stuck: true });
    const job = await bench.until(await bench.ask(), running);
    const headers = { 'retry-after': '3600' };
    bench.runpod.http.fault({ path: status, times: 3, answer: { status: 429, headers } });
    const asked = bench.requests(status);
    await bench.until(job, () => bench.requests(status) === asked + 3);
    const since = bench.clock.now();
    await bench.until(job, () => bench.requests(status) > asked + 3);
    expect(bench.clock.now() - since).toBeLessThanOrEqual(61_000);
  });
});

describe('polling', () => {
  it('never pauses for longer than POLL_INTERVAL_MS, whatever is known', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1_000, max: 200_000 }), async (executionMs) => {
        const bench = await RunnerBench.open();
        for (let run = 0; run < 3; run += 1) {
          bench.runpod.script({ output, executionMs });
          await bench.until(await bench.ask(), over);
        }
        expect(Math.max(...bench.waits)).toBeLessThanOrEqual(5_000);
      }),
      { numRuns: 5 },
    );
  });

  it('asks often when its like are done, and hardly before, once it knows of some', async () => {
    const bench = await RunnerBench.open({ context: { pollIntervalMs: 60_000 } });
    for (let run = 0; run < 30; run += 1) {
      bench.runpod.script({ output, executionMs: 30_000 });
      await bench.until(await bench.ask(), over);
    }
    bench.runpod.script({ stuck: true });
    const job = await bench.until(await bench.ask(), running);
    const ranMs = () => bench.clock.now() - (job.startedAt ?? NaN);
    const askedBy = async (ms: number) => {
      const before = bench.requests(status);
      await bench.until(job, () => ranMs() >= ms);
      return bench.requests(status) - before;
    };
    const [early, late] = [await askedBy(27_000), await askedBy(34_000)];
    expect(early).toBeLessThanOrEqual(5);
    expect(late).toBeGreaterThan(2 * early);
  });

  it('goes by what was done before a restart', async () => {
    const bench = await RunnerBench.open({ context: { pollIntervalMs: 60_000 } });
    const questions = async () => {
      bench.runpod.script({ output, executionMs: 30_000 });
      const before = bench.requests(status);
      await bench.until(await bench.ask(), over);
      return bench.requests(status) - before;
    };
    const first = await questions();
    for (let run = 0; run < 29; run += 1) await questions();
    await bench.downFor(1_000);
    expect(await questions()).toBeLessThan(0.7 * first);
  });

  it('takes a run to have begun when RunPod says that it did', async () => {
    const bench = await open({ stuck: true }, { runpod: { queueMs: 3_400 } });
    const job = await bench.until(await bench.ask(), running);
    expect((job.startedAt ?? NaN) - (job.submittedAt ?? NaN)).toBe(3_400);
  });

  it('asks nothing about a job that is cancelled while past runs are looked up', async () => {
    const bench = await RunnerBench.open({
      context: {
        pastRuns: {
          timesOf: async () => {
            const { id } = job;
            await bench.log.cancel(id, 'a click', '3');
            return undefined;
          },
        },
      },
    });
    bench.runpod.script({ stuck: true });
    const job = await bench.ask();
    await bench.until(job, over);
    await bench.until(job, () => bench.requests(/\/cancel\//) > 0);
    const [first] = bench.runpod.http.requests.filter(({ path }) => /status|cancel/.test(path));
    expect(first?.path).toContain('/cancel/');
  });

  it('never asks about a job while an answer is still to come, whoever wakes it', async () => {
    const bench = await open({ output, executionMs: 40_000 });
    const job = await bench.until(await bench.ask(), running);
    let asking = 0;
    let most = 0;
    let wakeUps = 3;
    const { runpod, log } = bench.context;
    const awake: Job = { ...job, state: 'accepted' };
    const ask = runpod.status.bind(runpod);
    runpod.status = async (...parts) => {
      asking += 1;
      most = Math.max(most, asking);
      try {
        const answer = await ask(...parts);
        // A wake-up in the middle, and time enough to heed it.
        if (wakeUps > 0) {
          await log.change((changing) => {
            changing.moved(awake, 'running');
            return Promise.resolve();
          });
        }
        wakeUps -= 1;
        for (let turn = 0; turn < 20; turn += 1) await setImmediate();
        return answer;
      } finally {
        asking -= 1;
      }
    };
    expect((await bench.until(job, over)).state).toBe('completed');
    expect(most).toBe(1);
  });
});
