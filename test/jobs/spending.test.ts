import { describe, expect, it } from 'vitest';
import { Spending } from '../../src/jobs/spending.ts';
import { spentOn } from '../../src/jobs/sql/usage.ts';
import { LogBench } from '../support/log-bench.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const CENT = 10_000;

/** A log, and a limit of so many cents a day. Counts how often the log is asked for the sums. */
class SpendingBench extends LogBench {
  readonly spending: Spending;
  asked = 0;

  constructor(cents: number) {
    super();
    const { log, clock } = this;
    const since = log.spend.since.bind(log.spend);
    log.spend.since = (from) => {
      this.asked += 1;
      return since(from);
    };
    this.spending = new Spending({ log, clock, maxMicrosPerDay: cents * CENT });
  }

  /** Which of the waiting jobs are sent, and for which there is no money. */
  async claim() {
    const room = { maxJobsInFlight: 0, money: this.spending.today };
    const { jobs, unaffordable } = await this.log.claimNext(room, 20);
    return { sent: jobs.map(({ id }) => id), unaffordable };
  }

  /** A job that waits, after `attempt` submissions. */
  async waiting(price: number, attempt = 0) {
    const job = await this.jobIn('ready', { price });
    if (attempt > 0) {
      await this.db.updateTable('jobs').set({ attempt }).where('id', '=', job.id).execute();
    }
    await this.clock.advance(1);
    return job.id;
  }

  /** What becomes of a request for a picture of that price: `taken`, or an error's code and when. */
  async ask(cents: number): Promise<unknown> {
    try {
      (await this.spending.reserve(cents / 100))();
      return 'taken';
    } catch (error) {
      const { code, facts } = error as { code: string; facts: { at?: number } };
      return facts.at === undefined ? code : [code, facts.at * 1000];
    }
  }
}

describe('the money of a day', () => {
  it('is summed from what was told, and there is more at the next midnight', async () => {
    const bench = new SpendingBench(10);
    const midnight = bench.clock.now();
    await bench.clock.advance(5 * HOUR);
    await bench.jobIn('completed', { price: 0.01 }, { costMicros: 6 * CENT });
    await bench.jobIn('failed', { price: 0.01 }, { costMicros: 3 * CENT });
    expect(await bench.ask(1)).toBe('taken');
    expect(await bench.ask(2)).toEqual(['money_spent', midnight + DAY]);
    await bench.clock.advance(19 * HOUR - 1);
    expect(await bench.ask(2)).toEqual(['money_spent', midnight + DAY]);
    await bench.clock.advance(1);
    expect(await bench.ask(10)).toBe('taken');
  });

  it.each([
    ['that was never sent', 'failed', { attempt: 0 }, 0],
    ['of which nothing was told', 'completed', { attempt: 1 }, 4],
    ['that may have gone on after its cancel', 'cancelled', { attempt: 1 }, 4],
    ['that was told to cost nothing', 'failed', { attempt: 1, costMicros: 0 }, 0],
    ['that may have been sent twice', 'completed', { attempt: 2, costMicros: CENT }, 5],
    ['whose two answers were lost', 'failed', { attempt: 2 }, 8],
  ] as const)('counts a job %s', async (_, state, changes, cents) => {
    const bench = new SpendingBench(10);
    const job = await bench.jobIn(state, { price: 0.04 }, changes);
    expect(spentOn(job)).toBe(cents * CENT);
    expect(await bench.log.spend.since(bench.clock.now())).toBe(cents * CENT);
  });

  it('counts what is under way by what is documented', async () => {
    const bench = new SpendingBench(10);
    const queued = await bench.jobIn('queued', { price: 0.04 });
    await bench.jobIn('ready', { price: 0.04 });
    await bench.jobIn('ready');
    expect(await bench.ask(2)).toBe('taken');
    expect(await bench.ask(3)).toBe('money_promised');
    await bench.move(queued, 'completed', { costMicros: CENT });
    expect(await bench.ask(5)).toBe('taken');
    expect(await bench.ask(6)).toBe('money_promised');
    expect(bench.asked).toBe(1);
  });

  it('is set aside for requests that are being looked at', async () => {
    const bench = new SpendingBench(10);
    const [first, second] = await Promise.all([0, 1].map(() => bench.spending.reserve(0.05)));
    expect(await bench.ask(1)).toBe('money_promised');
    first?.();
    expect(await bench.ask(5)).toBe('taken');
    second?.();
    expect(await bench.ask(10)).toBe('taken');
  });

  it('has a limit of its own for pictures that nobody bills one by one: none', async () => {
    const bench = new SpendingBench(1);
    await bench.jobIn('completed', { price: 0.01 }, { costMicros: CENT });
    expect(await bench.ask(0.01)).toEqual(['money_spent', expect.any(Number)]);
    await expect(bench.spending.reserve(undefined)).resolves.toBeTypeOf('function');
    const free = await bench.jobIn('ready');
    expect(await bench.claim()).toEqual({ sent: [free.id], unaffordable: [] });
  });

  it('is without limit at 0, and then nobody sums it', async () => {
    const bench = new SpendingBench(0);
    await bench.jobIn('completed', { price: 100 });
    expect([await bench.ask(100), bench.asked]).toEqual(['taken', 0]);
    expect(bench.log.events.listenerCount('changed')).toBe(0);
  });

  it('counts what ends while it is summed, twice rather than not at all', async () => {
    const bench = new SpendingBench(10);
    const running = await bench.jobIn('running', { price: 0.04 });
    const since = bench.log.spend.since.bind(bench.log.spend);
    bench.log.spend.since = async (from) => {
      const spent = await since(from);
      await bench.move(running, 'completed', { costMicros: 6 * CENT });
      return spent;
    };
    expect(await bench.ask(5)).toEqual(['money_spent', expect.any(Number)]);
  });

  it('is summed once in ten seconds, and again where that failed', async () => {
    const bench = new SpendingBench(10);
    const since = bench.log.spend.since.bind(bench.log.spend);
    bench.log.spend.since = () => Promise.reject(new Error('the disk is away'));
    await expect(bench.spending.reserve(0.01)).rejects.toThrow('the disk is away');
    bench.log.spend.since = since;
    await Promise.all(Array.from({ length: 50 }, () => bench.ask(1)));
    await bench.clock.advance(9_999);
    await bench.ask(1);
    expect(bench.asked).toBe(1);
    await bench.clock.advance(1);
    await bench.ask(1);
    expect(bench.asked).toBe(2);
  });
});

