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

/** Whom a limit is about: what sets it, what other people or servers have, and its sentence. */
const whose = [
  {
    name: 'a person',
    hourly: { hourlyPerPerson: 3 },
    other: { userId: '400000000000000002' },
    hourlyCode: 'too_many_an_hour',
  },
  {
    name: 'a server',
    hourly: { hourlyPerServer: 3 },
    other: { guildId: '200000000000000002' },
    hourlyCode: 'server_too_many_an_hour',
  },
] as const;

describe('the limit of requests that wait for others of the same person', () => {
  const limits = { atOncePerPerson: 2, waitingPerPerson: 1 };
  const refused = refusedFor('too_many_waiting', { count: 1 });
  const elsewhere = { guildId: '200000000000000002' };

  it('lets as many in as may be in progress and wait, and nothing is written of the next', async () => {
    const bench = new LogBench();
    for (const parts of [{}, elsewhere, {}]) expect(await ask(bench, limits, parts)).toEqual(taken);
    expect(await ask(bench, limits)).toEqual(refused);
    expect(await ask(bench, limits, elsewhere)).toEqual(refused);
    expect(await bench.unfinished()).toHaveLength(3);
    expect(await bench.db.selectFrom('jobEvents').selectAll().execute()).toHaveLength(3);
  });

  it('makes room when a job is over, whatever it waited for before', async () => {
    const bench = new LogBench();
    const waiting = await bench.jobIn('awaiting_consent');
    await bench.jobIn('running');
    await bench.jobIn('ready');
    expect(await ask(bench, limits)).toEqual(refused);
    await bench.move(waiting, 'cancelled');
    expect(await ask(bench, limits)).toEqual(taken);
  });

  it('counts requests, and nobody else', async () => {
    const bench = new LogBench();
    const other = { userId: '400000000000000002' };
    for (let count = 0; count < 3; count += 1) await ask(bench, limits, other);
    expect(await ask(bench, limits, { count: 4 })).toEqual(taken);
    expect(await ask(bench, limits, { count: 4 })).toEqual(taken);
    expect(await ask(bench, limits)).toEqual(refused);
  });

  it('holds against requests at the same time', async () => {
    const bench = new LogBench();
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(bench, limits)));
    expect(answers.filter((answer) => typeof answer === 'string')).toHaveLength(3);
  });

  it('survives a restart', async () => {
    const bench = new LogBench();
    for (let count = 0; count < 3; count += 1) await ask(bench, limits);
    await bench.reopen();
    expect(await ask(bench, limits)).toEqual(refused);
  });

  it.each([{ atOncePerPerson: 2 }, { waitingPerPerson: 1 }])('is none with %j', async (some) => {
    const bench = new LogBench();
    for (let count = 0; count < 9; count += 1) expect(await ask(bench, some)).toEqual(taken);
  });
});

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
  const { hourly, other, hourlyCode } = limit;

  it('are never too many by themselves', async () => {
    const bench = new LogBench();
    await ask(bench, hourly, other);
    expect(await ask(bench, hourly, { count: 4 })).toEqual(taken);
    expect(await ask(bench, hourly)).toMatchObject({ code: hourlyCode });
  });

  it('count as many within the hour, and it is said when there is room for all', async () => {
    const bench = new LogBench();
    const begin = bench.clock.now();
    // One picture, ten minutes later two, and ten minutes later somebody asks for two more.
    for (const count of [1, 2]) {
      await bench.move(await bench.create({ count }), 'cancelled');
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
    const limits = { atOncePerPerson: 1, waitingPerPerson: 1, hourlyPerPerson: 1 };
    expect(await ask(bench, limits, again)).toBe('there already');
  });
});

describe('no limits', () => {
  it('let everything in', async () => {
    const bench = new LogBench();
    for (let count = 0; count < 70; count += 1) expect(await ask(bench, {})).toEqual(taken);
  });
});
