import { DiscordAPIError, DiscordjsError } from 'discord.js';
import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import { DatabaseError } from '../../store/database.ts';
import type { Logger } from '../../logger/logger.ts';
import { ClosedForGood } from './closed-for-good.ts';
import { unlessAborted } from './unless-aborted.ts';

/** The waits between tries. The first is short: a socket may only have been closed meanwhile. */
const WAITS_MS: readonly number[] = [250, 1_000, 3_000, 10_000];

export interface StartCalls {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Ends the start: no call is waited for any more, and none is made. */
  readonly signal: AbortSignal;
}

/**
 * Makes a call without which the bot cannot start. One that fails for a reason that may pass, such
 * as a broken connection or a status of 500 or more, is made again, five times in all; what Discord
 * refuses is not.
 *
 * @throws what the last call threw, and the signal's reason.
 */
export async function retryAtStart<T>(
  call: () => Promise<T>,
  { clock, logger, signal }: StartCalls,
): Promise<T> {
  for (const waitMs of WAITS_MS) {
    try {
      return await unlessAborted(call, signal);
    } catch (err) {
      if (signal.aborted || isFinal(err)) throw err;
      const reason = err instanceof Error ? err.message : String(err);
      logger.warn({ reason, waitMs }, 'Discord was not reached, and is asked again');
      logger.debug({ err }, 'why Discord was not reached');
    }
    await clock.sleep(waitMs, signal);
  }
  return unlessAborted(call, signal);
}

function isFinal(error: unknown): boolean {
  return (
    error instanceof DiscordAPIError ||
    error instanceof DiscordjsError ||
    error instanceof ClosedForGood ||
    error instanceof DatabaseError ||
    error instanceof z.ZodError
  );
}
