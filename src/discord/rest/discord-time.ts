import type { Clock } from '../../engines/clock.ts';
import type { Logger } from '../../logger/logger.ts';

/** Tolerance of the clock: retention periods are hours long at least. */
const MOST_OFF_MS = 5 * 60_000;
/** After this long by either clock it is compared again, since this one may have been set. */
const KNOWN_FOR_MS = 5 * 60_000;

export interface DiscordTimeOptions {
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Compares this machine's clock with the `Date` of Discord's answers. A clock months ahead would
 * make everything look expired, and deleted data cannot be restored.
 */
export class DiscordTime {
  readonly #options: DiscordTimeOptions;
  /** How far this clock was ahead at the last comparison, and its own time then. */
  #seen: { readonly aheadMs: number; readonly at: number } | undefined;
  #warned = false;
  #toldUnknown = false;

  constructor(options: DiscordTimeOptions) {
    this.#options = options;
  }

  /** Records an answer's `Date`. */
  readonly note = (date: string): void => {
    const theirs = Date.parse(date);
    if (Number.isNaN(theirs)) return;
    const at = this.#options.clock.now();
    this.#seen = { aheadMs: at - theirs, at };
  };

  /**
   * Whether both clocks agree. `ask` makes a request if Discord has not answered recently; if it
   * fails, returns false. A mismatch or failure is logged once until they agree.
   */
  async agrees(ask: () => Promise<unknown>): Promise<boolean> {
    // Any answer has the time, even a refusal.
    if (!this.#isKnown) await ask().catch(() => undefined);
    const { clock, logger } = this.#options;
    if (!this.#seen || !this.#isKnown) {
      if (!this.#toldUnknown) {
        logger.warn("Discord's answers tell no time: nothing is removed by its age until they do");
      }
      this.#toldUnknown = true;
      return false;
    }
    this.#toldUnknown = false;
    const { aheadMs } = this.#seen;
    const agrees = Math.abs(aheadMs) <= MOST_OFF_MS;
    if (!agrees && !this.#warned) {
      const times = { here: iso(clock.now()), discord: iso(clock.now() - aheadMs) };
      logger.error(
        times,
        "this machine's clock differs from Discord's by more than five minutes: nothing is removed by its age until that is mended",
      );
    }
    if (agrees && this.#warned) logger.info("this machine's clock agrees with Discord's again");
    this.#warned = !agrees;
    return agrees;
  }

  /**
   * How far this clock is ahead of Discord's, in milliseconds: too high by a second and a response's latency at most,
   * since a `Date` is in whole seconds. `undefined` if unknown or implausible.
   */
  get aheadMs(): number | undefined {
    if (!this.#seen || !this.#isKnown) return undefined;
    const { aheadMs } = this.#seen;
    return Math.abs(aheadMs) <= MOST_OFF_MS ? aheadMs : undefined;
  }

  get #isKnown(): boolean {
    return (
      this.#seen !== undefined && Math.abs(this.#options.clock.now() - this.#seen.at) < KNOWN_FOR_MS
    );
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
