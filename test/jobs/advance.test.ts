import { describe, expect, it } from 'vitest';
import { advance, type Observed, shownOfRun } from '../../src/jobs/observations.ts';

const startedAt = 1_900_000_000_000;
const at = (seconds: number) => startedAt + seconds * 1_000;

describe('how far a run is', () => {
  it.each<[string, Observed, number | undefined, Observed]>([
    ['nothing at first', {}, undefined, {}],
    ['a first report', {}, 0, { progress: 0, movedAt: at(10) }],
    ['a higher report', { progress: 0.3, movedAt: at(5) }, 0.4, { progress: 0.4, movedAt: at(10) }],
    ['the same again', { progress: 0.3, movedAt: at(5) }, 0.3, { progress: 0.3, movedAt: at(5) }],
    ['a lower report', { progress: 0.3, movedAt: at(5) }, 0.2, { progress: 0.3, movedAt: at(5) }],
    [
      'no report after one',
      { progress: 0.3, movedAt: at(5) },
      undefined,
      { progress: 0.3, movedAt: at(5) },
    ],
    ['no report, but an expectation', { expectedMs: 40_000 }, undefined, { leastShare: 0.25 }],
    [
      'a first report after an expectation was shown',
      { expectedMs: 40_000 },
      0.1,
      { progress: 0.1, movedAt: at(10), leastShare: 0.25 },
    ],
    [
      'a report where an expectation is no longer shown',
      { expectedMs: 40_000, progress: 0.1, movedAt: at(5), leastShare: 0.2 },
      0.15,
      { progress: 0.15, movedAt: at(10), leastShare: 0.2 },
    ],
    ['an expectation that is over', { expectedMs: 5_000 }, undefined, { leastShare: 1 }],
    [
      'a slow part that others follow',
      { expectedMs: 20_000, mostShare: 0.25 },
      undefined,
      { leastShare: 0.25 },
    ],
  ])('is told from %s', (_, before, reported, expected) => {
    expect(advance(before, reported, { now: at(10), startedAt })).toEqual(expected);
  });
});

describe('what stays shown of a run that begins anew', () => {
  it.each<[string, Observed, Observed]>([
    ['nothing', {}, {}],
    ['what was reported', { progress: 0.6, movedAt: at(5) }, { leastShare: 0.6 }],
    ['what the time alone said', { expectedMs: 40_000 }, { leastShare: 0.25 }],
    ['the most of both', { progress: 0.3, movedAt: at(5), leastShare: 0.5 }, { leastShare: 0.5 }],
    ['what was shown of one before', { leastShare: 0.4 }, { leastShare: 0.4 }],
  ])('is %s', (_, before, expected) => {
    expect(shownOfRun(before, { now: at(10), startedAt })).toEqual(expected);
  });
});
