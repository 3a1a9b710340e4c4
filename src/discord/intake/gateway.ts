import {
  Client,
  Events,
  GatewayCloseCodes,
  Options,
  type SimpleShardingStrategy,
  Status,
} from 'discord.js';
import type { Logger } from '../../logger/logger.ts';
import type { RefusedCalls } from '../rest/refused-calls.ts';
import { restOptions } from '../rest/rest.ts';
import { ClosedForGood } from '../rest/start-failures.ts';
import { type EntitlementEvent, isEntitlementEvent } from './entitlement-sync.ts';
import { IdentifyThrottle, type IdentifyThrottleOptions, SentIdentifies } from './identify.ts';
import { Receiver } from './receiver.ts';

export interface ConnectionOptions extends Omit<IdentifyThrottleOptions, 'sent'> {
  readonly apiUrl: string;
  readonly token: string;
  /** The shards to connect. Default: all, as many as Discord says. */
  readonly shards?: Shards | undefined;
  /** The file with the identifies of the last hour, which outlasts restarts. */
  readonly identifiesPath: string;
  /** Counts refused calls, including those that discord.js makes by itself. */
  readonly refusedCalls: RefusedCalls;
  /** Called with the `Date` header of each answer. */
  readonly onDate: (date: string) => void;
}

/** Some of the shards that a bot has in all. */
export interface Shards {
  readonly ids: readonly number[];
  readonly count: number;
}

/** The connection to Discord's gateway, which delivers interactions. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #throttle: IdentifyThrottle;
  #client: Client | undefined;
  #closing = new AbortController();
  #endListening: () => Promise<void> = () => Promise.resolve();

  constructor(options: ConnectionOptions) {
    this.#options = options;
    const sent = new SentIdentifies(options.identifiesPath);
    this.#throttle = new IdentifyThrottle({ ...options, sent });
  }

  /**
   * Connects, and resolves once every shard is ready. `handle` receives interactions from the first
   * on. After a failure it can be called again: it makes a new client, since a failed login leaves
   * the old one unusable. `onEntitlement` receives events about entitlements, if they count.
   *
   * @throws ClosedForGood if Discord will never accept the connection, and what discord.js throws.
   */
  async open(
    handle: (payload: unknown) => Promise<void>,
    onLost?: (reason: string) => void,
    onEntitlement?: EntitlementListener,
  ): Promise<void> {
    await this.#endListening();
    this.#closing = new AbortController();
    const client = this.#createClient();
    this.#client = client;
    const { signal: closing } = this.#closing;
    const listeners = {
      onLost: (reason: string) => {
        if (!closing.aborted) onLost?.(reason);
      },
      onEntitlement,
    };
    this.#endListening = listen(client, handle, this.#options.logger, listeners);
    let closedFor: number | undefined;
    client.on(Events.ShardDisconnect, ({ code }) => (closedFor = code));
    try {
      await client.login(this.#options.token);
    } catch (cause) {
      if (closedFor === undefined) throw cause;
      throw new ClosedForGood(closedFor);
    }
  }

  /** Whether every shard is connected and ready now. */
  get isReady(): boolean {
    const { ws } = this.#client ?? {};
    return ws?.status === Status.Ready && ws.shards.every(({ status }) => status === Status.Ready);
  }

  /** Stops accepting interactions and waits for those under way. */
  async stopListening(): Promise<void> {
    await this.#endListening();
  }

  /** Whether it is open, but no shard is connected, and not because Discord allows no session for now. */
  get isCutOff(): boolean {
    const { ws } = this.#client ?? {};
    if (!ws || this.#throttle.isPaused) return false;
    return ws.shards.every(({ status }) => status !== Status.Ready);
  }

  /** Whether {@link open} has made a connection that is not closed yet. */
  get isOpen(): boolean {
    return this.#client !== undefined;
  }

  /** It can be opened again. */
  async close(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    this.#closing.abort();
    await client?.destroy();
  }

  /**
   * Interactions need no intent, and carry everything the bot needs, so members are not cached and
   * memory stays flat. Above 2,500 servers one connection is not enough: Discord is asked for the
   * number of shards.
   */
  #createClient(): Client {
    const { apiUrl, shards, logger, stopping } = this.#options;
    return new Client({
      intents: [],
      shards: shards ? [...shards.ids] : 'auto',
      ...(shards && { shardCount: shards.count }),
      ws: {
        buildIdentifyThrottler: (manager) => this.#throttle.throttlerFor(manager),
        // discord.js reports close codes only here.
        buildStrategy: (manager) => {
          logShards(manager, logger, AbortSignal.any([stopping, this.#closing.signal]));
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

/** A gateway packet, as far as it is read. */
interface Packet {
  t?: unknown;
  d?: unknown;
}

type EntitlementListener = (event: EntitlementEvent, data: unknown) => void;

interface ConnectionListeners {
  /** Called when discord.js gives up connecting. */
  readonly onLost?: ((reason: string) => void) | undefined;
  readonly onEntitlement?: EntitlementListener | undefined;
}

/**
 * Passes the payload of every interaction to `handle`, which never rejects. The returned function
 * stops that and waits for those under way.
 *
 * discord.js never sees the interactions: it would build objects that nothing uses, and a malformed
 * payload throws inside the connection's own listener (`client/actions/InteractionCreate.js` of
 * 14.28), which ends the process.
 */
export function listen(
  client: Client,
  handle: (payload: unknown) => Promise<void>,
  logger: Logger,
  { onLost, onEntitlement }: ConnectionListeners = {},
): () => Promise<void> {
  const receiver = new Receiver(handle);
  const onRaw = (packet: Packet) => {
    if (packet.t === 'READY') packet.d = withoutServers(packet.d);
    if (onEntitlement && isEntitlementEvent(packet.t)) {
      onEntitlement(packet.t, packet.d);
      // discord.js would keep it for good.
      packet.t = null;
    }
    if (packet.t !== 'INTERACTION_CREATE') return;
    // discord.js gets the same packet next and ignores one without a type.
    packet.t = null;
    receiver.take(packet.d);
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
  return () => receiver.stop();
}

/** discord.js would keep some kB per server for good, and nothing here needs them. */
function withoutServers(ready: unknown): unknown {
  return typeof ready === 'object' ? { ...ready, guilds: [] } : ready;
}

interface OfShard {
  readonly shardId: number;
}

/**
 * Logs shard state changes. An outage is logged once per shard, whatever the number of reconnects.
 * Closings after `ending` are not logged.
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
