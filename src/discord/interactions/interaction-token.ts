import { SnowflakeUtil } from 'discord.js';
import { TOKEN_LIFE_MS } from '../../jobs/job.ts';

/** How long Discord waits for the first answer to an interaction. */
export const FIRST_ANSWER_MS = 3_000;

/**
 * From this long after an interaction on, its first answer has arrived or never will. Two seconds are for
 * clocks that differ, and for an answer that a process sent before it died.
 */
export const FIRST_ANSWER_KNOWN_MS = FIRST_ANSWER_MS + 2_000;

/**
 * Stop using the token this long before it expires, so that no edit is still under way then:
 * discord.js's retries and rate limits take time.
 */
const MARGIN_MS = 90_000;

/** When an interaction's token ends: 15 minutes after Discord made the interaction's id. */
export function tokenExpiry(interactionId: string): number {
  return madeAt(interactionId) + TOKEN_LIFE_MS;
}

/**
 * Until when Discord accepts the first answer to an interaction, by this machine's clock: three seconds after it made
 * the id, or after the arrival if the clocks' difference is unknown.
 */
export function answerableUntil(
  interactionId: string,
  { arrivedAt, aheadMs }: { readonly arrivedAt: number; readonly aheadMs: number | undefined },
): number {
  const made = aheadMs === undefined ? arrivedAt : madeAt(interactionId) + aheadMs;
  return Math.min(arrivedAt, made) + FIRST_ANSWER_MS;
}

/** When Discord made an interaction's id, by Discord's clock. */
export function madeAt(interactionId: string): number {
  return Number(SnowflakeUtil.deconstruct(interactionId).timestamp);
}

interface TokenEnd {
  readonly tokenExpiresAt: number;
}

export function tokenBornAt({ tokenExpiresAt }: TokenEnd): number {
  return tokenExpiresAt - TOKEN_LIFE_MS;
}

/** The token while it is still safe to use. */
export function liveToken(
  job: TokenEnd & { readonly interactionToken: string | undefined },
  now: number,
): string | undefined {
  return isTokenOver(job, now) ? undefined : job.interactionToken;
}

/** Whether a token is no longer safe to use at a time, in milliseconds since the epoch. */
export function isTokenOver({ tokenExpiresAt }: TokenEnd, at: number): boolean {
  return at >= tokenExpiresAt - MARGIN_MS;
}
