import type { MiddlewareHandler } from 'hono';
import type { Clock } from '../../../../src/engines/clock.ts';
import type { LoopbackEnv } from '../../loopback.ts';

/** So many requests in so many milliseconds, counted from the first of them. */
interface Limit {
  readonly requests: number;
  readonly ms: number;
}

/** Of a bot in all: "Global Rate Limit" of Discord's reference. */
const OF_THE_BOT: Limit = { requests: 50, ms: 1_000 };
/** Of an interaction's token, as seen at Discord (discord-api-docs#2701). */
const OF_A_TOKEN: Limit = { requests: 5, ms: 2_000 };

const BUCKET = 'c9ff31ad2b3f6f2c4cf0b7e6f1f64f5e';
const TOKEN = /\/webhooks\/\d+\/([^/]+)/;

/** What is left of a limit, and for how many seconds it is no more than that. */
interface Left {
  readonly remaining: number;
  readonly resetAfter: number;
  readonly isOver: boolean;
}

/**
 * Counts requests as Discord does, and answers 429 to those that are too many. Whatever has the
 * bot's Authorization counts in its limit, whichever route it takes (discord-api-docs#4142); what
 * an interaction's token does without one counts for that token alone, and a first answer for
 * nothing.
 */
export function rateLimits(clock: Clock): MiddlewareHandler<LoopbackEnv> {
  const bot = new Counted(clock, OF_THE_BOT);
  const tokens = new Map<string, Counted>();
  return async (c, next) => {
    if (c.req.header('authorization') !== undefined) {
      const { isOver, resetAfter } = bot.take();
      if (isOver) {
        c.header('x-ratelimit-global', 'true');
        c.header('x-ratelimit-scope', 'global');
        return c.json(...tooMany(resetAfter, true));
      }
    }
    const token = TOKEN.exec(c.req.path)?.[1];
    if (token !== undefined) {
      const counted = tokens.get(token) ?? new Counted(clock, OF_A_TOKEN);
      tokens.set(token, counted);
      const { isOver, remaining, resetAfter } = counted.take();
      c.header('x-ratelimit-limit', String(OF_A_TOKEN.requests));
      c.header('x-ratelimit-remaining', String(remaining));
      c.header('x-ratelimit-reset', String(clock.now() / 1_000 + resetAfter));
      c.header('x-ratelimit-reset-after', String(resetAfter));
      c.header('x-ratelimit-bucket', BUCKET);
      if (isOver) {
        c.header('x-ratelimit-scope', 'user');
        return c.json(...tooMany(resetAfter, false));
      }
    }
    return next();
  };
}

class Counted {
  readonly #clock: Clock;
  readonly #limit: Limit;
  #since = -Infinity;
  #taken = 0;

  constructor(clock: Clock, limit: Limit) {
    this.#clock = clock;
    this.#limit = limit;
  }

  take(): Left {
    const { requests, ms } = this.#limit;
    const now = this.#clock.now();
    if (now >= this.#since + ms) {
      this.#since = now;
      this.#taken = 0;
    }
    this.#taken += 1;
    const resetAfter = (this.#since + ms - now) / 1_000;
    const isOver = this.#taken > requests;
    return { remaining: Math.max(requests - this.#taken, 0), resetAfter, isOver };
  }
}

function tooMany(seconds: number, global: boolean) {
  const body = { message: 'You are being rate limited.', retry_after: seconds, global };
  return [body, 429, { 'retry-after': String(Math.ceil(seconds)) }] as const;
}
