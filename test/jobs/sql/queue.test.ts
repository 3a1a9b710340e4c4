import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QueueCursor } from '../../../src/jobs/sql/queue.ts';
import { LogBench } from '../../support/log-bench.ts';
import { facePicture } from '../../support/face-picture.ts';

const pictures = [facePicture({ url: 'https://cdn.test/me.jpg', size: 5 })];

/** Makes jobs wait, in this order: one of the person whom each letter stands for. */
async function queueUp(bench: LogBench, people: string): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  for (const userId of people) {
    const job = await bench.jobIn('ready', { userId });
    const count = (counts.get(userId) ?? 0) + 1;
    counts.set(userId, count);
    names.set(job.id, `${userId}${count}`);
    await bench.clock.advance(1);
  }
  return names;
}

/** Ids of those in line, in the order of their turns. */
async function waitingIn(bench: LogBench): Promise<readonly string[]> {
  const { jobs, end } = await bench.log.queues.slice('', undefined, 500);
  const ids = jobs.map(({ id }) => id);
  expect(end).toBeUndefined();
  // Whose turn comes next is another question to the database, and has the same answer.
  expect(await bench.log.queues.nextDue({ maxJobsInFlight: 0 }, 500)).toEqual(ids);
  return ids;
}

/** The order of turns, with each person's jobs numbered as they came: `a1 b1 a2`. */
async function turnsOf(people: string, inFlight = ''): Promise<string> {
  const bench = new LogBench();
  for (const userId of inFlight) await bench.jobIn('running', { userId });
  const names = await queueUp(bench, people);
  return (await waitingIn(bench)).map((id) => names.get(id)).join(' ');
}

/** Takes one turn after another, each job being over before the next one, and gives their order. */
async function turnsTaken(bench: LogBench, names: ReadonlyMap<string, string>, count = Infinity) {
  const taken: string[] = [];
  while (taken.length < count) {
    const { jobs } = await bench.log.claimNext({ maxJobsInFlight: 1 }, 10);
    const [job] = jobs;
    if (!job) break;
    taken.push(names.get(job.id) ?? '');
    await bench.move(job, 'failed');
  }
  return taken.join(' ');
}

