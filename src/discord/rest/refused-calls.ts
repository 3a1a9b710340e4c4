import { EventEmitter } from 'node:events';
import { DiscordAPIError, RESTJSONErrorCodes } from 'discord.js';
import type { Clock } from '../../engines/clock.ts';

/** How far back Discord counts. */
const WINDOW_MS = 10 * 60_000;
/** A tenth of what shuts an address out: from here on nothing is asked about channels. */
export const MOST_REFUSED = 1_000;
/** From here on nothing is sent at all. */
const MOST_IN_ALL = 2_000;
/** From this many about one channel, nothing is asked about it: it must not use up everybody's. */
const MOST_OF_A_CHANNEL = 50;

/** "Invalid requests" in Discord's words. */
const REFUSALS: ReadonlySet<number> = new Set([401, 403, 429]);

/**
 * Calls that matter less: posts, edits and questions as the bot, which are made again later.
 * Answers to people by an interaction's token are not among them, and neither is what a start
 * needs.
 */
const CHANNEL = /\/channels\/\d+/;

/** A call that was not made, since Discord has refused too many of late. It can be made later. */
export class CallsSpent extends Error {
  override readonly name = 'CallsSpent';

  constructor() {
    super('Discord has refused so many calls within ten minutes that this one is not made');
  }
}

export interface RefusedCallsEvents {
  /** Told once there are too many, and again only after they have fallen to half as many. */
  spent: [];
}

interface Refusal {
  readonly at: number;
  /** `undefined` for one that is about no channel. */
  readonly channel: string | undefined;
}

/**
 * How many calls Discord may refuse. It shuts out an address that has 10,000 answers of 401, 403
 * and 429 within ten minutes (its API reference, "Invalid Request Limit"), whatever they answer.
 * Here each is counted, those to interactions' tokens too, and long before that number calls are
 * not made. No more are remembered than it takes to end all calls, and those that were under way by
 * then.
 */
export class RefusedCalls {
  readonly events = new EventEmitter<RefusedCallsEvents>();
  readonly #clock: Clock;
  /** Oldest first. */
  readonly #refusals: Refusal[] = [];
  readonly #byChannel = new Map<string, number>();
  #told = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How many are remembered. */
  get size(): number {
    return this.#refusals.length;
  }

  /** To be asked before a call is made. @throws CallsSpent where it is not to be. */
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

  /** Takes note of an answer. */
  note(url: string, status: number, headers: Headers): void {
    if (!REFUSALS.has(status)) return;
    // A limit that others have reached, which Discord does not count.
    if (status === 429 && headers.get('x-ratelimit-scope') === 'shared') return;
    this.#forgetOld();
    const channel = channelOf(url);
    this.#refusals.push({ at: this.#clock.now(), channel });
    this.#count(channel, 1);
    if (this.#told || this.#refusals.length < MOST_REFUSED) return;
    this.#told = true;
    this.events.emit('spent');
  }

  #forgetOld(): void {
    const now = this.#clock.now();
    // One that lies ahead was counted before the clock was set back.
    const isOver = ({ at }: Refusal) => at <= now - WINDOW_MS || at > now;
    const kept = this.#refusals.findIndex((one) => !isOver(one));
    const over = kept === -1 ? this.#refusals.length : kept;
    if (over === 0) return;
    for (const { channel } of this.#refusals.splice(0, over)) this.#count(channel, -1);
    if (this.#refusals.length <= MOST_REFUSED / 2) this.#told = false;
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

/** A call that was not made, since Discord has refused every one before it. */
export class CallsPaused extends Error {
  override readonly name = 'CallsPaused';

  constructor() {
    super('Discord refuses all calls of this kind, so that none is made for a while');
  }
}

/**
 * Keeps a bot whose token or address Discord refuses from asking on and on: 10,000 invalid requests
 * within ten minutes shut an address out (Discord's API reference, "Invalid Request Limit").
 *
 * After three such refusals in a row no call is made for 30 s, then one to see; while that is
 * refused too, the pause doubles up to ten minutes. An answer about the call itself ends it; an
 * outage (5xx) or a broken connection says nothing about the caller, and changes nothing.
 */
export class CallBreaker {
  readonly #clock: Clock;
  #refusals = 0;
  #pauseMs = FIRST_PAUSE_MS;
  /** No call before then, in milliseconds since the epoch. */
  #closedUntil = 0;
  #probing = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @throws CallsPaused where the call is not made, and what `send` throws. */
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
    // More is left only where the clock was set back.
    return left > 0 && left <= this.#pauseMs;
  }

  #noteRefusal(wasProbe: boolean): void {
    this.#refusals += 1;
    // Those that were under way together count as one.
    if (!wasProbe && this.#refusals !== MOST_IN_A_ROW) return;
    this.#pauseMs = wasProbe ? Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS) : FIRST_PAUSE_MS;
    this.#closedUntil = this.#clock.now() + this.#pauseMs;
  }
}

/**
 * Whether Discord refused the caller rather than this call: a 401, unless it is about an
 * interaction's token, or a 403 without a code of Discord's, as Cloudflare gives.
 */
function isRefusalOfAll(error: unknown): boolean {
  if (!(error instanceof DiscordAPIError)) return false;
  const { status, code } = error;
  if (status === 401) return code !== RESTJSONErrorCodes.InvalidWebhookToken;
  return status === 403 && (typeof code !== 'number' || code === 0);
}
