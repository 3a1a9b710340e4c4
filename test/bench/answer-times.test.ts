import { expect, it } from 'vitest';
import { timesOf } from '../../bench/answer-times.ts';

it('answers after three seconds are late, and so are those that never come', () => {
  expect(timesOf([10, 2_999, 3_000, undefined])).toEqual({
    asked: 4,
    late: 2,
    unanswered: 1,
    first: 10,
    median: 2_999,
    p99: 3_000,
    max: 3_000,
  });
});
