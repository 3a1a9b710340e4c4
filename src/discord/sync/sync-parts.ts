import type { Clock } from '../../engines/clock.ts';
import type { Turns } from '../../engines/turns.ts';
import type { JobLog } from '../../jobs/job-log.ts';
import type { Logger } from '../../logger/logger.ts';
import type { Messages } from '../rest/messages.ts';

/** What each part of message sync works with. */
export interface SyncParts {
  readonly log: JobLog;
  readonly messages: Messages;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly turns: Turns;
}
