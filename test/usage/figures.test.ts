import fc from 'fast-check';
import { expect, it } from 'vitest';
import { daysOf, type EndedJob, Tallies, Tally } from '../../src/usage/figures.ts';
import { slicing } from '../support/slicing.ts';

const DAY_MS = 24 * 60 * 60_000;
const NOON = Date.UTC(2026, 10, 30, 12);

function job(more: Partial<EndedJob> = {}): EndedJob {
  return {
    finishedAt: NOON,
    recipe: 'text',
    userId: '1',
    outcome: 'completed',
    pictures: 1,
    gpuMs: 2_000,
    micros: undefined,
    waitMs: 10_000,
    ...more,
  };
}

function figuresOf(jobs: readonly EndedJob[], gpuSecondMicros?: number) {
  const tally = new Tally();
  for (const one of jobs) tally.add(one, gpuSecondMicros);
  return tally.figures;
}

it('adds up requests by their outcome, and what they made and took', () => {
  const ended = [
    job({ pictures: 4 }),
    job({ outcome: 'failed', pictures: 0, waitMs: undefined }),
    job({ outcome: 'cancelled', pictures: 0, gpuMs: 0, waitMs: undefined }),
  ];
  expect(figuresOf(ended)).toMatchObject({
    requests: 3,
    pictures: 4,
    failed: 1,
    cancelled: 1,
    gpuMs: 4_000,
  });
});

it('takes what pictures cost, and else GPU time by its price, if there is one', () => {
  const ended = [job(), job({ micros: 2_500 }), job({ micros: 0 })];
  expect(figuresOf(ended, 300)).toMatchObject({ micros: 2_500 + 600, unpricedMs: 0 });
  expect(figuresOf(ended)).toMatchObject({ micros: 2_500, unpricedMs: 2_000 });
});

it('knows within 2 % how long half of the requests took, and nine in ten', () => {
  const waits = fc.array(fc.integer({ min: 1, max: 3_600_000 }), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(waits, (all) => {
      const found = figuresOf(all.map((waitMs) => job({ waitMs }))).waits;
      const sorted = all.toSorted((a, b) => a - b);
      const at = (share: number) => sorted[Math.ceil(all.length * share) - 1] ?? 0;
      for (const [is, should] of [
        [found?.half ?? 0, at(0.5)],
        [found?.most ?? 0, at(0.9)],
      ] as const) {
        expect(Math.abs(is - should)).toBeLessThanOrEqual(should * 0.02 + 0.5);
      }
    }),
  );
  expect(figuresOf([]).waits).toBeUndefined();
});

it('ranks members by what is shown, and adds up all others with those who were erased', async () => {
  const tallies = new Tallies('member');
  for (const one of [
    job({ userId: '1' }),
    job({ userId: '2', pictures: 3 }),
    job({ userId: '3', outcome: 'failed', pictures: 0, waitMs: undefined }),
    job({ userId: undefined, pictures: 2 }),
  ]) {
    tallies.add(one);
  }
  expect(await tallies.ranked('pictures', slicing())).toEqual(['2', '1', '3']);
  expect((await tallies.ranked('failures', slicing()))[0]).toBe('3');
  expect(tallies.others(new Set(['2']))).toMatchObject({ requests: 3, pictures: 3, failed: 1 });
  expect(tallies.total.figures).toMatchObject({ requests: 4, pictures: 6 });
});

it('has no others if all are named and none was erased', () => {
  const tallies = new Tallies('member');
  tallies.add(job());
  expect(tallies.others(new Set(['1']))).toBeUndefined();
});

it('groups by UTC days, of which a period has as many as it says, today included', () => {
  const days = daysOf(7, NOON);
  expect(days).toHaveLength(7);
  expect(days.at(-1)).toBe(NOON - DAY_MS / 2);
  const tallies = new Tallies('day');
  tallies.add(job({ finishedAt: NOON - DAY_MS / 2 }));
  tallies.add(job({ finishedAt: NOON - DAY_MS / 2 - 1 }));
  expect(tallies.of('2026-11-30').requests).toBe(1);
  expect(tallies.of('2026-11-29').requests).toBe(1);
  expect(tallies.of('2026-11-28').requests).toBe(0);
});

it('ranks the first of any number of members', async () => {
  const tallies = new Tallies('member');
  const ids = Array.from({ length: 2_500 }, (_, nth) => String(nth + 1));
  for (const [nth, userId] of ids.entries()) tallies.add(job({ userId, pictures: nth }));
  const ranked = await tallies.ranked('pictures', slicing());
  expect(ranked).toEqual(ids.toReversed().slice(0, 1_000));
});
