import { createHash } from 'node:crypto';
import type { Clock } from '../../clock.ts';

/** How long to wait where a 429 does not say: one of Cloudflare's, about all that the bot asks. */
const UNSAID_SECONDS = 60;
const LEAST_SECONDS = 0.5;
const MOST_SECONDS = 600;

/** A 429 belongs to the one before if it comes this soon after the wait for that is over. */
const IN_A_ROW_MS = 60_000;

/** The part of a path that has limits of its own: a channel, or an interaction's token. */
const PLACE = /\/(?:channels\/\d+|(?:webhooks|interactions)\/\d+\/[^/]+)/;

interface Row {
  /** How many 429s there were. */
  readonly length: number;
  /** When it is over, in milliseconds since the epoch. */
  readonly until: number;
}

/**
 * Makes discord.js wait after every 429. By itself it asks again at once where `Retry-After` is
 * missing, and without end where each answer names a short time (`runRequest` of its handlers).
 * Here a 429 always names a time, which doubles with each that follows in the same place.
 */
export class RateLimits {
  readonly #clock: Clock;
  readonly #onShutOut: (until: number) => void;
  /** By the hash of method and place, since a place may be an interaction's token. */
  readonly #rows = new Map<string, Row>();

  /** `onShutOut`: told until when to ask nothing, once an answer is about all from this address. */
  constructor(clock: Clock, onShutOut: (until: number) => void = () => undefined) {
    this.#clock = clock;
    this.#onShutOut = onShutOut;
  }

  /** How many places had a 429 of late. */
  get size(): number {
    return this.#rows.size;
  }

  /** Takes note of an answer, and gives its headers as discord.js is to read them. */
  note(method: string, url: string, status: number, headers: Headers): Headers {
    if (status !== 429 && this.#rows.size === 0) return headers;
    const { pathname } = new URL(url);
    const place = `${method} ${PLACE.exec(pathname)?.[0] ?? pathname}`;
    const key = createHash('sha256').update(place).digest('base64');
    if (status !== 429) {
      this.#rows.delete(key);
      return headers;
    }
    const now = this.#clock.now();
    for (const [one, { until }] of this.#rows) if (until <= now) this.#rows.delete(one);
    const before = this.#rows.get(key)?.length ?? 0;
    const said = Number(headers.get('retry-after') ?? NaN);
    const wait = said > 0 ? said : UNSAID_SECONDS;
    const seconds = Math.min(Math.max(wait, LEAST_SECONDS * 2 ** before), MOST_SECONDS);
    this.#rows.set(key, { length: before + 1, until: now + seconds * 1_000 + IN_A_ROW_MS });
    const paced = new Headers(headers);
    paced.set('retry-after', String(seconds));
    // Its handlers then hold back every later request to the place by themselves.
    paced.set('x-ratelimit-remaining', '0');
    paced.set('x-ratelimit-reset-after', String(seconds));
    // Discord's own is JSON, and says how long; a page comes from what stands before it.
    if (!(said > 0) || headers.get('content-type')?.startsWith('text/html')) {
      paced.set('x-ratelimit-global', 'true');
      this.#onShutOut(now + seconds * 1_000);
    }
    return paced;
  }
}
