import { Headers } from 'undici';
import { describe, expect, it } from 'vitest';
import { RateLimits } from '../../../src/discord/rest/transport.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const url = (place: string) => `https://discord.test/api/v10${place}`;
const callback = (token: string) => url(`/interactions/1/${token}/callback`);

function open() {
  const clock = new ManualClock();
  const limits = new RateLimits(clock);
  /** An answer of Discord's, and for how many seconds discord.js then waits. */
  const answer = (status: number, to = url('/channels/1/messages'), retryAfter = '0.01') =>
    Number(
      limits
        .note('POST', to, status, new Headers({ 'retry-after': retryAfter }))
        .get('retry-after'),
    );
  return { clock, limits, answer };
}

describe('RateLimits', () => {
  it('doubles the wait with each 429 in a row, place by place', () => {
    const { answer } = open();
    expect([answer(429), answer(429), answer(429)]).toEqual([0.5, 1, 2]);
    expect(answer(429, url('/channels/2/messages'))).toBe(0.5);
  });

  it('waits ten minutes at most', () => {
    expect(open().answer(429, undefined, '31536000')).toBe(600);
  });

  it('begins anew after a good answer', () => {
    const { answer } = open();
    answer(429);
    answer(200);
    expect(answer(429)).toBe(0.5);
  });

  it('goes on where the next one comes right after the wait', async () => {
    const { clock, answer } = open();
    expect(answer(429, undefined, '30')).toBe(30);
    await clock.advance(31_000);
    answer(429, url('/channels/2/messages'));
    expect(answer(429)).toBe(1);
  });

  it('keeps nothing of interactions that nobody asks about again', async () => {
    const { clock, limits, answer } = open();
    for (let count = 0; count < 100; count += 1) answer(429, callback(`token-${count}`));
    expect(limits.size).toBe(100);
    await clock.advance(61_000);
    answer(429, callback('another'));
    expect(limits.size).toBe(1);
  });
});
