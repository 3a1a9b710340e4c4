import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Job } from '../../../src/jobs/job.ts';
import { LogBench } from '../../support/log-bench.ts';

const server = { a: '200000000000000001', b: '200000000000000002' };

/** Sends what may be sent, and returns it by the person and number of pictures: `ada2`. */
async function claim(bench: LogBench, atOncePerPerson: number, atOncePerServer = 0) {
  const room = { maxJobsInFlight: 0, atOnce: { atOncePerPerson, atOncePerServer } };
  const { jobs } = await bench.log.claimNext(room, 100);
  return jobs.map(({ userId, count }) => `${userId}${count}`).join(' ');
}

/** Makes jobs wait: `ada2` is one of two pictures. */
async function wait(bench: LogBench, jobs: string, guildId = server.a, queue = ''): Promise<Job[]> {
  const made: Job[] = [];
  for (const [, userId = '', count] of jobs.matchAll(/([a-z]+)(\d)/g)) {
    made.push(await bench.jobIn('ready', { userId, count: Number(count), guildId, queue }));
    await bench.clock.advance(1);
  }
  return made;
}

describe('what a person may have in progress', () => {
  it('is sent, the rest waits, and others go ahead', async () => {
    const bench = new LogBench();
    await wait(bench, 'ada1 ada1 ada1 ada1 ben1');
    expect(await claim(bench, 2)).toBe('ada1 ben1 ada1');
    expect(await claim(bench, 2)).toBe('');
  });

  it.each(['failed', 'completed', 'cancelled'] as const)(
    'has room again when one has %s, also if RunPod still has it',
    async (state) => {
      const bench = new LogBench();
      const running = await bench.jobIn('running', { userId: 'ada' });
      await wait(bench, 'ada1 ada1');
      expect(await claim(bench, 1)).toBe('');
      await bench.move(running, state, { remoteOpen: true });
      expect(await claim(bench, 1)).toBe('ada1');
    },
  );

  it('counts pictures, whatever the server and the queue', async () => {
    const bench = new LogBench();
    await bench.jobIn('queued', { userId: 'ada', count: 2, guildId: server.b });
    await bench.jobIn('submitting', { userId: 'ada', count: 1, queue: 'x' });
    await wait(bench, 'ada2', server.a, 'y');
    expect(await claim(bench, 4)).toBe('');
    expect(await claim(bench, 5)).toBe('ada2');
  });

  it('is one request at least, however many pictures it makes', async () => {
    const bench = new LogBench();
    await wait(bench, 'ada4 ada1');
    expect(await claim(bench, 2)).toBe('ada4');
    expect(await claim(bench, 2)).toBe('');
  });

  it('comes in order: a small request does not overtake one without room', async () => {
    const bench = new LogBench();
    const running = await bench.jobIn('running', { userId: 'ada' });
    await wait(bench, 'ada4 ada1');
    expect(await claim(bench, 4)).toBe('');
    await bench.move(running, 'completed');
    expect(await claim(bench, 4)).toBe('ada4');
  });

  it('is shared by all queues in one pass', async () => {
    const bench = new LogBench();
    await wait(bench, 'ada1 ada1', server.a, 'x');
    await wait(bench, 'ada1 ada1', server.a, 'y');
    expect(await claim(bench, 3)).toBe('ada1 ada1 ada1');
  });
});

describe('what a server may have in progress', () => {
  it('is sent, and other servers go ahead of the rest', async () => {
    const bench = new LogBench();
    await wait(bench, 'ada1 ben1 cleo1');
    await wait(bench, 'dora1', server.b);
    expect(await claim(bench, 0, 2)).toBe('ada1 ben1 dora1');
    expect(await claim(bench, 0, 2)).toBe('');
  });

  it('does not hold up its members elsewhere', async () => {
    const bench = new LogBench();
    await bench.jobIn('running', { userId: 'ben' });
    await wait(bench, 'ada1');
    await wait(bench, 'ada1', server.b);
    expect(await claim(bench, 9, 1)).toBe('ada1');
  });
});

it('finds jobs behind hundreds that have no room', async () => {
  const bench = new LogBench();
  await bench.jobIn('running', { userId: 'ada' });
  const letters = Array.from({ length: 120 }, (_, n) => String.fromCharCode(97 + (n % 26)));
  await wait(
    bench,
    letters.map((letter, n) => `${letter.repeat(2 + Math.floor(n / 26))}2`).join(' '),
  );
  await wait(bench, 'dora2', server.b);
  expect(await claim(bench, 0, 2)).toBe('dora2');
});

describe('any requests', () => {
  const request = fc.record({
    userId: fc.constantFrom('ada', 'ben'),
    guildId: fc.constantFrom(server.a, server.b),
    count: fc.integer({ min: 1, max: 4 }),
    queue: fc.constantFrom('', 'x'),
    isSent: fc.boolean(),
  });

  it('are never sent beyond the limits but one by one, and all are sent in the end', async () => {
    const bench = new LogBench();
    const atOnce = { atOncePerPerson: 3, atOncePerServer: 5 };
    await fc.assert(
      fc.asyncProperty(fc.array(request, { maxLength: 9 }), async (requests) => {
        await bench.db.deleteFrom('jobs').execute();
        const open = new Map<string, Job>();
        for (const { isSent, ...parts } of requests) {
          const job = await bench.jobIn(isSent ? 'running' : 'ready', parts);
          if (isSent) open.set(job.id, job);
        }
        const before = new Set(open.keys());
        let sent = before.size;
        while (sent < requests.length || open.size > 0) {
          const { jobs } = await bench.log.claimNext({ maxJobsInFlight: 0, atOnce }, 10);
          sent += jobs.length;
          for (const job of jobs) open.set(job.id, job);
          for (const job of jobs) {
            const others = [...open.values()].filter(({ id }) => id !== job.id);
            const sum = (key: 'userId' | 'guildId') =>
              others.reduce((all, one) => all + (one[key] === job[key] ? one.count : 0), 0);
            if (sum('userId') > 0) expect(sum('userId') + job.count).toBeLessThanOrEqual(3);
            if (sum('guildId') > 0) expect(sum('guildId') + job.count).toBeLessThanOrEqual(5);
          }
          const [next] = open.values();
          if (!next) throw new Error('nothing is sent, and nothing is in progress');
          await bench.move(next, 'cancelled');
          open.delete(next.id);
        }
      }),
      { numRuns: 30 },
    );
  });
});
