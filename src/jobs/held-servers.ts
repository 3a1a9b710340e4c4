import type { Clock } from '../engines/clock.ts';
import { followSlices, inSlices } from '../engines/slices.ts';
import type { Turns } from '../engines/turns.ts';
import type { ServerHold } from '../rules/sql/server-holds.ts';
import type { HeldJobs } from './sql/held-servers.ts';

/**
 * A waiting job whose message only a token reaches ends this long before the token does, so that its message
 * still says so.
 */
const TOKEN_MARGIN_MS = 3 * 60_000;

/** Requests, and photos with them, are kept no longer than this for a paused server. */
const LONGEST_PAUSE_MS = 7 * 24 * 60 * 60_000;

export interface HeldServersOptions {
  readonly log: { readonly held: HeldJobs };
  readonly clock: Clock;
  readonly turns: Turns;
}

/**
 * Applies what managers of servers decide to the jobs that wait: a changed rule may end some, a pause parks
 * them, and afterwards they return. All of it is in the database, so any process may do it, and again.
 */
export class HeldServers {
  readonly #options: HeldServersOptions;

  constructor(options: HeldServersOptions) {
    this.#options = options;
  }

  /** Deals with all holds there are. @throws the signal's reason. */
  async apply(signal: AbortSignal): Promise<void> {
    for (const hold of await this.#options.log.held.holds()) await this.#apply(hold, signal);
  }

  async #apply(hold: ServerHold, signal: AbortSignal): Promise<void> {
    const { turns, clock, log } = this.#options;
    const { held } = log;
    const slicing = { turns, signal };
    switch (hold.reason) {
      case 'rules':
        await followSlices(0, (after) => held.applyRules(hold, after), slicing);
        await held.end(hold);
        break;
      case 'resumed':
        await inSlices(() => held.unpark(hold), slicing);
        await held.end(hold);
        break;
      case 'pause': {
        await inSlices(() => held.park(hold), slicing);
        const now = clock.now();
        const tokensBefore =
          now - hold.since < LONGEST_PAUSE_MS ? now + TOKEN_MARGIN_MS : undefined;
        await inSlices(() => held.endUnreachable(hold, tokensBefore), slicing);
        break;
      }
    }
  }
}
