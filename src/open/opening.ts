import type { Clock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import type { Logger } from '../logger/logger.ts';
import type { Shutdown } from '../shutdown.ts';
import type { Turns } from '../turns.ts';
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
