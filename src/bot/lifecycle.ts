import { once, setMaxListeners } from 'node:events';
import type { Config } from '../config/config.ts';
import type { Clock } from '../engines/clock.ts';
import type { Env } from '../engines/env.ts';
import type { Turns } from '../engines/turns.ts';
import type { Logger } from '../logger/logger.ts';
import type { Workflows } from '../workflows/read-workflows.ts';
import type { BotOptions } from './bot.ts';

/** What every part of the bot needs to open. */
export interface Opening
  extends Env, Pick<BotOptions, 'config' | 'logger' | 'startPictureProcess' | 'discordWaitsMs'> {
  readonly turns: Turns;
  /** Each part registers here how to end it, as soon as it opens. */
  readonly shutdown: Shutdown;
  /** The operator's own workflows. */
  readonly workflows: Workflows;
}

/** How interactions arrive at a process, as other processes read it. */
export function intakeNameOf({ intake, shards }: Pick<Config, 'intake' | 'shards'>): string {
  return shards === undefined ? intake : `${intake} ${shards.ids.join()}/${shards.count}`;
}

/** How long requests in progress may take to finish, so that everything ends within 8 s. */
export const GRACE_MS = 7_000;

type End = () => Promise<unknown>;

export interface ShutdownOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly signal?: AbortSignal;
}

/** Ends the parts of the bot in order and in time. */
export class Shutdown {
  /** Aborts as soon as the bot starts to stop: ends retries and pauses. */
  readonly stopping: AbortSignal;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #stopping = new AbortController();
  readonly #halt = new AbortController();
  readonly #intakes: End[] = [];
  readonly #parts: End[] = [];
  #running: Promise<void> | undefined;

  /** `signal`: aborts `stopping`. That alone ends no part. */
  constructor({ clock, logger, signal }: ShutdownOptions) {
    this.#clock = clock;
    this.#logger = logger;
    this.stopping = signal
      ? AbortSignal.any([this.#stopping.signal, signal])
      : this.#stopping.signal;
    // Every request in progress listens to it.
    setMaxListeners(0, this.#halt.signal);
  }

  /** Aborts when the grace period is over: ends every request. */
  get halt(): AbortSignal {
    return this.#halt.signal;
  }

  /** Registers a source of new work. Intakes end first, all at once. */
  addIntake(end: End): void {
    this.#intakes.push(end);
  }

  /** Registers a part that ends after the intakes, in reverse order. */
  addPart(end: End): void {
    this.#parts.push(end);
  }

  /** Registers a part that ignores `halt`. It is abandoned when the grace period is over. */
  addUnboundPart(end: End): void {
    const { halt } = this;
    this.addPart(() => Promise.race([end(), halt.aborted ? undefined : once(halt, 'abort')]));
  }

  /** Ends everything. Work in progress has seven seconds to finish, then it is aborted. */
  run(options: { readonly grace?: boolean } = {}): Promise<void> {
    this.#running ??= this.#run(options);
    return this.#running;
  }

  async #run({ grace = true }: { readonly grace?: boolean }): Promise<void> {
    this.#stopping.abort();
    const done = new AbortController();
    if (grace) void this.#haltAfterGrace(done.signal);
    else this.#halt.abort();
    await Promise.all(this.#intakes.splice(0).map((end) => this.#inGoodOrder(end)));
    for (let end = this.#parts.pop(); end; end = this.#parts.pop()) await this.#inGoodOrder(end);
    done.abort();
  }

  async #haltAfterGrace(done: AbortSignal): Promise<void> {
    await this.#clock.sleep(GRACE_MS, done).catch(() => undefined);
    if (!done.aborted) this.#halt.abort();
  }

  async #inGoodOrder(end: End): Promise<void> {
    try {
      await end();
    } catch (err) {
      this.#logger.error({ err }, 'a part of the bot did not stop in good order');
    }
  }
}
