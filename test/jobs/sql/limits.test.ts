import { describe, expect, it } from 'vitest';
import { BotError, type ErrorCode } from '../../../src/errors/errors.ts';
import { JobLog } from '../../../src/jobs/job-log.ts';
import type { NewJob } from '../../../src/jobs/sql/new-job.ts';
import { type Limits, NO_LIMITS } from '../../../src/jobs/sql/limits.ts';
import { LogBench } from '../../support/log-bench.ts';

const MINUTE = 60_000;

/** What a request comes to: its id where it was taken, or what it was refused for. */
async function ask(
  bench: LogBench,
  limits: Partial<Limits>,
  parts: Partial<NewJob> = {},
): Promise<string | Pick<BotError, 'code' | 'facts'>> {
  try {
    const log = new JobLog(
      bench.store,
      bench.clock,
      { ...NO_LIMITS, ...limits },
      (id) => `erased-${id}`,
    );
    const job = await log.create(bench.request(parts));
    return job?.id ?? 'there already';
  } catch (error) {
    if (error instanceof BotError) return { code: error.code, facts: error.facts };
    throw error;
  }
}

const refusedFor = (code: ErrorCode, facts: object) => ({ code, facts });
const taken = expect.stringMatching(/^job\d+$/) as string;

it('nothing new is taken from the moment on that the operator has the bot drained', async () => {
  const bench = new LogBench();
  expect(await ask(bench, {})).toEqual(taken);
  await bench.db.insertInto('draining').values({ id: 1, since: 5 }).execute();
  expect(await ask(bench, {})).toMatchObject({ code: 'draining' });
  await bench.db.updateTable('draining').set({ since: null }).execute();
  expect(await ask(bench, {})).toEqual(taken);
});

/** Whom a limit is about: what sets it, what other people or servers have, and its sentences. */
const whose = [
  {
    name: 'a person',
    atOnce: { atOncePerPerson: 2 },
    hourly: { hourlyPerPerson: 3 },
    other: { userId: '400000000000000002' },
    same: { guildId: '200000000000000002' },
    atOnceCode: 'too_many_at_once',
    hourlyCode: 'too_many_an_hour',
  },
  {
    name: 'a server',
    atOnce: { atOncePerServer: 2 },
    hourly: { hourlyPerServer: 3 },
    other: { guildId: '200000000000000002' },
    same: { userId: '400000000000000002' },
    atOnceCode: 'server_too_many_at_once',
    hourlyCode: 'server_too_many_an_hour',
  },
] as const;

describe.each(whose)(
  'the limit of jobs at once of $name',
  ({ atOnce, other, same, atOnceCode }) => {
    const refused = refusedFor(atOnceCode, { count: 2 });

    it('lets as many in as it says, and nothing is written of the next one', async () => {
      const bench = new LogBench();
      expect([await ask(bench, atOnce), await ask(bench, atOnce, same)]).toEqual([taken, taken]);
      expect(await ask(bench, atOnce)).toEqual(refused);
      expect(await bench.unfinished()).toHaveLength(2);
      expect(await bench.db.selectFrom('jobEvents').selectAll().execute()).toHaveLength(2);
    });

    it('makes room when a job is over, whatever it waited for before', async () => {
      const bench = new LogBench();
      const waiting = await bench.jobIn('awaiting_consent');
      await bench.jobIn('running');
      expect(await ask(bench, atOnce)).toEqual(refused);
      await bench.move(waiting, 'cancelled');
      expect(await ask(bench, atOnce)).toEqual(taken);
    });

    it('counts nobody else', async () => {
      const bench = new LogBench();
      for (let count = 0; count < 2; count += 1) await ask(bench, atOnce, other);
      expect(await ask(bench, atOnce)).toEqual(taken);
    });

    it('holds against requests at the same time', async () => {
      const bench = new LogBench();
      const answers = await Promise.all(Array.from({ length: 20 }, () => ask(bench, atOnce)));
      expect(answers.filter((answer) => typeof answer === 'string')).toHaveLength(2);
    });

    it('survives a restart', async () => {
      const bench = new LogBench();
      for (let count = 0; count < 2; count += 1) await ask(bench, atOnce);
      await bench.reopen();
      expect(await ask(bench, atOnce)).toEqual(refused);
    });
  },
);