describe('a job that is next', () => {
  it('finds no money that others need which were sent before it', async () => {
    const bench = new SpendingBench(10);
    const price = 0.03;
    await bench.jobIn('completed', { price }, { costMicros: 3 * CENT });
    await bench.jobIn('running', { price });
    const first = await bench.waiting(price);
    const second = await bench.waiting(price);
    expect(await bench.claim()).toEqual({ sent: [first], unaffordable: [second] });
    expect(bench.spending.today?.endsAt).toBe(Date.UTC(2030, 0, 2));
    await bench.move(await bench.find({ id: first }), 'ready', { attempt: 0 });
    // It has had no part yet, so there is money for one of them.
    expect((await bench.claim()).sent).toHaveLength(1);
  });

  it('is counted with those claimed at the same time, by whichever process', async () => {
    const bench = new SpendingBench(10);
    for (let n = 0; n < 9; n += 1) await bench.waiting(0.03);
    const claims = await Promise.all([bench.claim(), bench.claim(), bench.claim()]);
    expect(claims.flatMap(({ sent }) => sent)).toHaveLength(3);
  });

  it('lets a cheaper one behind it be sent', async () => {
    const bench = new SpendingBench(5);
    const dear = await bench.waiting(0.06);
    const cheap = await bench.waiting(0.05);
    expect(await bench.claim()).toEqual({ sent: [cheap], unaffordable: [dear] });
  });

  it('finds no money that went to jobs which RunPod forgot, and which wait to be made once more', async () => {
    const bench = new SpendingBench(10);
    const forgotten = await bench.waiting(0.04, 1);
    const other = await bench.waiting(0.04);
    expect(await bench.claim()).toEqual({ sent: [forgotten], unaffordable: [other] });
    expect(await bench.find({ id: forgotten })).toMatchObject({ attempt: 2 });
  });

  it('is sent once more after a doubt only if there is money for both', async () => {
    const bench = new SpendingBench(10);
    const doubtful = await bench.jobIn('submitting', { price: 0.04 }, { attempt: 1 });
    const other = await bench.jobIn('submitting', { price: 0.03 }, { attempt: 1 });
    const { today } = bench.spending;
    expect(await bench.log.sendAgain(doubtful, 'test', today)).toBe('unaffordable');
    expect(await bench.log.sendAgain(other, 'test', today)).toMatchObject({ attempt: 2 });
    await bench.move(other, 'failed', { attempt: 0 });
    expect(await bench.log.sendAgain(doubtful, 'test', today)).toMatchObject({ attempt: 2 });
  });
});
