import { expect, it } from 'vitest';
import { measureScrapes } from '../../bench/scenarios/scrapes.ts';
import { expectNoStall } from './expect-no-stall.ts';

it('hundreds of jobs at RunPod make no scrape of the figures hold up the loop', async () => {
  const { stall, longestMs } = await measureScrapes({ jobs: 200, scrapes: 40 });
  expectNoStall(stall);
  expect(longestMs).toBeLessThan(5_000);
});
