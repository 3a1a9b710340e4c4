import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTerminal, type Job } from '../../src/jobs/job.ts';
import { base64, PNG } from '../comfy/pictures.ts';
import { RunnerBench } from '../support/runner-bench.ts';

const path = /\/status\//;
const output = { images: [{ data: base64(PNG) }] };

const over = ({ state }: Job) => isTerminal(state);

/** The end of a job of which RunPod says nothing but this. */
async function endOf(bench: RunnerBench, body: unknown): Promise<Job> {
  bench.runpod.script({ stuck: true });
  bench.runpod.http.fault({ path, times: Infinity, answer: { status: 200, body: text(body) } });
  return bench.end(await bench.ask());
}

const text = (body: unknown) => JSON.stringify(body);

describe('a job that RunPod calls over', () => {
  it.each([
    ['no output at all', {}, 'answer_too_large'],
    ['an output of nothing', { output: null }, 'answer_too_large'],
    ['an output of a word', { output: 'done' }, 'no_pictures'],
    ['an output of a list', { output: [output] }, 'no_pictures'],
    ['no pictures', { output: { images: [] } }, 'no_pictures'],
    ['pictures of a wrong kind', { output: { images: 'a.png' } }, 'no_pictures'],
    ['only its word for it', { output: { status: 'success_no_images' } }, 'no_pictures'],
    ['an error in its output', { output: { error: 'CUDA out of memory' } }, 'out_of_memory'],
  ])('with %s has failed, once and for all', async (_, rest, errorCode) => {
    const bench = await RunnerBench.open();
    const job = await endOf(bench, { id: 'x', status: 'COMPLETED', ...rest });
    expect(job).toMatchObject({ state: 'failed', errorCode, remoteOpen: false, pictures: [] });
    expect(bench.requests(path)).toBe(1);
  });

  it.each([
    ['nothing', { images: [{ data: '' }] }],
    ['what is no base64', { images: [{ data: '§§§ not a picture §§§' }] }],
    ['a file of another kind', { images: [{ data: base64(Buffer.from('%PDF-1.7 not this')) }] }],
    ['half of a picture', { images: [{ data: base64(PNG.subarray(0, 4)) }] }],
  ])('whose picture is %s has failed', async (_, broken) => {
    const bench = await RunnerBench.open();
    const job = await endOf(bench, { status: 'COMPLETED', output: broken });
    expect([job.state, job.pictures]).toEqual(['failed', []]);
    expect(job.errorCode).not.toBe('unexpected');
  });

  it('as failed without a word has failed', async () => {
    const bench = await RunnerBench.open();
    const job = await endOf(bench, { status: 'FAILED' });
    expect(job).toMatchObject({ state: 'failed', errorCode: 'worker_unknown' });
  });
});

describe('a job that never comes to an end there', () => {
  it.each([
    // A run that may be over any time is asked about more often, and ever less once it is late.
    ['is in progress for ever', { status: 'IN_PROGRESS' }, 75],
    ['shows its progress after its end', { status: 'IN_PROGRESS', output }, 75],
    ['is RUNNING for ever', { status: 'RUNNING' }, 75],
    ['has a status that nobody knows', { status: 'PONDERING' }, 25],
    ['has a status in small letters', { status: 'completed', output }, 25],
    ['has no word for a status', { status: '<script>alert(1)</script>' }, 25],
    ['has a status of nothing', { status: '' }, 25],
  ])('as it %s, ends at its deadline and is stopped there', async (_, body, mostAsked) => {
    const bench = await RunnerBench.open({ context: { pollIntervalMs: 30_000 } });
    const job = await endOf(bench, body);
    expect(job).toMatchObject({ state: 'expired', errorCode: 'took_too_long', remoteOpen: false });
    expect((job.finishedAt ?? 0) - (job.submittedAt ?? 0)).toBe(600_000);
    expect(bench.runpod.jobs[0]?.cancelRequested).toBe(true);
    expect(bench.requests(path)).toBeLessThan(mostAsked);
  });

  it('waits in a queue without workers, and says at last that no GPU took it', async () => {
    const bench = await RunnerBench.open({ context: { pollIntervalMs: 30_000 } });
    expect((await endOf(bench, { status: 'IN_QUEUE' })).errorCode).toBe('no_gpu_in_time');
  });
});

describe('numbers that cannot be', () => {
  it.each([-1, 1e300, '12', null, {}, Number.MAX_SAFE_INTEGER])(
    'are no reason to lose a picture: %j',
    async (amount) => {
      const bench = await RunnerBench.open();
      const measured = { delayTime: amount, executionTime: amount, workerId: amount };
      const job = await endOf(bench, { status: 'COMPLETED', output, ...measured });
      expect([job.state, job.pictures.length]).toEqual(['completed', 1]);
    },
  );
});

describe('whatever RunPod answers', () => {
  it('a job ends, in words that were meant for it', async () => {
    const bench = await RunnerBench.open({ context: { pollIntervalMs: 60_000 } });
    const answers = fc.record(
      {
        status: fc.oneof(
          fc.constantFrom('COMPLETED', 'FAILED', 'IN_PROGRESS', 'IN_QUEUE', 'TIMED_OUT'),
          fc.jsonValue(),
        ),
        output: fc.oneof(
          fc.jsonValue(),
          fc.record({ images: fc.jsonValue(), error: fc.jsonValue() }),
        ),
        error: fc.jsonValue(),
        delayTime: fc.jsonValue(),
        executionTime: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(answers, fc.jsonValue()), async (answer) => {
        bench.runpod.http.clearFaults();
        const job = await endOf(bench, answer);
        expect(over(job)).toBe(true);
        expect(job.errorCode).not.toBe('unexpected');
        expect(bench.runpod.jobs.filter(({ id }) => id === job.runpodId)).toHaveLength(1);
      }),
      // A word that every object knows.
      { numRuns: 60, examples: [[{ status: 'toString' }], [{ status: 'constructor' }]] },
    );
  });
});
