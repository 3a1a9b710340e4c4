import { setMaxListeners } from 'node:events';
import type { Config } from '../config/config.ts';
import type { Clock } from '../engines/clock.ts';
import type { Turns } from '../engines/turns.ts';
import type { Logger } from '../logger/logger.ts';
import type { Workflows } from '../workflows/read-workflows.ts';

/** What every part of the bot is opened with. */
export interface Opening {
  readonly config: Config;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly turns: Turns;
  /** Told how each part is ended, as soon as there is something to end. */
  readonly shutdown: Shutdown;
  /** How long Discord waits for a first answer, in milliseconds. Default: three seconds. */
  readonly discordWaitsMs?: number | undefined;
  /** The operator's own workflows. */
  readonly workflows: Workflows;
}

/** How long requests under way may take to finish, so that everything is over within 8 s. */
export const GRACE_MS = 7_000;

type End = () => Promise<unknown>;

export interface ShutdownOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly signal?: AbortSignal;
}

/** Ends the parts of the bot, in good order and in time. */
export class Shutdown {
  /** Aborts as soon as the bot is to stop: nothing goes on waiting for better times. */
  readonly stopping: AbortSignal;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #stopping = new AbortController();
  readonly #halt = new AbortController();
  readonly #intakes: End[] = [];
  readonly #parts: End[] = [];

  /** `signal`: says that the bot is to stop; that alone ends nothing. */
  constructor({ clock, logger, signal }: ShutdownOptions) {
    this.#clock = clock;
    this.#logger = logger;
    this.stopping = signal
      ? AbortSignal.any([this.#stopping.signal, signal])
      : this.#stopping.signal;
    // Every request under way listens to it.
    setMaxListeners(0, this.#halt.signal);
  }

  /** Aborts when the grace period is over: no request goes on. */
  get halt(): AbortSignal {
    return this.#halt.signal;
  }

  /** What takes on work, by itself or from outside: ended first, and all at once. */
  addIntake(end: End): void {
    this.#intakes.push(end);
  }

  /** What is ended after the intakes, in reverse order. */
  addPart(end: End): void {
    this.#parts.push(end);
  }

  /** The same for a part that ignores `halt` and is then abandoned. */
  addUnboundPart(end: End): void {
    this.addPart(() => Promise.race([end(), aborted(this.halt)]));
  }

  /** Ends everything. What is under way has seven seconds to finish, or is broken off. */
  async run({ grace = true }: { readonly grace?: boolean } = {}): Promise<void> {
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

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else
      signal.addEventListener(
        'abort',
        () => {
          resolve();
        },
        { once: true },
      );
  });
}
