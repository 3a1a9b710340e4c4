import type { Clock } from '../clock.ts';
import type { Logger } from '../logger/logger.ts';
import { isUnwritable } from '../record/store/unwritable.ts';

const PAUSE_MS = 1_000;

export interface PersistContext {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly halt: AbortSignal;
}

/**
 * Writes down what is known nowhere else: tries again once a second for as long as the database is
 * locked or the disk full, until the bot has to stop. @throws the signal's reason, or any other
 * error.
 */
export async function persist<T>(
  { clock, halt, logger }: PersistContext,
  write: () => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await write();
    } catch (error) {
      if (!isUnwritable(error)) throw error;
      if (tries === 1) logger.error({ err: error }, 'the job log cannot be written, and has to be');
      await clock.sleep(PAUSE_MS, halt);
    }
  }
}
