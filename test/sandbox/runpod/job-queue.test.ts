import { describe, it, expect } from 'vitest';
import { smallGraph, start, startWithClock } from './setup.ts';

const MINUTE = 60_000;

describe('the queue of RunPod', () => {
  it('gives one worker one job at a time, in order', async () => {
    const { sandbox, submit } = await start({ workers: 1 });
    sandbox.hold();
    const first = await submit();
    const second = await submit();
    await sandbox.waitFor((job) => job === first && job.status === 'IN_PROGRESS');
    expect(second.status).toBe('IN_QUEUE');
    await sandbox.complete(first.id);
    await sandbox.waitFor((job) => job === second && job.status === 'IN_PROGRESS');
    expect(first.status).toBe('COMPLETED');
  });

  it('makes the first job of a cold worker wait for it, and no later one', async () => {
    const { clock, sandbox, submit, health } = await startWithClock({
      warm: false,
      workers: 1,
      coldStartMs: 40_000,
      queueMs: 500,
    });
    sandbox.script({ output: 1, executionMs: 3000 });
    sandbox.script({ output: 2 });
    const first = await submit();
    await clock.advance(40_499);
    expect(first.status).toBe('IN_QUEUE');
    expect((await health()).body).toMatchObject({ workers: { initializing: 1, ready: 0 } });
    await clock.advance(3001);
    const second = await submit();
    await clock.advance(500);
    expect([second.status, second.startedAt]).toEqual(['COMPLETED', second.submittedAt + 500]);
  });

  it('has each job done by the work that it was given, and queued for as long as that says', async () => {
    const { clock, submit, status } = await startWithClock({
      queueMs: ({ input }) => Number(input) * 100,
      work: async ({ job, sleep }) => {
        await sleep(Number(job.input) * 1_000);
        return { status: 'COMPLETED', output: job.input };
      },
    });
    const [three, five] = [await submit(3), await submit(5)];
    await clock.advance(3_400);
    expect((await status(three.id)).body).toMatchObject({
      status: 'COMPLETED',
      delayTime: 300,
      executionTime: 3_000,
      output: 3,
    });
    // How long a job waited is known from its start, and how long it ran only at its end.
    expect((await status(five.id)).body).toEqual({
      id: five.id,
      status: 'IN_PROGRESS',
      delayTime: 500,
      workerId: 'sandbox-worker-2',
    });
  });

  it('gives a job no worker while it has no GPU, says so, and gives it one afterwards', async () => {
    const { sandbox, submit, health } = await start({ workers: 2 });
    sandbox.throttle(true);
    const job = await submit();
    expect([job.status, job.workerId]).toEqual(['IN_QUEUE', undefined]);
    expect((await health()).body).toMatchObject({
      jobs: { inQueue: 1 },
      workers: { idle: 0, ready: 0, throttled: 2 },
    });
    sandbox.throttle(false);
    await sandbox.waitFor((one) => one === job && one.status === 'COMPLETED');
    expect((await health()).body).toMatchObject({ workers: { ready: 2, throttled: 0 } });
  });

  it('takes a cancelled job out of the queue, so that it never starts', async () => {
    const { sandbox, submit, cancel, finish } = await start({ workers: 1 });
    sandbox.hold();
    const first = await submit();
    const second = await submit();
    await cancel(second.id);
    expect(second).toMatchObject({ status: 'CANCELLED', cancelRequested: true });
    sandbox.release();
    await finish(smallGraph);
    expect([first.status, second.startedAt]).toEqual(['COMPLETED', undefined]);
  });

  it('stops a running job that is cancelled, and frees its worker', async () => {
    const { clock, sandbox, submit, cancel, status } = await startWithClock({ workers: 1 });
    sandbox.script({ output: 'late', executionMs: 9000 });
    const job = await submit();
    await clock.advance(100);
    await cancel(job.id);
    expect((await status(job.id)).body).toMatchObject({ status: 'CANCELLED', executionTime: 100 });
    sandbox.script({ output: 'next' });
    const next = await submit();
    await clock.advance(0);
    expect(next.status).toBe('COMPLETED');
  });

  it('lets a job finish that ends before its cancel takes', async () => {
    const { clock, sandbox, submit, cancel } = await startWithClock({ cancelMs: 2000 });
    sandbox.script({ output: 'done', executionMs: 1000 });
    const job = await submit();
    await clock.advance(0);
    await cancel(job.id);
    await clock.advance(5000);
    expect(job).toMatchObject({ status: 'COMPLETED', cancelRequested: true });
  });

  it('ends a job as TIMED_OUT when its execution takes longer than its policy allows', async () => {
    const { clock, sandbox, submit } = await startWithClock();
    sandbox.script({ output: 'late', executionMs: 60_000 });
    const job = await submit(smallGraph, { executionTimeout: 5000 });
    await clock.advance(4999);
    expect(job.status).toBe('IN_PROGRESS');
    await clock.advance(1);
    expect(job).toMatchObject({ status: 'TIMED_OUT', output: undefined });
  });

  it('forgets a result 30 minutes after its job has ended', async () => {
    const { clock, sandbox, submit, status } = await startWithClock();
    sandbox.script({ output: 1 });
    const { id } = await submit();
    await clock.advance(30 * MINUTE - 1);
    expect((await status(id)).status).toBe(200);
    await clock.advance(1);
    expect((await status(id)).status).toBe(404);
  });

  it('deletes a job when its ttl is over, even while it runs', async () => {
    const { clock, sandbox, submit, status, cancel } = await startWithClock();
    sandbox.script({ output: 1, executionMs: 10 * MINUTE });
    const job = await submit(smallGraph, { ttl: MINUTE });
    await clock.advance(MINUTE);
    expect((await status(job.id)).status).toBe(404);
    expect((await cancel(job.id)).status).toBe(404);
    await clock.advance(30 * MINUTE);
    expect(job).toMatchObject({ status: 'IN_PROGRESS', deletedAt: job.submittedAt + MINUTE });
    expect(job.endedAt).toBeUndefined();
  });

  it('settles a completion against a cancel by whichever comes first', async () => {
    const { sandbox, submit, cancel, status } = await start();
    sandbox.hold();
    const job = await submit();
    await cancel(job.id);
    sandbox.release();
    expect((await status(job.id)).body).toMatchObject({ status: 'CANCELLED' });
    expect(job.output).toBeUndefined();
  });

  it.each<[object, object]>([
    [{ output: { a: 1 } }, { status: 'COMPLETED', output: { a: 1 } }],
    [{ error: 'boom' }, { status: 'FAILED', error: 'boom' }],
    [{ status: 'COMPLETED' }, { status: 'COMPLETED' }],
    [
      { status: 'FAILED', output: { error: 'inside' } },
      { status: 'FAILED', output: { error: 'inside' } },
    ],
    [{ status: 'CANCELLED' }, { status: 'CANCELLED' }],
    [{ status: 'TIMED_OUT' }, { status: 'TIMED_OUT' }],
  ])('plays the scripted outcome %j', async (outcome, shown) => {
    const { sandbox, finish, status } = await start();
    sandbox.script(outcome);
    const job = await finish(smallGraph);
    const { body } = await status(job.id);
    expect(body).toMatchObject(shown);
    expect(Object.keys(Object(body) as object).includes('output')).toBe('output' in shown);
  });

  it.each(['IN_QUEUE', 'IN_PROGRESS', 'RUNNING', 'SOMETHING_NEW'])(
    'leaves a job at %s for ever where a script says so, until it is cancelled',
    async (word) => {
      const { clock, sandbox, submit, cancel, status } = await startWithClock();
      sandbox.script({ status: word, stuck: true });
      const job = await submit();
      await clock.advance(60 * MINUTE);
      expect((await status(job.id)).body).toMatchObject({ status: word });
      await cancel(job.id);
      expect(job.status).toBe('CANCELLED');
    },
  );
});
