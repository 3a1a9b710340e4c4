import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import {
  type APIGatewaySessionStartLimit,
  DiscordAPIError,
  type IIdentifyThrottler,
  SimpleShardingStrategy,
} from 'discord.js';
import PQueue from 'p-queue';
import { z } from 'zod';
import type { Clock } from '../../engines/clock.ts';
import { unlessAborted } from '../../engines/time-limit.ts';
import type { Logger } from '../../logger/logger.ts';

/** Between two identifies in one of the `max_concurrency` buckets: 5 s, and some for latency. */
const SPACING_MS = 5_500;
/** Between two tries where another process has identified just now. */
const CLAIM_AGAIN_MS = 500;
/** After a failed request for the limit; doubled up to the longest. */
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;
/** A pause that ends no later than the logged one is the same pause. */
const SAME_PAUSE_MS = 5_000;

/** From @discordjs/ws: discord.js has another class of that name. */
type Manager = ConstructorParameters<typeof SimpleShardingStrategy>[0];
/** The part of it that asks `GET /gateway/bot`. */
type Gateway = Pick<Manager, 'fetchGatewayInformation'>;

export interface IdentifyThrottleOptions {
  readonly sent: SentIdentifies;
  readonly clock: Clock;
  readonly logger: Logger;
  /**
   * Claims something for so many milliseconds, among processes that share a token. False if another
   * one has claimed it. Default: there is no other.
   */
  readonly claim?: (name: string, forMs: number) => Promise<boolean>;
  /** Aborts once the bot is to stop: no session starts after that. */
  readonly stopping: AbortSignal;
}

/**
 * Decides when a shard may send IDENTIFY, one shard at a time. `session_start_limit` is read fresh
 * before each, since discord.js caches it for up to a day.
 */
export class IdentifyThrottle {
  readonly #options: IdentifyThrottleOptions;
  readonly #queue = new PQueue({ concurrency: 1 });
  /** When a shard of each concurrency bucket last identified. */
  readonly #lastIn = new Map<number, number>();
  /** When the last logged pause ends. */
  #loggedUntil = -Infinity;
  #isPaused = false;

  constructor(options: IdentifyThrottleOptions) {
    this.#options = options;
  }

  /** Whether no session may start for now. */
  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** For `ws.buildIdentifyThrottler`. */
  throttlerFor(gateway: Gateway): IIdentifyThrottler {
    return {
      waitForIdentify: (shard, closed) => this.#queue.add(() => this.#wait(gateway, shard, closed)),
    };
  }

  /** For `ws.buildStrategy`: connects no shard before Discord allows a session for each. */
  strategyFor(manager: Manager): SimpleShardingStrategy {
    const roomFor = (shards: number) => this.#roomFor(shards, manager);
    return new (class extends SimpleShardingStrategy {
      override async spawn(shardIds: number[]): Promise<void> {
        await roomFor(shardIds.length);
        await super.spawn(shardIds);
      }
    })(manager);
  }