describe('the line', () => {
  it.each([
    ['', '', ''],
    ['aaa', '', 'a1 a2 a3'],
    ['aaabbc', '', 'a1 b1 c1 a2 b2 a3'],
    // Whoever has jobs in flight has had these turns already.
    ['aab', 'a', 'b1 a1 a2'],
    ['aabc', 'aab', 'c1 b1 a1 a2'],
  ])('of %s with %s in flight goes by turns: %s', async (people, inFlight, turns) => {
    expect(await turnsOf(people, inFlight)).toBe(turns);
  });

  it('lets nobody come twice before another who waits has come once', async () => {
    const person = fc.constantFrom('a', 'b', 'c', 'd');
    await fc.assert(
      fc.asyncProperty(fc.array(person, { minLength: 1, maxLength: 12 }), async (people) => {
        const turns = (await turnsOf(people.join(''))).split(' ');
        expect(turns).toHaveLength(people.length);
        // A job's number is its round, and rounds only rise.
        const rounds = turns.map((turn) => Number(turn.slice(1)));
        expect(rounds).toEqual(rounds.toSorted((a, b) => a - b));
      }),
      { numRuns: 15 },
    );
  });

  it('goes within a round by who has waited longest, not by who asked first', async () => {
    const bench = new LogBench();
    const slow = await bench.jobIn('preparing', { userId: 'a', pictures });
    const quick = await bench.jobIn('ready', { userId: 'b' });
    await bench.clock.advance(1);
    await bench.move(slow, 'ready');
    expect(await waitingIn(bench)).toEqual([quick.id, slow.id]);
  });

  it('goes on by turns as they are taken', async () => {
    const bench = new LogBench();
    const names = await queueUp(bench, 'aaabbc');
    expect(await turnsTaken(bench, names)).toBe('a1 b1 c1 a2 b2 a3');
  });

  it('lets whoever comes later join the round that it has come to', async () => {
    const bench = new LogBench();
    const names = await queueUp(bench, 'aaaaabb');
    expect(await turnsTaken(bench, names, 4)).toBe('a1 b1 a2 b2');
    for (const [id, name] of await queueUp(bench, 'cc')) names.set(id, name);
    expect(await turnsTaken(bench, names)).toBe('c1 a3 c2 a4 a5');
  });

  it('is no shorter for whoever asks again as soon as they have had a turn', async () => {
    const bench = new LogBench();
    const names = await queueUp(bench, 'ab');
    expect(await turnsTaken(bench, names, 1)).toBe('a1');
    const [[again] = []] = [...(await queueUp(bench, 'a'))];
    names.set(again ?? '', 'a2');
    expect(await turnsTaken(bench, names)).toBe('b1 a2');
  });

  it('does not count a turn against a person twice: in flight, and as the round it was', async () => {
    const bench = new LogBench();
    await queueUp(bench, 'aaa');
    // All three are in flight, so that the line has come no further than to its first round.
    await bench.log.claimNext({ maxJobsInFlight: 0 }, 10);
    const [[one] = []] = [...(await queueUp(bench, 'b'))];
    const [[two] = []] = [...(await queueUp(bench, 'a'))];
    expect(await waitingIn(bench)).toEqual([one, two]);
    const { round } = await bench.db.selectFrom('line').select('round').executeTakeFirstOrThrow();
    expect(round).toBe(1);
  });

  it('lets a job that is to be sent again keep its place', async () => {
    const bench = new LogBench();
    const names = await queueUp(bench, 'aba');
    const [sent] = (await bench.log.claimNext({ maxJobsInFlight: 0 }, 1)).jobs;
    if (!sent) throw new Error('no turn');
    const waited = await bench.move(sent, 'ready');
    expect(waited.readyAt).toBe(sent.readyAt);
    expect(await turnsTaken(bench, names)).toBe('a1 b1 a2');
  });

  it('survives a restart', async () => {
    const bench = new LogBench();
    const names = await queueUp(bench, 'aaab');
    await turnsTaken(bench, names, 2);
    const before = await waitingIn(bench);
    await bench.reopen();
    expect(await waitingIn(bench)).toEqual(before);
  });

  it('leaves out what RunPod asked to send later, until then', async () => {
    const bench = new LogBench();
    const now = bench.clock.now();
    const later = await bench.jobIn('submitting');
    await bench.move(later, 'ready', { retryAt: now + 5_000 });
    const next = await bench.jobIn('ready');
    expect([await bench.log.queues.rejoin(9), await waitingIn(bench)]).toEqual([0, [next.id]]);
    await bench.clock.advance(4_999);
    expect(await bench.log.queues.rejoin(9)).toBe(0);
    await bench.clock.advance(1);
    expect(await bench.log.queues.rejoin(9)).toBe(1);
    expect(await waitingIn(bench)).toEqual([later.id, next.id]);
  });

  it('goes by turns for those too that were to be sent later, whoever was asked to come first', async () => {
    const bench = new LogBench();
    const names = await queueUp(bench, 'aaabc');
    const { jobs } = await bench.log.claimNext({ maxJobsInFlight: 0 }, 9);
    // The last in turn may be sent first.
    const now = bench.clock.now();
    for (const [index, job] of jobs.toReversed().entries()) {
      await bench.move(job, 'ready', { retryAt: now + index });
    }
    await bench.clock.advance(10);
    expect(await bench.log.queues.rejoin(9)).toBe(5);
    expect(await turnsTaken(bench, names)).toBe('a1 b1 c1 a2 a3');
  });

  it('takes back so many at once that were to be sent later, who could the longest first', async () => {
    const bench = new LogBench();
    const ids: string[] = [];
    const now = bench.clock.now();
    for (const wait of [3, 1, 2]) {
      const job = await bench.jobIn('submitting', { userId: `u${wait}` });
      await bench.move(job, 'ready', { retryAt: now + wait });
      ids.push(job.id);
    }
    await bench.clock.advance(10);
    expect([await bench.log.queues.rejoin(2), await waitingIn(bench)]).toEqual([2, ids.slice(1)]);
    expect([await bench.log.queues.rejoin(2), await bench.log.queues.rejoin(2)]).toEqual([1, 0]);
    expect(await waitingIn(bench)).toEqual(ids);
  });

  it('tells when there is something to look at by time alone', async () => {
    const bench = new LogBench();
    const now = bench.clock.now();
    const times = () => bench.log.queues.times();
    expect(await times()).toEqual({ retryAt: null, waitingSince: null });
    const later = await bench.jobIn('submitting');
    await bench.move(later, 'ready', { retryAt: now + 5_000 });
    expect(await times()).toEqual({ retryAt: now + 5_000, waitingSince: null });
    await bench.clock.advance(10);
    await bench.jobIn('ready');
    expect(await times()).toEqual({ retryAt: now + 5_000, waitingSince: now + 10 });
    await bench.clock.advance(5_000);
    await bench.log.queues.rejoin(9);
    expect(await times()).toEqual({ retryAt: null, waitingSince: now });
  });

  it('names those that have waited for so long, longest first, and no more than asked for', async () => {
    const bench = new LogBench();
    const now = bench.clock.now();
    const ids = [...(await queueUp(bench, 'abcd')).keys()];
    const later = await bench.jobIn('submitting');
    await bench.move(later, 'ready', { retryAt: now + 9_000 });
    const since = async (at: number, most: number) =>
      (await bench.log.queues.waitingSince(at, most)).map(({ id }) => id);
    expect(await since(now + 2, 10)).toEqual(ids.slice(0, 3));
    expect(await since(now + 100, 2)).toEqual(ids.slice(0, 2));
    expect(await since(now - 1, 10)).toEqual([]);
  });

  it('is walked along in pieces, without a gap and without anybody twice', async () => {
    const bench = new LogBench();
    await queueUp(bench, 'aaabbcabcdd');
    const whole = await waitingIn(bench);
    for (const limit of [1, 2, 3, 11, 12]) {
      const walked: string[][] = [];
      let after: QueueCursor | undefined;
      do {
        const piece = await bench.log.queues.slice('', after, limit);
        walked.push(piece.jobs.map(({ id }) => id));
        after = piece.end;
      } while (after);
      expect(walked.flat()).toEqual(whole);
      expect(walked.every(({ length }) => length <= limit)).toBe(true);
    }
  });

  it('has room for as many as the endpoint may still get', async () => {
    const bench = new LogBench();
    for (const state of ['submitting', 'queued', 'running', 'completed', 'failed'] as const) {
      await bench.jobIn(state);
    }
    await queueUp(bench, 'abcd');
    const due = async (most: number, atMost: number) =>
      (await bench.log.queues.nextDue({ maxJobsInFlight: most }, atMost)).length;
    expect([await due(5, 9), await due(2, 9), await due(3, 9)]).toEqual([2, 0, 0]);
    // No more than asked for, and without a limit as many as that.
    expect([await due(9, 1), await due(0, 3)]).toEqual([1, 3]);
  });
});

