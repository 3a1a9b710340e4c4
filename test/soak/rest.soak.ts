import { expect, it } from 'vitest';
import { GOALS } from '../../bench/goals.ts';
import { measureLists, measureRest } from '../../bench/scenarios/rest.ts';

/** V8 grows by whole pages, and not always at the same moment. */
const ROOM = 1.15;

it('a bot that rests takes little memory', async () => {
  const { memoryMb } = await measureRest('darkroom');
  expect(memoryMb).toBeLessThanOrEqual(ROOM * GOALS['rest.memory'].atMost);
});

it('the screening lists are there at once', async () => {
  expect(await measureLists()).toBeLessThanOrEqual(4 * GOALS['rest.lists'].atMost);
});
