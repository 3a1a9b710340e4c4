import { BotProcess, type BotProcessOptions } from '../bot-process.ts';
import type { Gateway } from '../discord/gateway.ts';
import type { BotOrder, BotState, BotView } from './wire.ts';

export interface BotKeeperOptions extends Omit<BotProcessOptions, 'onLine'> {
  /** Where the bot appears once it is up. */
  readonly gateway: Gateway;
  readonly tell: (bot: BotView) => void;
}

/** Starts the bot's process, ends it in one way or another, and says how it is doing. */
export class BotKeeper {
  readonly #options: BotKeeperOptions;
  #bot: BotProcess | undefined;
  /** While a process is being ended: settles once it is over. */
  #stopping: Promise<void> | undefined;
  #ending: string | undefined;
  /** How often bots had identified when this one started: the connection of the last one may linger. */
  #identifiedBefore = 0;
  /** Counts orders, so that the last one decides. */
  #orders = 0;
  #closed = false;

  constructor(options: BotKeeperOptions) {
    this.#options = options;
    options.gateway.onConnections(() => {
      this.#tell();
    });
  }

  get view(): BotView {
    const ending = this.#ending;
    const lines = this.#bot?.lastLines ?? [];
    return { state: this.#state, ...(ending !== undefined && { ending }), lines };
  }

  get #state(): BotState {
    if (!this.#bot || this.#bot.ended.aborted) return 'stopped';
    if (this.#stopping) return 'stopping';
    const { connections, identified } = this.#options.gateway;
    return connections > 0 && identified > this.#identifiedBefore ? 'connected' : 'starting';
  }

  /**
   * Does what is asked; resolves once a process that has to end is over. Nothing is started after
   * that where another order has come meanwhile.
   */
  async obey(order: BotOrder): Promise<void> {
    this.#orders += 1;
    const mine = this.#orders;
    switch (order) {
      case 'start':
        await this.#stopping;
        break;
      case 'restart':
        await this.stop();
        break;
      case 'kill':
        await this.#end((bot) => bot.kill());
        return;
    }
    if (mine === this.#orders && !this.#closed) this.#start();
  }

  /** Asks the process to stop, and waits until it has. */
  async stop(): Promise<void> {
    // Asked twice, it would end before it has finished what it is doing.
    await (this.#stopping ?? this.#end((bot) => bot.stop()));
  }

  /** Stops the process for good: no order starts another one. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.stop();
  }

  #start(): void {
    if (this.#bot && !this.#bot.ended.aborted) return;
    this.#ending = undefined;
    this.#identifiedBefore = this.#options.gateway.identified;
    const onLine = () => {
      this.#tell();
    };
    const bot = BotProcess.start({ ...this.#options, onLine });
    this.#bot = bot;
    bot.ended.addEventListener('abort', () => {
      const reason: unknown = bot.ended.reason;
      if (!this.#stopping && reason instanceof Error) this.#ending = reason.message;
      this.#tell();
    });
    this.#tell();
  }

  async #end(end: (bot: BotProcess) => Promise<void>): Promise<void> {
    const bot = this.#bot;
    if (!bot || bot.ended.aborted) return;
    const over = end(bot).then(() => {
      this.#stopping = undefined;
      this.#tell();
    });
    this.#stopping = over;
    this.#tell();
    await over;
  }

  #tell(): void {
    this.#options.tell(this.view);
  }
}
