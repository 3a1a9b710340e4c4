import { describe, it, expect } from 'vitest';
import { RunPodSandbox } from '../../../packages/stand-ins/runpod/runpod-sandbox.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { clientOf } from './client.ts';
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

  it('has as many warm workers as it was told, and the others start cold', async () => {
    const { clock, submit } = await startWithClock({
      warm: 1,
      workers: 2,
      coldStartMs: 4_000,
      work: async ({ sleep }) => {
        await sleep(60_000);
        return { status: 'COMPLETED' };
      },
    });
    const [first, second] = [await submit(), await submit()];
    await clock.advance(3_999);
    expect([first.status, second.status]).toEqual(['IN_PROGRESS', 'IN_QUEUE']);
    await clock.advance(1);
    expect(second.status).toBe('IN_PROGRESS');
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

  it('knows a job that it has had for a while by the id that it is told', async () => {
    const { sandbox, status } = await start();
    sandbox.hold();
    sandbox.accepted('from-before-s1', smallGraph);
    await sandbox.waitFor((job) => job.status === 'IN_PROGRESS');
    expect((await status('from-before-s1')).body).toMatchObject({ status: 'IN_PROGRESS' });
    await sandbox.complete('from-before-s1');
    expect((await status('from-before-s1')).body).toMatchObject({ status: 'COMPLETED' });
  });

  it('makes every job wait for a cold start while it scales to zero', async () => {
    const { clock, sandbox, submit } = await startWithClock({ workers: 1, coldStartMs: 40_000 });
    sandbox.scaleToZero(true);
    for (const output of [1, 2, 3]) sandbox.script({ output });
    for (const job of [await submit(), await submit()]) {
      await clock.advance(39_999);
      expect(job.status).toBe('IN_QUEUE');
      await clock.advance(1);
      expect(job.status).toBe('COMPLETED');
    }
    sandbox.scaleToZero(false);
    const job = await submit();
    await clock.advance(0);
    expect(job.status).toBe('COMPLETED');
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

  it('takes as long for a sampling step as it was last told', async () => {
    const { clock, sandbox, submit } = await startWithClock({ workers: 1, stepMs: 100 });
    sandbox.setStepMs(1_000);
    const first = await submit();
    await sandbox.waitFor((one) => one === first && one.status === 'IN_PROGRESS');
    await clock.advance(19_000);
    expect(first.status).toBe('IN_PROGRESS');
    await clock.advance(10_000);
    await sandbox.waitFor((one) => one === first && one.status === 'COMPLETED');
  });

  it('shows how long a job waited and worked, and who did it', async () => {
    const { clock, sandbox, submit, status } = await startWithClock({ queueMs: 700 });
    sandbox.script({ output: { images: [] }, executionMs: 3000 });
    const { id } = await submit();
    await clock.advance(5000);
    expect((await status(id)).body).toEqual({
      id,
      status: 'COMPLETED',
      delayTime: 700,
      executionTime: 3000,
      workerId: 'sandbox-worker-1',
      output: { images: [] },
    });
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

  it('cancels a job in the end that outlives its cancel', async () => {
    const { clock, sandbox, submit, cancel } = await startWithClock({ cancelMs: 2000 });
    sandbox.script({ output: 'done', executionMs: 3000 });
    const job = await submit();
    await clock.advance(0);
    await cancel(job.id);
    await clock.advance(1999);
    expect(job.status).toBe('IN_PROGRESS');
    await clock.advance(1);
    expect(job.status).toBe('CANCELLED');
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

  it('deletes a job from the queue when its ttl is over', async () => {
    const { clock, sandbox, submit, health } = await startWithClock({ workers: 1 });
    sandbox.script({ executionMs: 5 * MINUTE });
    await submit();
    const waiting = await submit(smallGraph, { ttl: MINUTE });
    await clock.advance(MINUTE);
    expect((await health()).body).toMatchObject({ jobs: { inProgress: 1, inQueue: 0 } });
    await clock.advance(5 * MINUTE);
    expect(waiting.startedAt).toBeUndefined();
  });

  it('holds jobs in progress with their work done, and lets them go one by one', async () => {
    const { sandbox, submit, status } = await start();
    sandbox.hold();
    const [first, second] = [await submit(), await submit()];
    await sandbox.waitFor((job) => job === second && job.status === 'IN_PROGRESS');
    await sandbox.complete(first.id);
    expect((await status(first.id)).body).toMatchObject({ status: 'COMPLETED' });
    expect((await status(second.id)).body).toMatchObject({ status: 'IN_PROGRESS' });
    sandbox.release();
    await sandbox.waitFor((job) => job === second && job.status === 'COMPLETED');
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

  it('leaves the workers free for others while a job is stuck', async () => {
    const { sandbox, submit, finish } = await start({ workers: 1 });
    sandbox.script({ stuck: true, output: { percent: 50 } });
    await submit();
    expect((await finish(smallGraph)).status).toBe('COMPLETED');
  });

  it('uses up scripts in order, then works again', async () => {
    const { sandbox, finish } = await start();
    sandbox.script({ error: 'first' });
    sandbox.script({ error: 'second' });
    const jobs = [await finish(smallGraph), await finish(smallGraph), await finish(smallGraph)];
    expect(jobs.map(({ error, status }) => error ?? status)).toEqual([
      'first',
      'second',
      'COMPLETED',
    ]);
  });

  it('ends every wait when it is closed', async () => {
    const clock = new ManualClock();
    const sandbox = await RunPodSandbox.start({
      clock,
      workers: 1,
      coldStartMs: 1000,
      warm: false,
    });
    sandbox.script({ stuck: true });
    await clientOf(sandbox).run(smallGraph);
    await clientOf(sandbox).run(smallGraph);
    const waiting = sandbox.waitFor((job) => job.status === 'COMPLETED');
    const failed = expect(waiting).rejects.toThrow('closed');
    await sandbox.close();
    await failed;
    expect(clock.sleeping).toBe(0);
  });
});
