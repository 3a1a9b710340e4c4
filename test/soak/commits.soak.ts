import { expect, it } from 'vitest';
import { GOALS } from '../../bench/goals.ts';
import { measureCommits } from '../../bench/scenarios/commits.ts';
import { median } from '../../bench/percentiles.ts';

it('a job takes few commits, alone and among others', async () => {
  const { alone, together } = await measureCommits();
  expect(median(alone)).toBeLessThanOrEqual(GOALS['commits.one'].atMost);
  expect(together).toBeLessThanOrEqual(GOALS['commits.many'].atMost);
});
