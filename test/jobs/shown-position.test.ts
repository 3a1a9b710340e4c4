import { expect, it } from 'vitest';
import { shownPosition } from '../../src/jobs/queue-positions.ts';

it.each([
  [1, 1],
  [200, 200],
  [201, 210],
  [210, 210],
  [999, 1_000],
  [1_000, 1_000],
  [1_001, 1_100],
  [9_999, 10_000],
  [10_001, 11_000],
  [20_000, 20_000],
])('place %i in the line is told as %i', (place, told) => {
  expect(shownPosition(place)).toBe(told);
});