  /** Waits for enough sessions: discord.js would throw without them. */
  async #roomFor(shards: number, gateway: Gateway): Promise<void> {
    const { stopping } = this.#options;
    // discord.js has just fetched it. After a pause it is fetched again.
    for (let anew = false; ; anew = true) {
      const ask = () => gateway.fetchGatewayInformation(anew);
      const { session_start_limit: limit } = await unlessAborted(ask, stopping);
      const { total, remaining } = limit;
      if (remaining >= Math.min(shards, total)) return;
      const pause = pauseUntilReset(limit);
      this.#log(pause, { shards, remaining, total });
      await this.#pause(pause.ms, stopping);
    }
  }

  /**
   * `closed` aborts once the shard's connection is gone. Rejects only then: after any other error
   * discord.js connects anew, and identifies twice over that connection.
   */
  async #wait(gateway: Gateway, shard: number, closed: AbortSignal): Promise<void> {
    const { stopping } = this.#options;
    try {
      await this.#untilAllowed(gateway, shard, AbortSignal.any([closed, stopping]));
    } catch (error) {
      if (!closed.aborted && stopping.aborted) await once(closed, 'abort');
      throw error;
    }
  }

  async #untilAllowed(gateway: Gateway, shard: number, signal: AbortSignal): Promise<void> {
    const { sent, clock } = this.#options;
    for (;;) {
      const limit = await this.#limit(gateway, signal);
      // discord.js reports the invalid token when it identifies.
      if (!limit) return;
      const { total, remaining, max_concurrency: buckets } = limit;
      const now = clock.now();
      const lastHour = sent.since(now);
      const pause = pauseBeforeIdentify(shard, lastHour, limit, now);
      const bucket = shard % buckets;
      const spacing = this.#spacing(bucket, now);
      if (!pause && spacing <= 0) {
        if (await this.#isFree(bucket)) return this.#note(shard, bucket, signal);
        // Afterwards fewer sessions are left.
        do await this.#pause(CLAIM_AGAIN_MS, signal);
        while (!(await this.#isFree(bucket)));
        continue;
      }
      if (pause) this.#log(pause, { shard, remaining, total, lastHour: lastHour.length });
      await this.#pause(Math.max(pause?.ms ?? 0, spacing), signal);
    }
  }

  /** Claims a bucket among the processes. False if another one has identified in it just now. */
  async #isFree(bucket: number): Promise<boolean> {
    return (await this.#options.claim?.(`identify ${bucket}`, SPACING_MS)) ?? true;
  }

  async #pause(ms: number, signal: AbortSignal): Promise<void> {
    this.#isPaused = true;
    try {
      await this.#options.clock.sleep(ms, signal);
    } finally {
      this.#isPaused = false;
    }
  }

  #spacing(bucket: number, now: number): number {
    const left = (this.#lastIn.get(bucket) ?? -Infinity) + SPACING_MS - now;
    // Clock went backwards: treat as due.
    return left > SPACING_MS ? 0 : left;
  }

  /** `undefined` where Discord refuses the token. */
  async #limit(gateway: Gateway, signal: AbortSignal) {
    const { clock, logger } = this.#options;
    for (let waitMs = FIRST_RETRY_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_RETRY_MS)) {
      try {
        const ask = () => gateway.fetchGatewayInformation(true);
        return (await unlessAborted(ask, signal)).session_start_limit;
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof DiscordAPIError && error.status === 401) return undefined;
        const reason = error instanceof Error ? error.message : String(error);
        logger.warn({ reason, waitMs }, 'Discord did not say how many sessions may start');
        await clock.sleep(waitMs, signal);
      }
    }
  }

  /** Stored before it is sent, so that it counts even if the bot crashes right after. */
  async #note(shard: number, bucket: number, signal: AbortSignal): Promise<void> {
    const { sent, clock, logger } = this.#options;
    const at = clock.now();
    try {
      await sent.note({ at, shard });
    } catch (err) {
      logger.warn(
        { shard, err },
        'an identify could not be stored, and a restart will not count it',
      );
    }
    signal.throwIfAborted();
    this.#lastIn.set(bucket, at);
  }

  /** Logs a pause once, however often the connection is lost during it. */
  #log({ ms: waitMs, reason }: IdentifyPause, facts: Readonly<Record<string, number>>): void {
    const { clock, logger } = this.#options;
    const until = clock.now() + waitMs;
    if (Math.abs(until - this.#loggedUntil) < SAME_PAUSE_MS) return;
    this.#loggedUntil = until;
    logger.warn({ ...facts, waitMs, reason }, 'waiting before the next gateway session');
  }
}

/** Discord counts identifies over 24 hours, and this bot over the last one. */
const IDENTIFY_WINDOW_MS = 60 * 60_000;
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

/** Of `GET /gateway/bot`. */
type SessionStartLimit = Omit<APIGatewaySessionStartLimit, 'max_concurrency'>;

interface IdentifyPause {
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
function pauseUntilReset({ reset_after }: Pick<SessionStartLimit, 'reset_after'>): IdentifyPause {
  const ms = Math.max(reset_after, SHORTEST_RESET_MS);
  return { ms, reason: 'Discord allows no more sessions until its limit resets' };
}

const stored = z.array(z.object({ at: z.number(), shard: z.number() }));

/**
 * The identifies of the last hour, over restarts. A file beside the database rather than a table: a
 * restored backup must not make the bot forget what it has spent. A file that is lost or cannot be
 * read counts as none sent.
 */
export class SentIdentifies {
  readonly #path: string;
  #sent: readonly Identify[];

  constructor(path: string) {
    this.#path = path;
    this.#sent = read(path);
  }

  /** Those of the last hour, in order. If the clock went backwards, later ones count as sent now. */
  since(now: number): readonly Identify[] {
    this.#sent = this.#sent
      .map(({ at, shard }) => ({ at: Math.min(at, now), shard }))
      .filter(({ at }) => at > now - IDENTIFY_WINDOW_MS);
    return this.#sent;
  }

  /**
   * Notes one that is about to be sent. It counts in this process even if it cannot be stored. Makes no
   * folder: in the place of a data folder that was moved, one would be in the way.
   *
   * @throws what the file system throws.
   */
  async note(identify: Identify): Promise<void> {
    this.#sent = [...this.since(identify.at), identify];
    const path = this.#path;
    // Another process of the bot may be writing it, too.
    const temporary = `${path}.${process.pid}.tmp`;
    await writeFile(temporary, JSON.stringify(this.#sent), { mode: 0o600, flush: true });
    await rename(temporary, path);
  }
}

function read(path: string): readonly Identify[] {
  try {
    return stored.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return [];
  }
}
