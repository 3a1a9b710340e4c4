import { Client, Events, Options, Status } from 'discord.js';
import type { Clock } from '../../clock.ts';
import type { Logger } from '../../logger/logger.ts';
import { ClosedForGood } from '../wire/closed-for-good.ts';
import { IdentifyThrottle } from '../wire/identify-throttle.ts';
import { listen } from './listen.ts';
import type { RefusedCalls } from '../wire/refused-calls.ts';
import { restOptions } from '../wire/rest.ts';
import { SentIdentifies } from '../wire/sent-identifies.ts';
import { logShards } from '../wire/shard-log.ts';

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
