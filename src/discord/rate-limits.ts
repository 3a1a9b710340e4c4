/** What is waited where a 429 does not say: Cloudflare's, which is about all that the bot asks. */
const UNSAID_SECONDS = 60;
const LEAST_SECONDS = 0.5;
const MOST_SECONDS = 600;

/** The part of a path that has limits of its own: a channel, or an interaction's token. */
const PLACE = /\/(?:channels\/\d+|(?:webhooks|interactions)\/\d+\/[^/]+)/;

/**
 * Makes discord.js wait after every 429. By itself it asks again at once where `Retry-After` is
 * missing, and without end where each answer names a short time (`runRequest` of its handlers).
 * Here a 429 always names a time, which doubles with each that follows in the same place.
 */
export class RateLimits {
  /** How many 429 there were in a row, by method and place; none where the last answer was good. */
  readonly #inARow = new Map<string, number>();

  /** The headers as discord.js is to read them. */
  headersFor(method: string, url: string, status: number, headers: Headers): Headers {
    const { pathname } = new URL(url);
    const key = `${method} ${PLACE.exec(pathname)?.[0] ?? pathname}`;
    if (status !== 429) {
      this.#inARow.delete(key);
      return headers;
    }
    const before = this.#inARow.get(key) ?? 0;
    this.#inARow.set(key, before + 1);
    const said = Number(headers.get('retry-after') ?? NaN);
    const wait = said > 0 ? said : UNSAID_SECONDS;
    const seconds = String(Math.min(Math.max(wait, LEAST_SECONDS * 2 ** before), MOST_SECONDS));
    const paced = new Headers(headers);
    paced.set('retry-after', seconds);
    // Its handlers then hold back every later request to the place by themselves.
    paced.set('x-ratelimit-remaining', '0');
    paced.set('x-ratelimit-reset-after', seconds);
    if (!(said > 0)) paced.set('x-ratelimit-global', 'true');
    return paced;
  }
}
