import { describe, expect, it } from 'vitest';
import { DailyBudget, type DayUse } from '../../src/engines/daily-budget.ts';
import { ManualClock } from '../support/manual-clock.ts';

const MIDNIGHT = Date.UTC(2030, 0, 1);
const DAY = 24 * 3_600_000;

/** A budget of 100 whose sums the test provides, with a log of what was summed. */
function budgetOf(
  sum: (key: string) => DayUse | Promise<DayUse>,
  limit = 100,
  isShared = () => false,
) {
  const clock = new ManualClock(MIDNIGHT + 1_000);
  const summed: [midnight: number, key: string][] = [];
  const budget = new DailyBudget({
    limit,
    clock,
    isShared,
    sum: (midnight, key) => {
      summed.push([midnight, key]);
      return Promise.resolve(sum(key));
    },
  });
  return { clock, budget, summed };
}

const use = (used: number, underWay = 0): DayUse => ({ used, underWay });

describe('a daily budget', () => {
  it('is summed from midnight in UTC, once in ten seconds for each key', async () => {
    const { budget, summed, clock } = budgetOf((key) => use(key === 'a' ? 100 : 99));
    await Promise.all(Array.from({ length: 10 }, () => budget.today('a')));
    expect(await budget.opensAt('a')).toBe(MIDNIGHT + DAY);
    expect(await budget.opensAt('b')).toBeUndefined();
    expect(summed).toEqual([
      [MIDNIGHT, 'a'],
      [MIDNIGHT, 'b'],
    ]);
    await clock.advance(10_000);
    await budget.today('a');
    expect(summed).toHaveLength(3);
  });

  it('is summed every second while others use it too', async () => {
    let isShared = true;
    const { budget, summed, clock } = budgetOf(
      () => use(1),
      100,
      () => isShared,
    );
    await budget.today();
    await clock.advance(999);
    await budget.today();
    expect(summed).toHaveLength(1);
    await clock.advance(1);
    await budget.today();
    expect(summed).toHaveLength(2);
    isShared = false;
    await clock.advance(9_999);
    await budget.today();
    expect(summed).toHaveLength(2);
  });

  it('opens at midnight', async () => {
    let used = 100;
    const { budget, clock } = budgetOf(() => use(used));
    await clock.advance(DAY - 2_000);
    expect(await budget.opensAt()).toBe(MIDNIGHT + DAY);
    used = 0;
    await clock.advance(1_000);
    expect(await budget.opensAt()).toBeUndefined();
  });

  it('adds changes to a sum, and drops those to none', async () => {
    const { budget } = budgetOf(() => use(10, 20));
    budget.add({ used: 50 });
    expect(await budget.today()).toMatchObject(use(10, 20));
    budget.add({ used: 5, underWay: -5 });
    budget.add({ underWay: -50 });
    expect(await budget.today()).toMatchObject(use(15, 0));
  });

  it('adds changes that arrive during the sum', async () => {
    let answer: (day: DayUse) => void = () => undefined;
    const { budget } = budgetOf(() => new Promise((resolve) => (answer = resolve)));
    const today = budget.today();
    budget.add({ used: 3, underWay: 2 });
    answer(use(10, 20));
    expect(await today).toMatchObject(use(13, 22));
  });

  it('is summed again where changes use it up, and only a sum says so', async () => {
    let used = 40;
    const { budget, summed } = budgetOf(() => use(used));
    await budget.today();
    budget.add({ used: 60 });
    expect([await budget.opensAt(), summed.length]).toEqual([undefined, 2]);
    budget.add({ used: 60 });
    used = 100;
    expect([await budget.opensAt(), summed.length]).toEqual([MIDNIGHT + DAY, 3]);
    budget.add({ used: 60 });
    await budget.opensAt();
    expect(summed).toHaveLength(3);
  });

  it('is summed again where a sum failed', async () => {
    let fails = true;
    const { budget, summed } = budgetOf(() => {
      if (fails) throw new Error('the disk is away');
      return use(1);
    });
    await expect(budget.today()).rejects.toThrow('the disk is away');
    fails = false;
    expect(await budget.today()).toMatchObject(use(1));
    expect(summed).toHaveLength(2);
  });

  it('counts what is reserved until it is released', () => {
    const { budget } = budgetOf(() => use(0));
    const release = budget.reserve(30, 'a');
    budget.reserve(5, 'a');
    expect([budget.reserved('a'), budget.reserved('b')]).toEqual([35, 0]);
    release();
    expect(budget.reserved('a')).toBe(5);
  });

  it('is never summed without a limit', async () => {
    const { budget, summed } = budgetOf(() => use(1), 0);
    expect([budget.isLimited, await budget.opensAt(), summed]).toEqual([false, undefined, []]);
  });
});
