import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { IdentifyThrottle, SentIdentifies } from '../../../src/discord/intake/identify.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** A throttle, and a Discord that says what is left or fails. */
function openThrottle(path = join(tempFolder(), 'identifies')) {
  const clock = new ManualClock();
  const logged: string[] = [];
  const logger = pino({}, { write: (line: string) => logged.push(line) });
  const stopping = new AbortController();
  const sent = new SentIdentifies(path);
  const throttle = new IdentifyThrottle({ sent, clock, logger, stopping: stopping.signal });
  const discord = { asked: 0, failures: 0, buckets: 1 };
  const throttler = throttle.throttlerFor({
    fetchGatewayInformation: () => {
      discord.asked += 1;
      if (discord.failures-- > 0) return Promise.reject(new Error('unreachable'));
      const limit = {
        total: 1_000,
        remaining: 900,
        reset_after: 1,
        max_concurrency: discord.buckets,
      };
      return Promise.resolve({ url: 'ws://nowhere', shards: 1, session_start_limit: limit });
    },
  });
  const order: number[] = [];
  const identify = (shard: number, signal = new AbortController().signal) =>
    throttler.waitForIdentify(shard, signal).then(() => void order.push(shard));
  return { clock, logged, stopping, sent, discord, identify, order, path };
}

describe('identifies', () => {
  it('in one bucket are some seconds apart', async () => {
    const { clock, identify, order } = openThrottle();
    await identify(0);
    const [second, third] = [identify(1), identify(2)];
    await clock.advance(5_000);
    expect(order).toEqual([0]);
    await clock.advance(500);
    await second;
    await clock.advance(5_000);
    expect(order).toEqual([0, 1]);
    await clock.advance(500);
    await third;
    expect(order).toEqual([0, 1, 2]);
  });

  it('in several buckets wait for none of another', async () => {
    const { discord, identify, order } = openThrottle();
    discord.buckets = 3;
    await Promise.all([0, 1, 2].map((shard) => identify(shard)));
    expect(order).toEqual([0, 1, 2]);
  });

  it('read the limit before each', async () => {
    const { discord, identify } = openThrottle();
    discord.buckets = 2;
    await identify(0);
    await identify(1);
    expect(discord.asked).toBe(2);
  });

  it('wait until Discord says what is left', async () => {
    const { clock, discord, identify, order, logged } = openThrottle();
    discord.failures = 3;
    const identified = identify(0);
    await clock.advance(6_000);
    expect([order, logged.length]).toEqual([[], 3]);
    await clock.advance(1_000);
    await identified;
    expect(order).toEqual([0]);
  });

  it('of a connection that is gone are not spent', async () => {
    const { clock, identify, sent } = openThrottle();
    await identify(0);
    const closed = new AbortController();
    const late = identify(1, closed.signal);
    await clock.advance(1_000);
    closed.abort(new Error('closed'));
    await expect(late).rejects.toThrow('closed');
    expect(sent.since(clock.now())).toHaveLength(1);
  });

  it('leave what waits for a connection to end with it once the bot stops', async () => {
    const { clock, identify, stopping, sent } = openThrottle();
    await identify(0);
    const closed = new AbortController();
    let isOver = false;
    const late = identify(1, closed.signal).finally(() => (isOver = true));
    await clock.advance(1_000);
    stopping.abort(new Error('stopping'));
    await clock.advance(60_000);
    expect([isOver, sent.since(clock.now()).length]).toEqual([false, 1]);
    closed.abort(new Error('closed'));
    await expect(late).rejects.toThrow('stopping');
  });
});

describe('what was sent', () => {
  it('is known to the next process for an hour', async () => {
    const { clock, identify, path } = openThrottle();
    await identify(0);
    const later = new SentIdentifies(path);
    expect(later.since(clock.now())).toHaveLength(1);
    expect(later.since(clock.now() + 60 * 60_000)).toHaveLength(0);
  });

  it('is nothing where the file cannot be read', () => {
    const path = join(tempFolder(), 'identifies');
    writeFileSync(path, '{"at":');
    expect(new SentIdentifies(path).since(0)).toEqual([]);
  });

  it('counts in this process where it cannot be stored, and the log says so', async () => {
    const path = join(tempFolder(), 'identifies');
    mkdirSync(path);
    const { clock, identify, sent, logged } = openThrottle(path);
    await identify(0);
    expect(sent.since(clock.now())).toHaveLength(1);
    expect(logged.join()).toContain('could not be stored');
  });

  it('makes no folder in the place of one that was moved', async () => {
    const folder = join(tempFolder(), 'data');
    const { identify } = openThrottle(join(folder, 'identifies'));
    await identify(0);
    expect(existsSync(folder)).toBe(false);
  });

  it('counts as sent just now where the clock was set back', async () => {
    const { clock, identify, sent, path } = openThrottle();
    await identify(0);
    clock.setBack(2 * 60 * 60_000);
    expect(sent.since(clock.now())).toEqual([{ at: clock.now(), shard: 0 }]);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toHaveLength(1);
  });
});
