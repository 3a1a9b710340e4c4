import { describe, expect, it } from 'vitest';
import type { Job } from '../../../src/jobs/job.ts';
import { LogBench } from '../../support/log-bench.ts';

/** Makes jobs wait in a lane, in this order: one of the person whom each letter stands for. */
async function queueUp(bench: LogBench, lane: string, people: string): Promise<string[]> {
  const ids: string[] = [];
  for (const userId of people) {
    ids.push((await bench.jobIn('ready', { userId, lane })).id);
    await bench.clock.advance(1);
  }
  return ids;
}

const waitingIn = async ({ log }: LogBench, lane: string) =>
  (await log.line.piece(lane, undefined, 500)).ids;

async function turnsIn({ log }: LogBench, maxJobsInFlight: number, ...shut: string[]) {
  const { jobs } = await log.takeTurns({ maxJobsInFlight, shut: new Set(shut) }, 100);
  return jobs.map(({ lane, userId }) => `${lane}${userId}`).join(' ');
}

async function roundOf({ db }: LogBench, { id }: Pick<Job, 'id'>): Promise<number | null> {
  const row = await db.selectFrom('jobs').select('round').where('id', '=', id).executeTakeFirst();
  return row?.round ?? null;
}

describe('a job', () => {
  it("waits in the lane of the bot's own endpoint, unless another one is named", async () => {
    const bench = new LogBench();
    expect((await bench.create()).lane).toBe('');
    expect((await bench.create({ lane: 'x' })).lane).toBe('x');
  });

  it('may be put into another lane, and joins that like a new one', async () => {
    const bench = new LogBench();
    await queueUp(bench, 'x', 'aab');
    const [first = '', , third = ''] = await queueUp(bench, 'y', 'aaa');
    await bench.log.changeLanes([
      { id: third, lane: 'x' },
      { id: first, lane: 'x' },
    ]);
    // Two of that person wait there.
    expect([await roundOf(bench, { id: third }), await roundOf(bench, { id: first })]).toEqual([
      3, 4,
    ]);
    expect((await waitingIn(bench, 'x')).slice(-2)).toEqual([third, first]);
    expect(await waitingIn(bench, 'y')).toHaveLength(1);
  });

  it.each(['accepted', 'awaiting_consent', 'ready', 'submitting', 'running'] as const)(
    'that is %s may change its lane',
    async (state) => {
      const bench = new LogBench();
      const job = await bench.jobIn(state);
      await bench.log.changeLanes([{ id: job.id, lane: 'x' }]);
      expect(await bench.find(job)).toEqual({ ...job, lane: 'x' });
    },
  );

  it.each(['completed', 'failed', 'cancelled', 'expired'] as const)(
    'that has %s stays in its lane',
    async (state) => {
      const bench = new LogBench();
      const job = await bench.jobIn(state);
      await bench.log.changeLanes([{ id: job.id, lane: 'x' }]);
      expect((await bench.find(job)).lane).toBe('');
    },
  );

  it('that comes back from RunPod keeps its round in its own lane, and joins another anew', async () => {
    const bench = new LogBench();
    await queueUp(bench, 'y', 'aaa');
    await queueUp(bench, 'x', 'aa');
    const jobs = [
      await bench.jobIn('queued', { userId: 'a', lane: 'x' }),
      await bench.jobIn('queued', { userId: 'a', lane: 'x' }),
    ];
    const rounds = await Promise.all(jobs.map((job) => roundOf(bench, job)));
    for (const [job, lane] of [
      [jobs[0], 'x'],
      [jobs[1], 'y'],
    ] as const) {
      if (job) expect(await bench.move(job, 'ready', { lane })).toMatchObject({ lane });
    }
    const after = await Promise.all(jobs.map((job) => roundOf(bench, job)));
    expect([after[0], after[1]]).toEqual([rounds[0], 4]);
  });
});

describe('turns', () => {
  it('are taken in each lane for as many as each endpoint may have', async () => {
    const bench = new LogBench();
    await bench.jobIn('running', { lane: 'x' });
    await bench.jobIn('queued', { lane: 'x' });
    await bench.jobIn('running', { lane: 'y' });
    for (const lane of ['', 'x', 'y']) await queueUp(bench, lane, 'abc');
    expect(await turnsIn(bench, 2)).toBe('a ya b');
  });

  it('are not taken in a lane that is shut, and in all others', async () => {
    const bench = new LogBench();
    for (const lane of ['', 'x', 'y']) await queueUp(bench, lane, 'ab');
    expect(await turnsIn(bench, 0, 'x')).toBe('a ya b yb');
    expect(await turnsIn(bench, 0, '', 'y')).toBe('xa xb');
  });

  it('go round the lanes where not all of them can be taken at once', async () => {
    const bench = new LogBench();
    await queueUp(bench, 'x', 'aaaaaa');
    await queueUp(bench, 'y', 'bb');
    await queueUp(bench, 'z', 'c');
    const { jobs } = await bench.log.takeTurns({ maxJobsInFlight: 0 }, 6);
    expect(jobs.map(({ lane }) => lane).join('')).toBe('xyzxyx');
  });

  it('in a lane that has gone on for long put nobody back who comes to another', async () => {
    const bench = new LogBench();
    const room = { maxJobsInFlight: 1 };
    await queueUp(bench, 'x', 'aaaaaaaaa');
    for (let turn = 0; turn < 9; turn += 1) {
      for (const job of (await bench.log.takeTurns(room, 9)).jobs) await bench.move(job, 'failed');
    }
    const [one, two, three] = await queueUp(bench, 'y', 'bbb');
    const [other] = await queueUp(bench, 'y', 'c');
    expect(await waitingIn(bench, 'y')).toEqual([one, other, two, three]);
  });

  it('that somebody has in one lane do not count against them in another', async () => {
    const bench = new LogBench();
    await bench.jobIn('running', { userId: 'a', lane: 'x' });
    await bench.jobIn('running', { userId: 'a', lane: 'x' });
    const there = await queueUp(bench, 'x', 'ab');
    const here = await queueUp(bench, 'y', 'ab');
    expect(await waitingIn(bench, 'x')).toEqual(there.toReversed());
    expect(await waitingIn(bench, 'y')).toEqual(here);
  });

  it('let whoever comes later join the round that their own lane has come to', async () => {
    const bench = new LogBench();
    await queueUp(bench, 'x', 'aaaabb');
    const room = { maxJobsInFlight: 1 };
    for (let turn = 0; turn < 4; turn += 1) {
      for (const job of (await bench.log.takeTurns(room, 9)).jobs) await bench.move(job, 'failed');
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

describe('the lanes', () => {
  it('are those in which anybody waits, each once', async () => {
    const bench = new LogBench();
    expect(await bench.log.line.lanes()).toEqual([]);
    for (const lane of ['x', '', 'x', 'y']) await queueUp(bench, lane, 'ab');
    await bench.jobIn('running', { lane: 'z' });
    const later = await bench.jobIn('submitting', { lane: 'w' });
    await bench.move(later, 'ready', { retryAt: bench.clock.now() + 9_000 });
    expect(await bench.log.line.lanes()).toEqual(['', 'x', 'y']);
  });
});
