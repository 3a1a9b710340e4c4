import { describe, expect, it } from 'vitest';
import type { Job } from '../../../src/jobs/job.ts';
import { LogBench } from '../../support/log-bench.ts';

/** Makes jobs wait in a queue, in this order: one of the person whom each letter stands for. */
async function queueUp(bench: LogBench, queue: string, people: string): Promise<string[]> {
  const ids: string[] = [];
  for (const userId of people) {
    ids.push((await bench.jobIn('ready', { userId, queue })).id);
    await bench.clock.advance(1);
  }
  return ids;
}

const waitingIn = async ({ log }: LogBench, queue: string) =>
  (await log.queues.slice(queue, undefined, 500)).jobs.map(({ id }) => id);

async function turnsIn({ log }: LogBench, maxJobsInFlight: number, ...shut: string[]) {
  const { jobs } = await log.claimNext({ maxJobsInFlight, skip: new Set(shut) }, 100);
  return jobs.map(({ queue, userId }) => `${queue}${userId}`).join(' ');
}

async function roundOf({ db }: LogBench, { id }: Pick<Job, 'id'>): Promise<number | null> {
  const row = await db.selectFrom('jobs').select('round').where('id', '=', id).executeTakeFirst();
  return row?.round ?? null;
}

describe('a job', () => {
  it("waits in the queue of the bot's own endpoint, unless another one is named", async () => {
    const bench = new LogBench();
    expect((await bench.create()).queue).toBe('');
    expect((await bench.create({ queue: 'x' })).queue).toBe('x');
  });

  it('may be put into another queue, and joins that like a new one', async () => {
    const bench = new LogBench();
    await queueUp(bench, 'x', 'aab');
    const [first = '', , third = ''] = await queueUp(bench, 'y', 'aaa');
    await bench.log.changeQueues([
      { id: third, queue: 'x' },
      { id: first, queue: 'x' },
    ]);
    // Two of that person wait there.
    expect([await roundOf(bench, { id: third }), await roundOf(bench, { id: first })]).toEqual([
      3, 4,
    ]);
    expect((await waitingIn(bench, 'x')).slice(-2)).toEqual([third, first]);
    expect(await waitingIn(bench, 'y')).toHaveLength(1);
  });

  it.each(['accepted', 'awaiting_consent', 'ready', 'submitting', 'running'] as const)(
    'that is %s may change its queue',
    async (state) => {
      const bench = new LogBench();
      const job = await bench.jobIn(state);
      await bench.log.changeQueues([{ id: job.id, queue: 'x' }]);
      expect(await bench.find(job)).toEqual({ ...job, queue: 'x' });
    },
  );

  it.each(['completed', 'failed', 'cancelled', 'expired'] as const)(
    'that has %s stays in its queue',
    async (state) => {
      const bench = new LogBench();
      const job = await bench.jobIn(state);
      await bench.log.changeQueues([{ id: job.id, queue: 'x' }]);
      expect((await bench.find(job)).queue).toBe('');
    },
  );

  it('that comes back from RunPod keeps its round in its own queue, and joins another anew', async () => {
    const bench = new LogBench();
    await queueUp(bench, 'y', 'aaa');
    await queueUp(bench, 'x', 'aa');
    const jobs = [
      await bench.jobIn('queued', { userId: 'a', queue: 'x' }),
      await bench.jobIn('queued', { userId: 'a', queue: 'x' }),
    ];
    const rounds = await Promise.all(jobs.map((job) => roundOf(bench, job)));
    for (const [job, queue] of [
      [jobs[0], 'x'],
      [jobs[1], 'y'],
    ] as const) {
      if (job) expect(await bench.move(job, 'ready', { queue })).toMatchObject({ queue });
    }
    const after = await Promise.all(jobs.map((job) => roundOf(bench, job)));
    expect([after[0], after[1]]).toEqual([rounds[0], 4]);
  });
});

describe('turns', () => {
  it('are taken in each queue for as many as each endpoint may have', async () => {
    const bench = new LogBench();
    await bench.jobIn('running', { queue: 'x' });
    await bench.jobIn('queued', { queue: 'x' });
    await bench.jobIn('running', { queue: 'y' });
    for (const queue of ['', 'x', 'y']) await queueUp(bench, queue, 'abc');
    expect(await turnsIn(bench, 2)).toBe('a ya b');
  });

  it('are not taken in a queue that is shut, and in all others', async () => {
    const bench = new LogBench();
    for (const queue of ['', 'x', 'y']) await queueUp(bench, queue, 'ab');
    expect(await turnsIn(bench, 0, 'x')).toBe('a ya b yb');
    expect(await turnsIn(bench, 0, '', 'y')).toBe('xa xb');
  });

  it('go round the queues where not all of them can be taken at once', async () => {
    const bench = new LogBench();
    await queueUp(bench, 'x', 'aaaaaa');
    await queueUp(bench, 'y', 'bb');
    await queueUp(bench, 'z', 'c');
    const { jobs } = await bench.log.claimNext({ maxJobsInFlight: 0 }, 6);
    expect(jobs.map(({ queue }) => queue).join('')).toBe('xyzxyx');
  });

  it('in a queue that has gone on for long put nobody back who comes to another', async () => {
    const bench = new LogBench();
    const room = { maxJobsInFlight: 1 };
    await queueUp(bench, 'x', 'aaaaaaaaa');
    for (let turn = 0; turn < 9; turn += 1) {
      for (const job of (await bench.log.claimNext(room, 9)).jobs) await bench.move(job, 'failed');
    }
    const [one, two, three] = await queueUp(bench, 'y', 'bbb');
    const [other] = await queueUp(bench, 'y', 'c');
    expect(await waitingIn(bench, 'y')).toEqual([one, other, two, three]);
  });

  it('that somebody has in one queue do not count against them in another', async () => {
    const bench = new LogBench();
    await bench.jobIn('running', { userId: 'a', queue: 'x' });
    await bench.jobIn('running', { userId: 'a', queue: 'x' });
    const there = await queueUp(bench, 'x', 'ab');
    const here = await queueUp(bench, 'y', 'ab');
    expect(await waitingIn(bench, 'x')).toEqual(there.toReversed());
    expect(await waitingIn(bench, 'y')).toEqual(here);
  });

  it('let whoever comes later join the round that their own queue has come to', async () => {
    const bench = new LogBench();
    await queueUp(bench, 'x', 'aaaabb');
    const room = { maxJobsInFlight: 1 };
    for (let turn = 0; turn < 4; turn += 1) {
      for (const job of (await bench.log.claimNext(room, 9)).jobs) await bench.move(job, 'failed');
    }
    const rounds = await bench.db.selectFrom('line').selectAll().orderBy('lane').execute();
    expect(rounds).toEqual([
      { lane: '', round: 1 },
      { lane: 'x', round: 2 },
    ]);
    const [last = ''] = await queueUp(bench, 'x', 'c');
    expect(await roundOf(bench, { id: last })).toBe(2);
  });
});

describe('the queues', () => {
  it('are those in which anybody waits, each once', async () => {
    const bench = new LogBench();
    expect(await bench.log.queues.nonEmpty()).toEqual([]);
    for (const queue of ['x', '', 'x', 'y']) await queueUp(bench, queue, 'ab');
    await bench.jobIn('running', { queue: 'z' });
    const later = await bench.jobIn('submitting', { queue: 'w' });
    await bench.move(later, 'ready', { retryAt: bench.clock.now() + 9_000 });
    expect(await bench.log.queues.nonEmpty()).toEqual(['', 'x', 'y']);
  });
});
