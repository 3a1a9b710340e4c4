import type { Clock } from '../../src/engines/clock.ts';
import { pino } from 'pino';
import { Erasure } from '../../src/privacy/erasure.ts';
import { Following } from '../../src/moderation/derived-pictures.ts';
import { Moderation } from '../../src/moderation/moderation.ts';
import type { JobLog } from '../../src/jobs/job-log.ts';
import type { ClearAway } from '../../src/jobs/sql/erase-jobs.ts';
import { ModerationChannels, ReportsWaiting } from '../../src/moderation/sql/report-channels.ts';
import { Reports } from '../../src/moderation/sql/reports.ts';
import type { Store } from '../../src/store/store.ts';
import { slicing } from './slicing.ts';

/** Where no test looks at what an erasure leaves behind. */
export const clearNothing: ClearAway = () => Promise.resolve();

/** What a test gives of it. */
export interface PeopleOptions {
  /** The end of the bot. */
  readonly signal?: AbortSignal | undefined;
  /** How long a report waits for a decision, in milliseconds. Default: 90 days. */
  readonly lapseAfterMs?: number;
}

/** What people may ask of the bot, over that record. */
export function peopleParts(
  { store, log, clock }: { readonly store: Store; readonly log: JobLog; readonly clock: Clock },
  { signal, lapseAfterMs = 90 * 24 * 3_600_000 }: PeopleOptions = {},
) {
  const reports = new Reports({ store, log, clock });
  const following = new Following({
    log,
    reports,
    pictures: { remove: () => Promise.resolve() },
    clock,
    logger: pino({ enabled: false }),
    slicing: slicing(signal),
  });
  const channels = new ModerationChannels(store, clock);
  return {
    channels,
    erasure: new Erasure({ store, log, following, clock, slicing: slicing(signal) }),
    following,
    reports,
    moderation: new Moderation({ store, log, channels, slicing: slicing(signal), lapseAfterMs }),
    waiting: new ReportsWaiting(store, clock),
  };
}
