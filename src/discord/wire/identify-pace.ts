/** Discord counts identifies over 24 hours, and this bot over the last one. */
export const IDENTIFY_WINDOW_MS = 60 * 60_000;
/** How many an hour need no pause, beyond each shard's first. */
const FREE_IDENTIFIES = 20;
/** With less than this share of the day's total left, every further one does. */
const LOW_SHARE = 1 / 5;

const FIRST_PAUSE_MS = 10_000;
const LONGEST_PAUSE_MS = 15 * 60_000;
/** The least wait when none is left, in case Discord says that the reset is now. */
const SHORTEST_RESET_MS = 5_000;

/** One IDENTIFY that was sent: when, in milliseconds since the epoch, and for which shard. */
export interface Identify {
  readonly at: number;
  readonly shard: number;
}

/** `session_start_limit` of `GET /gateway/bot`. */
export interface SessionStartLimit {
  readonly total: number;
  readonly remaining: number;
  /** In milliseconds. */
  readonly reset_after: number;
}

export interface IdentifyPause {
  readonly ms: number;
  readonly reason: string;
}

/**
 * How long a shard has to wait before its next IDENTIFY; `undefined`: not at all. `sent`: the
 * identifies of the last hour in order, by this process and those before it.
 *
 * A pause counts from the last identify, and doubles with each further one. Discord ends every session
 * and resets the bot's token after 1,000 identifies in 24 hours; with these pauses a connection that
 * never lasts makes some 25 an hour, and 7 once few are left.
 */
export function pauseBeforeIdentify(
  shard: number,
  sent: readonly Identify[],
  limit: SessionStartLimit,
  now: number,
): IdentifyPause | undefined {
  if (limit.remaining === 0) return pauseUntilReset(limit);
  const isLow = limit.remaining < limit.total * LOW_SHARE;
  const shards = new Set([shard, ...sent.map((identify) => identify.shard)]);
  const repeats = sent.length + 1 - shards.size;
  const beyond = isLow ? repeats : repeats - FREE_IDENTIFIES;
  const last = sent.at(-1);
  if (beyond <= 0 || !last) return undefined;
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** (beyond - 1), LONGEST_PAUSE_MS);
  const ms = last.at + pause - now;
  if (ms <= 0) return undefined;
  const reason = isLow
    ? 'few of the sessions that Discord allows a day are left'
    : 'sessions have started too often within the hour';
  return { ms, reason };
}

/** How long to wait where Discord allows fewer sessions than are needed. */
export function pauseUntilReset({
  reset_after,
}: Pick<SessionStartLimit, 'reset_after'>): IdentifyPause {
  const ms = Math.max(reset_after, SHORTEST_RESET_MS);
  return { ms, reason: 'Discord allows no more sessions until its limit resets' };
}
