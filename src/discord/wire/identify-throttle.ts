import { DiscordAPIError, SimpleShardingStrategy, type IIdentifyThrottler } from 'discord.js';
import PQueue from 'p-queue';
import type { Clock } from '../../clock.ts';
import type { Logger } from '../../logger/logger.ts';
import { pauseBeforeIdentify, pauseUntilReset, type IdentifyPause } from './identify-pace.ts';
import type { SentIdentifies } from './sent-identifies.ts';
import { unlessAborted } from './unless-aborted.ts';

/** Between two identifies in one of the `max_concurrency` buckets: 5 s, and some for latency. */
const SPACING_MS = 5_500;
/** After a failed request for the limit; doubled up to the longest. */
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;
/** A pause that ends no later than one that was logged is the same one. */
const SAME_PAUSE_MS = 5_000;

/** Of @discordjs/ws: discord.js has another class of that name. */
type Manager = ConstructorParameters<typeof SimpleShardingStrategy>[0];
/** The part of it that asks `GET /gateway/bot`. */
type Gateway = Pick<Manager, 'fetchGatewayInformation'>;

export interface IdentifyThrottleOptions {
  readonly sent: SentIdentifies;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Aborts as soon as the bot is to stop: no session starts after that. */
  readonly stopping: AbortSignal;
}

/**
 * Decides when a shard may send IDENTIFY, one shard at a time. `session_start_limit` is read fresh
 * before each, since discord.js caches it for up to a day.
 */
export class IdentifyThrottle {
  readonly #options: IdentifyThrottleOptions;
  readonly #queue = new PQueue({ concurrency: 1 });
  /** When a shard of each concurrency bucket identified last. */
  readonly #lastIn = new Map<number, number>();
  /** When the pause that was logged last ends. */
  #loggedUntil = -Infinity;

  constructor(options: IdentifyThrottleOptions) {
    this.#options = options;
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

  /** Waits: without enough sessions discord.js would throw. */
  async #roomFor(shards: number, gateway: Gateway): Promise<void> {
    const { clock, stopping } = this.#options;
    // discord.js has just fetched it; after a pause it is fetched again.
    for (let anew = false; ; anew = true) {
      const ask = () => gateway.fetchGatewayInformation(anew);
      const { session_start_limit: limit } = await unlessAborted(ask, stopping);
      const { total, remaining } = limit;
      if (remaining >= Math.min(shards, total)) return;
      const pause = pauseUntilReset(limit);
      this.#log(pause, { shards, remaining, total });
      await clock.sleep(pause.ms, stopping);
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
      if (!closed.aborted && stopping.aborted) await aborted(closed);
      throw error;
    }
  }

  async #untilAllowed(gateway: Gateway, shard: number, signal: AbortSignal): Promise<void> {
    const { sent, clock } = this.#options;
    for (;;) {
      const limit = await this.#limit(gateway, signal);
      // By identifying, discord.js learns that the token is no longer valid.
      if (!limit) return;
      const { total, remaining, max_concurrency: buckets } = limit;
      const now = clock.now();
      const lastHour = sent.since(now);
      const pause = pauseBeforeIdentify(shard, lastHour, limit, now);
      const spacing = this.#spacing(shard % buckets, now);
      if (!pause && spacing <= 0) return this.#note(shard, shard % buckets, signal);
      if (pause) this.#log(pause, { shard, remaining, total, lastHour: lastHour.length });
      await clock.sleep(Math.max(pause?.ms ?? 0, spacing), signal);
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

  /** Notes it before it is sent, so that a bot that dies right after has counted it. */
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

  /** Logs a pause once, however often the connection is lost meanwhile. */
  #log({ ms: waitMs, reason }: IdentifyPause, facts: Readonly<Record<string, number>>): void {
    const { clock, logger } = this.#options;
    const until = clock.now() + waitMs;
    if (Math.abs(until - this.#loggedUntil) < SAME_PAUSE_MS) return;
    this.#loggedUntil = until;
    logger.warn({ ...facts, waitMs, reason }, 'waiting before the next gateway session');
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
}
