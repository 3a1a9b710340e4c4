import { EventEmitter } from 'node:events';
import { DiscordAPIError, RESTJSONErrorCodes } from 'discord.js';
import type { Clock } from '../../engines/clock.ts';

/** Discord's window. */
const WINDOW_MS = 10 * 60_000;
/** A tenth of the number that blocks an address: from here on, calls about channels stop. */
export const MOST_REFUSED = 1_000;
/** From here on all calls stop. */
const MOST_IN_ALL = 2_000;
/** Limit per channel, so that one does not use up the rest. */
const MOST_OF_A_CHANNEL = 50;

/** "Invalid requests" in Discord's words. */
const REFUSALS: ReadonlySet<number> = new Set([401, 403, 429]);

/**
 * Less important calls: posts, edits and reads as the bot, which are retried later. Answers by
 * token and calls at start are exempt.
 */
const CHANNEL = /\/channels\/\d+/;

/** A call that was not made, since Discord refused too many recently. Can be retried later. */
export class CallsSpent extends Error {
  override readonly name = 'CallsSpent';

  constructor() {
    super('Discord has refused so many calls within ten minutes that this one is not made');
  }
}

interface Refusal {
  readonly at: number;
  /** `undefined` for calls about no channel. */
  readonly channel: string | undefined;
}

/**
 * Limits refused calls. Discord blocks an address after 10,000 responses of 401, 403 and 429 within
 * ten minutes (its API reference, "Invalid Request Limit"). Counts each one, token calls included,
 * and stops calling long before that. Memory is bounded by the limit for all calls plus those under
 * way.
 */
export class RefusedCalls {
  /** `spent`: emitted once the limit is reached, and again only after the count has halved. */
  readonly events = new EventEmitter<{ spent: [] }>();
  readonly #clock: Clock;
  /** Oldest first. */
  readonly #refusals: Refusal[] = [];
  readonly #byChannel = new Map<string, number>();
  #notified = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How many are stored. */
  get size(): number {
    return this.#refusals.length;
  }

  /** Call before each request. @throws CallsSpent if it must not be made. */
  requireRoomFor(url: string): void {
    this.#forgetOld();
    const all = this.#refusals.length;
    const channel = channelOf(url);
    const hasRoom =
      channel === undefined
        ? all < MOST_IN_ALL
        : all < MOST_REFUSED && (this.#byChannel.get(channel) ?? 0) < MOST_OF_A_CHANNEL;
    if (!hasRoom) throw new CallsSpent();
  }

  /** Records a response. */
  note(url: string, status: number, headers: Pick<Headers, 'get'>): void {
    if (!REFUSALS.has(status)) return;
    // Another client's limit, which Discord does not count.
    if (status === 429 && headers.get('x-ratelimit-scope') === 'shared') return;
    this.#forgetOld();
    const channel = channelOf(url);
    this.#refusals.push({ at: this.#clock.now(), channel });
    this.#count(channel, 1);
    if (this.#notified || this.#refusals.length < MOST_REFUSED) return;
    this.#notified = true;
    this.events.emit('spent');
  }

  #forgetOld(): void {
    const now = this.#clock.now();
    // Clock went backwards: drop refusals from the future.
    const isOver = ({ at }: Refusal) => at <= now - WINDOW_MS || at > now;
    const kept = this.#refusals.findIndex((one) => !isOver(one));
    const over = kept === -1 ? this.#refusals.length : kept;
    if (over === 0) return;
    for (const { channel } of this.#refusals.splice(0, over)) this.#count(channel, -1);
    if (this.#refusals.length <= MOST_REFUSED / 2) this.#notified = false;
  }

  #count(channel: string | undefined, more: 1 | -1): void {
    if (channel === undefined) return;
    const count = (this.#byChannel.get(channel) ?? 0) + more;
    if (count > 0) this.#byChannel.set(channel, count);
    else this.#byChannel.delete(channel);
  }
}

function channelOf(url: string): string | undefined {
  return CHANNEL.exec(new URL(url).pathname)?.[0];
}

const MOST_IN_A_ROW = 3;
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 10 * 60_000;

/** A call that was not made, since Discord has refused all recent ones. */
export class CallsPaused extends Error {
  override readonly name = 'CallsPaused';

  constructor() {
    super('Discord refuses all calls of this kind, so that none is made for a while');
  }
}

/**
 * Stops calls while Discord refuses the bot's token or address: 10,000 invalid requests within ten
 * minutes block an address (Discord's API reference, "Invalid Request Limit").
 *
 * After three such refusals in a row it pauses for 30 s, then lets one call through. While that is
 * refused too, the pause doubles up to ten minutes. A response about the call itself ends it.
 * Outages (5xx) and broken connections change nothing.
 */
export class CallBreaker {
  readonly #clock: Clock;
  #refusals = 0;
  #pauseMs = FIRST_PAUSE_MS;
  /** No calls until then, in milliseconds since the epoch. */
  #closedUntil = 0;
  #probing = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @throws CallsPaused if the call is not made, and what `send` throws. */
  async run<T>(send: () => Promise<T>): Promise<T> {
    const broken = this.#refusals >= MOST_IN_A_ROW;
    if (broken && (this.#probing || this.#isClosed())) throw new CallsPaused();
    this.#probing = broken;
    try {
      const answer = await send();
      this.#refusals = 0;
      return answer;
    } catch (error) {
      if (isRefusalOfAll(error)) this.#noteRefusal(broken);
      else if (error instanceof DiscordAPIError) this.#refusals = 0;
      throw error;
    } finally {
      if (broken) this.#probing = false;
    }
  }

  #isClosed(): boolean {
    const left = this.#closedUntil - this.#clock.now();
    // More is left only if the clock went backwards.
    return left > 0 && left <= this.#pauseMs;
  }

  #noteRefusal(wasProbe: boolean): void {
    this.#refusals += 1;
    // Refusals of parallel calls count as one.
    if (!wasProbe && this.#refusals !== MOST_IN_A_ROW) return;
    this.#pauseMs = wasProbe ? Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS) : FIRST_PAUSE_MS;
    this.#closedUntil = this.#clock.now() + this.#pauseMs;
  }
}

/**
 * Whether Discord refused the caller rather than the call: a 401, except about an interaction's
 * token, or a 403 without a Discord code, as from Cloudflare.
 */
function isRefusalOfAll(error: unknown): boolean {
  if (!(error instanceof DiscordAPIError)) return false;
  const { status, code } = error;
  if (status === 401) return code !== RESTJSONErrorCodes.InvalidWebhookToken;
  return status === 403 && (typeof code !== 'number' || code === 0);
}
