const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 20_000;
const LONGEST_RETRY_AFTER_MS = 60_000;

/** What decides the wait before the next try. */
export interface RetryTiming {
  /** How many tries have failed, 1 after the first. */
  readonly attempt: number;
  /** What the server asked for, if anything. */
  readonly retryAfterMs?: number | undefined;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/**
 * Milliseconds to wait before the next try: exponential, with full jitter, so that jobs that failed
 * together do not come back together; never sooner than the server asked for, and bounded.
 */
export function retryDelay({ attempt, retryAfterMs = 0, random }: RetryTiming): number {
  const longest = Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), LONGEST_WAIT_MS);
  const asked = Math.min(Math.max(retryAfterMs, 0), LONGEST_RETRY_AFTER_MS);
  return Math.round(asked + random() * longest);
}

/** IMF-fixdate, the one form of date that HTTP lets a server send (RFC 9110, 5.6.7). */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * Milliseconds that a Retry-After header asks for: seconds, or a date compared with `now` (epoch
 * milliseconds). Undefined if there is none that can be read.
 */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  if (!HTTP_DATE.test(text)) return undefined;
  const until = Date.parse(text);
  return Number.isNaN(until) ? undefined : Math.max(until - now, 0);
}
