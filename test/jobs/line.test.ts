import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Job } from '../../src/jobs/job.ts';
import { LogBench } from '../support/log-bench.ts';

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

/** The order of turns, with each person's jobs numbered as they came: `a1 b1 a2`. */
async function turnsOf(people: string, inFlight = ''): Promise<string> {
  const bench = new LogBench();
  for (const userId of inFlight) await bench.jobIn('running', { userId });
  const names = await queueUp(bench, people);
  const { waiting } = await bench.log.line(0, bench.clock.now());
  return waiting.map((id) => names.get(id)).join(' ');
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
    const slow = await bench.create({ userId: 'a' });
    const quick = await bench.jobIn('ready', { userId: 'b' });
    await bench.clock.advance(1);
    await bench.move(slow, 'ready');
    const { waiting } = await bench.log.line(0, bench.clock.now());
    expect(waiting).toEqual([quick.id, slow.id]);
  });

  it('leaves out what RunPod asked to send later, until then', async () => {
    const bench = new LogBench();
    const now = bench.clock.now();
    const later = await bench.jobIn('submitting');
    await bench.move(later, 'ready', { retryAt: now + 5_000 });
    const next = await bench.jobIn('ready');
    expect((await bench.log.line(0, now)).waiting).toEqual([next.id]);
    expect((await bench.log.line(0, now + 5_000)).waiting).toContain(later.id);
  });

  it('has room for as many as the endpoint may still get', async () => {
    const bench = new LogBench();
    for (const state of ['submitting', 'queued', 'running', 'completed', 'failed'] as const) {
      await bench.jobIn(state);
    }
    const now = bench.clock.now();
    expect(await bench.log.line(5, now)).toMatchObject({ free: 2 });
    expect(await bench.log.line(2, now)).toMatchObject({ free: 0 });
  });
});

describe('a turn', () => {
  const take = (bench: LogBench, job: Job, most: number) =>
    bench.log.takeTurn(job, 'test: turn', most);

  it('is taken while there is room, and counts as a try', async () => {
    const bench = new LogBench();
    const job = await bench.jobIn('ready');
    const taken = await take(bench, job, 1);
    expect(taken).toMatchObject({ job: { id: job.id, state: 'submitting', attempt: 1 } });
  });

  it('is a place in line where there is none', async () => {
    const bench = new LogBench();
    await bench.jobIn('running', { userId: 'c' });
    const [first, second] = [
      await bench.jobIn('ready', { userId: 'a' }),
      await bench.jobIn('ready', { userId: 'b' }),
    ];
    expect(await take(bench, second, 1)).toEqual({ place: 2 });
    expect(await take(bench, first, 1)).toEqual({ place: 1 });
    // Room for one is the first one's.
    expect(await take(bench, second, 2)).toEqual({ place: 1 });
    expect(await take(bench, first, 2)).toMatchObject({ job: { state: 'submitting' } });
    expect(await bench.find(second)).toMatchObject({ state: 'ready', attempt: 0 });
  });

  it('is never taken by more at the same time than there is room', async () => {
    const bench = new LogBench();
    const jobs: Job[] = [];
    for (const userId of 'abcdefgh') jobs.push(await bench.jobIn('ready', { userId }));
    const turns = await Promise.all(jobs.map((job) => take(bench, job, 3)));
    expect(turns.filter((turn) => turn && 'job' in turn)).toHaveLength(3);
  });

  it('is not for a job that is no longer ready', async () => {
    const bench = new LogBench();
    const job = await bench.jobIn('ready');
    await bench.move(job, 'cancelled');
    expect(await take(bench, job, 1)).toBeUndefined();
  });
});
