import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRetryAfter, retryDelay } from '../../src/runpod/calls.ts';
import { RunPodError } from '../../src/runpod/errors.ts';

const refusedWith = (retryAfterMs?: number) =>
  new RunPodError(
    { method: 'GET', url: new URL('http://127.0.0.1/v2/ep/status/1') },
    { kind: 'http', status: 429, retryAfterMs },
  );

const now = Date.UTC(2026, 6, 31, 12, 0, 0);

describe('retryDelay', () => {
  it('doubles the span that the wait is drawn from', () => {
    const random = () => 1;
    expect([1, 2, 3].map((attempt) => retryDelay({ attempt, random }))).toEqual([500, 1000, 2000]);
  });

  it('may be no wait at all, since the jitter is full', () => {
    expect(retryDelay({ attempt: 5, random: () => 0 })).toBe(0);
  });

  it('is bounded whatever comes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2000 }),
        fc.option(fc.nat({ max: 2 ** 50 }), { nil: undefined }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (attempt, retryAfterMs, random) => {
          const { pauseMs } = refusedWith(retryAfterMs);
          const wait = retryDelay({ attempt, pauseMs, random: () => random });
          expect(wait).toBeGreaterThanOrEqual(0);
          expect(wait).toBeLessThanOrEqual(80_000);
        },
      ),
    );
  });

  it('is never shorter than what the server asked for', () => {
    expect(retryDelay({ attempt: 1, pauseMs: refusedWith(7000).pauseMs, random: () => 0 })).toBe(
      7000,
    );
  });

  it('does not let the server ask for more than a minute', () => {
    expect(refusedWith(86_400_000).pauseMs).toBe(60_000);
  });
});

describe('parseRetryAfter', () => {
  it.each([
    ['3', 3000],
    [' 0 ', 0],
    ['Fri, 31 Jul 2026 12:00:05 GMT', 5000],
    ['Fri, 31 Jul 2026 11:00:00 GMT', 0],
  ])('reads %j', (text, expected) => {
    expect(parseRetryAfter(text, now)).toBe(expected);
  });

  it.each([undefined, '', '-1', '1.5', 'soon', '99999999999', 'Fri, 99 Xxx 2026 12:00:05 GMT'])(
    'takes %j for nothing',
    (text) => {
      expect(parseRetryAfter(text, now)).toBeUndefined();
    },
  );
});
