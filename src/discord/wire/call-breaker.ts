import { DiscordAPIError, RESTJSONErrorCodes } from 'discord.js';
import type { Clock } from '../../clock.ts';

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