describe.each(whose)("the hour's total of $name", ({ hourly, other, hourlyCode }) => {
  it('counts every request of the last hour, and says when the next one is possible', async () => {
    const bench = new LogBench();
    const first = bench.clock.now();
    for (let count = 0; count < 3; count += 1) {
      const job = await bench.create();
      await bench.move(job, count === 1 ? 'failed' : 'cancelled');
      await bench.clock.advance(10 * MINUTE);
    }
    const at = (first + 60 * MINUTE) / 1000;
    expect(await ask(bench, hourly)).toEqual(refusedFor(hourlyCode, { count: 3, at }));
    await bench.clock.advance(30 * MINUTE - 1);
    expect(await ask(bench, hourly)).toEqual(refusedFor(hourlyCode, { count: 3, at }));
    await bench.clock.advance(1);
    expect(await ask(bench, hourly)).toEqual(taken);
    expect(await ask(bench, hourly)).toMatchObject({ code: hourlyCode });
  });

  it('counts nobody else, and survives a restart', async () => {
    const bench = new LogBench();
    for (let count = 0; count < 3; count += 1) await ask(bench, hourly, other);
    for (let count = 0; count < 3; count += 1) expect(await ask(bench, hourly)).toEqual(taken);
    await bench.reopen();
    expect(await ask(bench, hourly)).toMatchObject({ code: hourlyCode });
  });
});

describe.each(whose)('pictures of $name that a job makes several of', (limit) => {
  const { atOnce, hourly, other, same, atOnceCode, hourlyCode } = limit;

  it('count as many at once as they are', async () => {
    const bench = new LogBench();
    const first = await bench.create({ ...same, count: 2 });
    expect(await ask(bench, atOnce)).toEqual(refusedFor(atOnceCode, { count: 2 }));
    await bench.move(first, 'cancelled');
    expect(await ask(bench, atOnce, { count: 2 })).toEqual(taken);
  });

  it('have to find room for all of them', async () => {
    const bench = new LogBench();
    await ask(bench, atOnce);
    expect(await ask(bench, atOnce, { count: 2 })).toEqual(refusedFor(atOnceCode, { count: 2 }));
    expect(await ask(bench, atOnce)).toEqual(taken);
  });

  it('are never too many by themselves', async () => {
    const bench = new LogBench();
    await ask(bench, { ...atOnce, ...hourly }, other);
    expect(await ask(bench, { ...atOnce, ...hourly }, { count: 4 })).toEqual(taken);
    expect(await ask(bench, atOnce)).toMatchObject({ code: atOnceCode });
    expect(await ask(bench, hourly)).toMatchObject({ code: hourlyCode });
  });

  it('count as many within the hour, and it is said when there is room for all', async () => {
    const bench = new LogBench();
    const begin = bench.clock.now();
    // One picture, ten minutes later two, and ten minutes later somebody asks for two more.
    for (const count of [1, 2]) {
      await bench.move(await bench.create({ ...same, count }), 'cancelled');
      await bench.clock.advance(10 * MINUTE);
    }
    const said = (minutes: number) => ({ count: 3, at: (begin + minutes * MINUTE) / 1000 });
    expect(await ask(bench, hourly)).toEqual(refusedFor(hourlyCode, said(60)));
    expect(await ask(bench, hourly, { count: 2 })).toEqual(refusedFor(hourlyCode, said(70)));
    await bench.clock.advance(50 * MINUTE - 1);
    expect(await ask(bench, hourly, { count: 2 })).toEqual(refusedFor(hourlyCode, said(70)));
    await bench.clock.advance(1);
    expect(await ask(bench, hourly, { count: 2 })).toEqual(taken);
  });

  it('that are more than there may be in an hour are possible once nothing else was asked for', async () => {
    const bench = new LogBench();
    const begin = bench.clock.now();
    await ask(bench, hourly);
    await bench.clock.advance(MINUTE);
    await ask(bench, hourly);
    const at = (begin + 61 * MINUTE) / 1000;
    const refused = refusedFor(hourlyCode, { count: 3, at });
    expect(await ask(bench, hourly, { count: 4 })).toEqual(refused);
    await bench.clock.advance(60 * MINUTE);
    expect(await ask(bench, hourly, { count: 4 })).toEqual(taken);
  });
});

describe('a second delivery', () => {
  it('of a request that was taken is none too many', async () => {
    const bench = new LogBench();
    const job = await bench.create();
    const again = { interactionId: job.answeredInteractionId };
    expect(await ask(bench, { atOncePerPerson: 1, hourlyPerPerson: 1 }, again)).toBe(
      'there already',
    );
  });
});

describe('no limits', () => {
  it('let everything in', async () => {
    const bench = new LogBench();
    for (let count = 0; count < 70; count += 1) expect(await ask(bench, {})).toEqual(taken);
  });
});
