import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BotError } from '../../../src/errors/errors.ts';
import { JobLog } from '../../../src/jobs/job-log.ts';
import { type Limits, waitingOf } from '../../../src/jobs/sql/limits.ts';
import { LogBench } from '../../support/log-bench.ts';

const MINUTE = 60_000;

interface Asked {
  readonly userId: string;
  readonly guildId: string;
  readonly count: number;
  readonly isOver: boolean;
  readonly createdAt: number;
}

/** The refusal that a request comes to, counted anew from all that there is. */
function reckoned(
  jobs: readonly Asked[],
  { userId, guildId, count }: Pick<Asked, 'userId' | 'guildId' | 'count'>,
  limits: Limits,
  now: number,
) {
  const sum = (some: readonly Asked[]) => some.reduce((all, job) => all + job.count, 0);
  const isTooMuch = (some: readonly Asked[], limit: number) =>
    some.length > 0 && sum(some) + count > limit;
  const hours = 60 * MINUTE;
  const open = jobs.filter((job) => job.userId === userId && !job.isOver);
  const counts = [...open, { count }].map((job) => job.count);
  if (waitingOf(counts, limits.atOncePerPerson) > limits.waitingPerPerson) {
    return { code: 'too_many_waiting', facts: { count: limits.waitingPerPerson } };
  }
  const both = [
    [jobs.filter((job) => job.userId === userId), ''] as const,
    [jobs.filter((job) => job.guildId === guildId), 'server_'] as const,
  ];
  for (const [theirs, whose] of both) {
    const hourly = whose === '' ? limits.hourlyPerPerson : limits.hourlyPerServer;
    const at = [...theirs.map(({ createdAt }) => createdAt + hours), now]
      .sort((a, b) => a - b)
      .find((time) => {
        const left = theirs.filter(({ createdAt }) => createdAt > time - hours);
        return time >= now && !isTooMuch(left, hourly);
      });
    if (at !== undefined && at > now) {
      return { code: `${whose}too_many_an_hour`, facts: { count: hourly, at: at / 1000 } };
    }
  }
  return undefined;
}

describe('what a request comes to', () => {
  const person = '400000000000000001';
  const server = '200000000000000001';
  const limits: Limits = {
    atOncePerPerson: 4,
    atOncePerServer: 6,
    waitingPerPerson: 1,
    hourlyPerPerson: 5,
    hourlyPerServer: 9,
    dailyOutsideServers: 0,
  };
  const request = fc.record({
    userId: fc.constantFrom(person, '400000000000000002'),
    guildId: fc.constantFrom(server, '200000000000000002'),
    count: fc.integer({ min: 1, max: 4 }),
    isOver: fc.boolean(),
    minutes: fc.integer({ min: 0, max: 40 }),
  });

  it('is what comes of adding up all that was asked for, before it is written and after', async () => {
    const bench = new LogBench();
    const log = new JobLog(bench.store, bench.clock, limits, String);
    await fc.assert(
      fc.asyncProperty(fc.array(request, { maxLength: 6 }), request, async (before, asked) => {
        await bench.db.deleteFrom('jobs').execute();
        const jobs: Asked[] = [];
        for (const { isOver, minutes, ...parts } of before) {
          const job = await bench.create(parts);
          if (isOver) await bench.move(job, 'cancelled');
          jobs.push({ ...parts, isOver, createdAt: job.createdAt });
          await bench.clock.advance(minutes * MINUTE);
        }
        const { userId, guildId, count } = asked;
        const expected = reckoned(jobs, { userId, guildId, count }, limits, bench.clock.now());
        const refusal = (error: unknown) =>
          error instanceof BotError ? { code: error.code, facts: error.facts } : undefined;
        const room = log.requireRoomFor({ userId, guildId, count });
        expect(await room.then(() => undefined, refusal)).toEqual(expected);
        const written = log.create(bench.request({ userId, guildId, count }));
        expect(await written.then(() => undefined, refusal)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });
});
