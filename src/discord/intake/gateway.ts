import {
  Client,
  Events,
  GatewayCloseCodes,
  Options,
  type SimpleShardingStrategy,
  Status,
} from 'discord.js';
import type { Clock } from '../../engines/clock.ts';
import type { Logger } from '../../logger/logger.ts';
import type { RefusedCalls } from '../rest/refused-calls.ts';
import { restOptions } from '../rest/rest.ts';
import { ClosedForGood } from '../rest/start-failures.ts';
import { IdentifyThrottle, SentIdentifies } from './identify.ts';

export interface ConnectionOptions {
  readonly apiUrl: string;
  readonly token: string;
  /** The file with the identifies of the last hour, which outlasts restarts. */
  readonly identifiesPath: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Counts what Discord refuses, also of the calls that discord.js makes by itself. */
  readonly refusedCalls: RefusedCalls;
  /** Aborts as soon as the bot is to stop. */
  readonly stopping: AbortSignal;
  /** Told every answer's `Date`. */
  readonly onDate: (date: string) => void;
}

/** The bot's connection to Discord's gateway, over which it hears of interactions. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #throttle: IdentifyThrottle;
  #client: Client | undefined;
  #endListening: () => Promise<void> = () => Promise.resolve();

  constructor(options: ConnectionOptions) {
    this.#options = options;
    const sent = new SentIdentifies(options.identifiesPath);
    this.#throttle = new IdentifyThrottle({ ...options, sent });
  }

  /**
   * Connects, and resolves once every shard is ready; `handle` gets interactions from the first on.
   * Where it fails it can be called again, and makes a new client: one whose login failed is
   * useless.
   *
   * @throws ClosedForGood where Discord takes no such connection, and what discord.js throws.
   */
  async open(
    handle: (payload: unknown) => Promise<void>,
    onLost?: (reason: string) => void,
  ): Promise<void> {
    await this.#endListening();
    const client = this.#createClient();
    this.#client = client;
    this.#endListening = listen(client, handle, this.#options.logger, onLost);
    let closedFor: number | undefined;
    client.on(Events.ShardDisconnect, ({ code }) => (closedFor = code));
    try {
      await client.login(this.#options.token);
    } catch (cause) {
      if (closedFor === undefined) throw cause;
      throw new ClosedForGood(closedFor);
    }
  }

  /** Whether it has been opened, and each of its shards is connected and ready just now. */
  get isReady(): boolean {
    const { ws } = this.#client ?? {};
    return ws?.status === Status.Ready && ws.shards.every(({ status }) => status === Status.Ready);
  }

  /** Takes no more interactions, and waits for those under way. */
  async stopListening(): Promise<void> {
    await this.#endListening();
  }

  async close(): Promise<void> {
    await this.#client?.destroy();
  }

  /**
   * No intent is needed for interactions, and people are not cached: every interaction brings what
   * the bot needs, so that memory does not grow with those who use it. From 2,500 servers on one
   * connection is not enough: Discord is asked how many it takes.
   */
  #createClient(): Client {
    const { apiUrl, logger, stopping } = this.#options;
    return new Client({
      intents: [],
      shards: 'auto',
      ws: {
        buildIdentifyThrottler: (manager) => this.#throttle.throttlerFor(manager),
        // The one place where discord.js tells of close codes.
        buildStrategy: (manager) => {
          logShards(manager, logger, stopping);
          return this.#throttle.strategyFor(manager);
        },
      },
      rest: restOptions(apiUrl, this.#options),
      makeCache: Options.cacheWithLimits({
        GuildMemberManager: 0,
        MessageManager: 0,
        UserManager: 0,
      }),
    });
  }
}

/** A packet of the gateway, as far as it is read here. */
interface Packet {
  t?: unknown;
  d?: unknown;
}

/**
 * Hands the payload of every interaction to `handle`, which never rejects. The function returned
 * ends that, and waits for those under way. `onLost` is told when discord.js no longer tries to
 * connect.
 *
 * discord.js never sees any of them: it would make objects that nobody needs, and where a payload
 * is malformed it throws from within the connection's own listener
 * (`client/actions/InteractionCreate.js` of 14.28), which ends the process.
 */
export function listen(
  client: Client,
  handle: (payload: unknown) => Promise<void>,
  logger: Logger,
  onLost?: (reason: string) => void,
): () => Promise<void> {
  const underWay = new Set<Promise<void>>();
  let isOver = false;
  const onRaw = (packet: Packet) => {
    if (packet.t === 'READY') packet.d = withoutServers(packet.d);
    if (packet.t !== 'INTERACTION_CREATE') return;
    // discord.js gets the very same packet next, and does nothing with one of no type.
    packet.t = null;
    if (isOver) return;
    const handled = handle(packet.d).finally(() => underWay.delete(handled));
    underWay.add(handled);
  };
  client.on(Events.Raw, onRaw);
  client.on(Events.Error, (err) => {
    logger.error({ err }, 'discord.js reported an error');
  });
  client.on(Events.ShardError, (err, shard) => {
    logger.warn({ err, shard }, 'the connection to Discord failed');
  });
  client.on(Events.ShardDisconnect, ({ code }) => {
    onLost?.(new ClosedForGood(code).message);
  });
  return async () => {
    isOver = true;
    await Promise.all(underWay);
  };
}

/** discord.js would keep some kB a server for as long as it runs, and nothing here needs them. */
function withoutServers(ready: unknown): unknown {
  return typeof ready === 'object' ? { ...ready, guilds: [] } : ready;
}

interface OfShard {
  readonly shardId: number;
}

/**
 * Logs what becomes of each shard. An outage is logged once a shard, however often that tries to come
 * back meanwhile. No closing is logged after `ending`.
 */
function logShards(
  manager: ConstructorParameters<typeof SimpleShardingStrategy>[0],
  logger: Logger,
  ending: AbortSignal,
): void {
  const away = new Set<number>();
  manager.on('ready', ({ shardId: shard }: OfShard) => {
    away.delete(shard);
    logger.info({ shard, shards: manager.options.shardCount }, 'shard ready');
  });
  manager.on('resumed', ({ shardId: shard }: OfShard) => {
    away.delete(shard);
    logger.info({ shard }, 'shard resumed');
  });
  manager.on('closed', ({ shardId: shard, code }: OfShard & { readonly code: number }) => {
    if (ending.aborted) return;
    const level = away.has(shard) ? 'debug' : 'info';
    away.add(shard);
    logger[level]({ shard, code, meaning: GatewayCloseCodes[code] }, 'shard closed');
  });
}