describe('a turn', () => {
  it('is taken while there is room, and counts as a try', async () => {
    const bench = new LogBench();
    const job = await bench.jobIn('ready');
    const { jobs, unreadable } = await bench.log.claimNext({ maxJobsInFlight: 1 }, 9);
    expect(jobs).toMatchObject([{ id: job.id, state: 'submitting', attempt: 1 }]);
    expect(unreadable).toEqual([]);
    expect(await bench.eventsOf(job)).toHaveLength(2);
  });

  it('is not taken where there is no room, and then is that of the first in line', async () => {
    const bench = new LogBench();
    await bench.jobIn('running', { userId: 'c' });
    const [first, second] = [
      await bench.jobIn('ready', { userId: 'a' }),
      await bench.jobIn('ready', { userId: 'b' }),
    ];
    expect((await bench.log.claimNext({ maxJobsInFlight: 1 }, 9)).jobs).toEqual([]);
    expect((await bench.log.claimNext({ maxJobsInFlight: 2 }, 9)).jobs).toMatchObject([
      { id: first.id },
    ]);
    expect(await bench.find(second)).toMatchObject({ state: 'ready', attempt: 0 });
  });

  it('is never taken by more at the same time than there is room', async () => {
    const bench = new LogBench();
    for (const userId of 'abcdefgh') await bench.jobIn('ready', { userId });
    const takers = Array.from({ length: 8 }, () => bench.log.claimNext({ maxJobsInFlight: 3 }, 9));
    const taken = (await Promise.all(takers)).flatMap(({ jobs }) => jobs);
    expect(new Set(taken.map(({ id }) => id)).size).toBe(3);
    expect(taken).toHaveLength(3);
  });

  it('counts what may still go on at RunPod although it is over here', async () => {
    const bench = new LogBench();
    const running = await bench.jobIn('running');
    await bench.log.note.lateSubmission(running, 'ep', 'r-1');
    await bench.move(running, 'cancelled');
    await bench.jobIn('ready');
    expect((await bench.log.claimNext({ maxJobsInFlight: 1 }, 9)).jobs).toEqual([]);
    await bench.log.note.remoteClosed(running.id);
    expect((await bench.log.claimNext({ maxJobsInFlight: 1 }, 9)).jobs).toHaveLength(1);
  });

  it('is not for a job that is no longer ready', async () => {
    const bench = new LogBench();
    const job = await bench.jobIn('ready');
    const [{ jobs }] = await Promise.all([
      bench.log.claimNext({ maxJobsInFlight: 1 }, 9),
      bench.move(job, 'cancelled'),
    ]);
    const turns = (await bench.eventsOf(job)).filter(({ toState }) => toState === 'submitting');
    expect(jobs).toHaveLength(turns.length);
    const other = await bench.jobIn('ready');
    await bench.move(other, 'cancelled');
    expect((await bench.log.claimNext({ maxJobsInFlight: 9 }, 9)).jobs).toEqual([]);
  });

  it('is that of the next one where a row cannot be read, whose id is told', async () => {
    const bench = new LogBench();
    const [broken, next] = [...(await queueUp(bench, 'ab')).keys()];
    if (broken === undefined) throw new Error('nobody waits');
    await bench.db.updateTable('jobs').set({ params: '{' }).where('id', '=', broken).execute();
    const { jobs, unreadable } = await bench.log.claimNext({ maxJobsInFlight: 0 }, 9);
    expect([jobs.map(({ id }) => id), unreadable]).toEqual([[next], [broken]]);
    await bench.log.setAside(broken);
    expect(await bench.log.claimNext({ maxJobsInFlight: 0 }, 9)).toEqual({
      jobs: [],
      unreadable: [],
      unaffordable: [],
    });
  });
});
