import { describe, expect, it } from 'vitest';
import { mean, median, percentile } from '../../bench/percentiles.ts';

describe('a percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

  it.each([
    [0, 1],
    [0.5, 50],
    [0.99, 99],
    [1, 100],
  ])('of %d is a value that so many do not exceed', (share, expected) => {
    expect(percentile(hundred, share)).toBe(expected);
  });

  it('of few values is the largest where there is none above it', () => {
    expect(percentile([3, 1, 2], 0.99)).toBe(3);
  });

  it('of nothing is no number', () => {
    expect(percentile([], 0.5)).toBeNaN();
  });
});

describe('a median', () => {
  it.each([
    [[5], 5],
    [[9, 1, 5], 5],
    [[4, 1, 3, 2], 2.5],
    [[], Number.NaN],
  ])('of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });
});

it('a mean is that of all values, and of nothing no number', () => {
  expect(mean([1, 2, 6])).toBe(3);
  expect(mean([])).toBeNaN();
});
