import { describe, expect, it } from 'vitest';
import { isMet, rowOf } from '../../bench/figure.ts';

describe('a figure', () => {
  it.each([
    [50, true],
    [51, false],
    [null, false],
  ])('of %s ms against a bound of 50 ms is met: %s', (measured, met) => {
    expect(isMet({ key: 'burst.stall', measured })).toBe(met);
  });

  it.each([
    [300, 100, true],
    [301, 100, false],
    [1, null, false],
    [1, undefined, false],
  ])('of %s ms against three times %s ms is met: %s', (measured, plain, met) => {
    expect(isMet({ key: 'burst.p99', measured, plain })).toBe(met);
  });

  it.each([
    [120, 90, true],
    [126, 120, false],
    [120, 80, false],
  ])('of %s MB against both 125 MB and 1.4 times %s MB is met: %s', (measured, plain, met) => {
    const figure = { key: 'rest.memory', measured, plain } as const;
    expect(isMet(figure)).toBe(met);
    expect(rowOf(figure)[2]).toBe('≤ 125 MB, ≤ 1.4 × plain');
  });

  it.each([
    [2.4, true],
    [2.3, false],
    [null, false],
  ])('of %s against at least 2.4 is met: %s', (measured, met) => {
    const figure = { key: 'machines.times', measured } as const;
    expect(isMet(figure)).toBe(met);
    expect(rowOf(figure)[2]).toBe('≥ 2.4');
  });

  it('without a goal is neither met nor missed', () => {
    expect(isMet({ key: 'burst.first', measured: 1e9 })).toBeUndefined();
  });

  it('stands in a row with its goal, the plain bot and their ratio', () => {
    expect(rowOf({ key: 'burst.p99', of: '25', measured: 90, plain: 20 })).toEqual([
      'burst',
      'p99 answer (25)',
      '≤ 3 × plain',
      '90 ms',
      '20 ms',
      '× 4.5',
      'MISSED',
    ]);
  });

  it('near the plain bot shows its ratio in hundredths', () => {
    expect(rowOf({ key: 'stream.cpu', measured: 113, plain: 100 }).slice(2)).toEqual([
      '≤ 1.1 × plain',
      '113 ms',
      '100 ms',
      '× 1.13',
      'MISSED',
    ]);
  });

  it('that was not had says so', () => {
    expect(rowOf({ key: 'prompts.answer', measured: null }).slice(3)).toEqual([
      'no answer',
      '',
      '',
      'MISSED',
    ]);
  });
});
