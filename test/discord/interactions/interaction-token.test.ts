import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  answerableUntil,
  liveToken,
  tokenBornAt,
  tokenExpiry,
} from '../../../src/discord/interactions/interaction-token.ts';

const MINUTE = 60_000;

describe('an interaction token', () => {
  it('ends 15 minutes after the time in the id of its interaction', () => {
    // The example of Discord's API reference: 2016-04-30 11:18:25.796 UTC.
    const born = Date.UTC(2016, 3, 30, 11, 18, 25, 796);
    expect(tokenExpiry('175928847299117063')).toBe(born + 15 * MINUTE);
  });

  it('has a time that any id within the next century gives to the millisecond', () => {
    const epoch = Date.UTC(2015, 0, 1);
    const anyTime = fc.integer({ min: epoch, max: Date.UTC(2125, 0, 1) });
    fc.assert(
      fc.property(anyTime, fc.integer({ min: 0, max: 2 ** 22 - 1 }), (born, rest) => {
        const id = String((BigInt(born - epoch) << 22n) + BigInt(rest));
        const tokenExpiresAt = tokenExpiry(id);
        expect(tokenBornAt({ tokenExpiresAt })).toBe(born);
      }),
    );
  });

  it('is used until a minute and a half before its end', () => {
    const job = { interactionToken: 'token', tokenExpiresAt: 15 * MINUTE };
    expect(liveToken(job, 13.5 * MINUTE - 1)).toBe('token');
    expect(liveToken(job, 13.5 * MINUTE)).toBeUndefined();
  });

  it('is not used once it is blanked', () => {
    expect(liveToken({ interactionToken: undefined, tokenExpiresAt: MINUTE }, 0)).toBeUndefined();
  });
});

describe('the first answer to an interaction', () => {
  const id = '175928847299117063';
  const born = Date.UTC(2016, 3, 30, 11, 18, 25, 796);

  it.each<[string, number, number | undefined, number]>([
    ['the time in its id', 400, 0, 3_000],
    ['that time by a clock that is ahead', 90_400, 90_000, 93_000],
    ['that time by a clock that is behind', -89_600, -90_000, -87_000],
    ['its arrival, where nobody knows how far the clock is off', 90_400, undefined, 93_400],
    ['its arrival, where the offset is taken for too much', 90_400, 91_000, 93_400],
  ])('is taken for three seconds from %s', (_, arrived, aheadMs, until) => {
    expect(answerableUntil(id, { arrivedAt: born + arrived, aheadMs })).toBe(born + until);
  });
});
