import { once } from 'node:events';
import { DiscordAPIError, HTTPError } from 'discord.js';
import { beforeEach, describe, expect, it } from 'vitest';
import { CallBreaker, CallsPaused } from '../../../src/discord/rest/refused-calls.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { refused } from './refusal.ts';

const REQUEST = { body: undefined, files: [] };

/** A 403 that carries no code, as Cloudflare's page does. */
function page(): DiscordAPIError {
  const error = { error: 'forbidden' };
  return new DiscordAPIError(error, 'forbidden', 403, 'PATCH', '/', REQUEST);
}

describe('CallBreaker', () => {
  let clock: ManualClock;
  let breaker: CallBreaker;
  let sent: number;

  beforeEach(() => {
    clock = new ManualClock();
    breaker = new CallBreaker(clock);
    sent = 0;
  });

  /** One call that Discord answers so; what it came to. */
  async function call(answer: unknown = 'well'): Promise<unknown> {
    try {
      return await breaker.run(() => {
        sent += 1;
        return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
      });
    } catch (error) {
      return error;
    }
  }

  async function broken(): Promise<void> {
    for (let calls = 0; calls < 3; calls += 1) await call(refused(401, 0));
  }

  it('makes no call after three refusals in a row', async () => {
    await broken();
    expect(await call()).toBeInstanceOf(CallsPaused);
    expect(sent).toBe(3);
  });

  it.each([
    ['a success', 'well'],
    ['an answer about the call itself', refused(404, 10008)],
  ])('counts anew after %s', async (_, answer) => {
    await call(refused(401, 0));
    await call(refused(401, 0));
    await call(answer);
    await call(refused(401, 0));
    await call(refused(401, 0));
    expect(await call()).toBe('well');
  });

  it.each([
    ['an interaction token that has ended', refused(401, 50027), 'well'],
    ['access that the bot lacks in one channel', refused(403, 50001), 'well'],
    ['an outage', new HTTPError(502, 'Bad Gateway', 'PATCH', '/', REQUEST), 'well'],
    ['a reset', new Error('read ECONNRESET'), 'well'],
  ])('is not moved by %s', async (_, error, expected) => {
    for (let calls = 0; calls < 9; calls += 1) await call(error);
    expect(await call()).toBe(expected);
  });

  it('counts a page of Cloudflare that shuts the address out', async () => {
    for (let calls = 0; calls < 3; calls += 1) await call(page());
    expect(await call()).toBeInstanceOf(CallsPaused);
  });

  it('makes one call after 30 s, and all others where that is taken', async () => {
    await broken();
    await clock.advance(29_999);
    expect(await call()).toBeInstanceOf(CallsPaused);
    await clock.advance(1);
    expect(await call()).toBe('well');
    expect(await call()).toBe('well');
  });

  it('makes only one call to see', async () => {
    await broken();
    await clock.advance(30_000);
    let finish: ((answer: string) => void) | undefined;
    const answer = new Promise<string>((resolve) => {
      finish = resolve;
    });
    const probe = breaker.run(() => answer);
    expect(await call()).toBeInstanceOf(CallsPaused);
    finish?.('well');
    await probe;
    expect(await call()).toBe('well');
  });

  it('doubles the pause up to ten minutes, so that a day costs few refusals', async () => {
    await broken();
    const day = clock.now() + 24 * 60 * 60_000;
    while (clock.now() < day) {
      await call(refused(401, 0));
      await clock.advance(10_000);
    }
    expect(sent).toBeLessThan(3 + 6 + 24 * 6);
    expect(sent).toBeGreaterThan(24 * 6 - 6);
  });

  it('waits no longer for a refusal of a call that was under way before', async () => {
    const end = new AbortController();
    const late = breaker.run(() =>
      once(end.signal, 'abort').then(() => Promise.reject(refused(401, 0))),
    );
    await broken();
    await clock.advance(29_000);
    end.abort();
    await expect(late).rejects.toThrow();
    await clock.advance(1_000);
    expect(await call()).toBe('well');
  });

  it('pauses for 30 s again where it had been taken in between', async () => {
    await broken();
    for (const pause of [30_000, 60_000]) {
      await clock.advance(pause);
      await call(refused(401, 0));
    }
    await clock.advance(120_000);
    await call();
    await broken();
    await clock.advance(30_000);
    expect(await call()).toBe('well');
  });

  it('makes another call to see where the first one fails for another reason', async () => {
    await broken();
    await clock.advance(30_000);
    await call(new Error('read ECONNRESET'));
    expect(sent).toBe(4);
    expect(await call()).toBe('well');
  });
});
