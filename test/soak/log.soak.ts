import { expect, it } from 'vitest';
import type { Figure } from '../../bench/figure.ts';
import { GOALS, STALL_IN_TESTS_MS } from '../../bench/goals.ts';
import { measureLog } from '../../bench/scenarios/log.ts';

it('a log of 200,000 jobs is asked, copied, erased from and tidied without holding anybody up', async () => {
  const figures: Figure[] = [];
  await measureLog((figure) => figures.push(figure), {
    rows: 200_000,
    status: { calls: 1, pauseMs: 10_500 },
  });
  const stalls = figures.filter(({ key }) => key.endsWith('-stall'));
  const longest = stalls.map(({ key, of, cpu }) => ({ key, of, cpu: cpu ?? Infinity }));
  expect(longest.filter(({ cpu }) => cpu > STALL_IN_TESTS_MS)).toEqual([]);
  expect(longest.map(({ key }) => key)).toEqual(
    expect.arrayContaining(['log.export-stall', 'log.erase-stall', 'log.retention-stall']),
  );
  const more = figures.find(({ key }) => key === 'log.status-more')?.measured;
  expect(more ?? Infinity).toBeLessThanOrEqual(20 * GOALS['log.status-more'].atMost);
  const done = figures.filter(({ key }) => key === 'log.export' || key === 'log.erase');
  expect(done.filter(({ measured }) => measured === null)).toEqual([]);
  expect(figures.find(({ key }) => key === 'log.retention-left')?.measured).toBe(0);
});
