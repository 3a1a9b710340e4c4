import { sql } from 'kysely';
import { followSlices, type Slicing } from '../../slices.ts';
import type { Database } from '../store/database.ts';
import type { JobLog } from '../job/job-log.ts';
import { setLapse } from '../job/visibility.ts';
import { byTime, FROM_THE_OLDEST, type TimeCursor } from '../store/walk.ts';

/** Reports looked at in one transaction. */
const SLICE_ROWS = 100;

export interface UnwatchedOptions {
  readonly log: JobLog;
  readonly slicing: Slicing;
  /** How long a report waits for a decision before it lapses, in milliseconds. */
  readonly lapseAfterMs: number;
}

/**
 * Lets the requesters of hidden pictures read when these lapse where their server has no channel for
 * reports any more: in one server, or `undefined` for all of them. A server that chooses a channel
 * meanwhile is left alone from then on, since its choice has them all read otherwise.
 *
 * @throws the signal's reason.
 */
export async function noteUnwatched(
  guildId: string | undefined,
  { log, slicing, lapseAfterMs }: UnwatchedOptions,
): Promise<void> {
  const noteFrom = async (from: TimeCursor) => {
    const slice = await log.change(async (changing) => {
      const open = changing.trx
        .selectFrom('reports')
        .select('jobId')
        .where('decidedAt', 'is', null)
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom('moderationChannels')
                .select('moderationChannels.guildId')
                .whereRef('moderationChannels.guildId', '=', 'reports.guildId'),
            ),
          ),
        );
      const there = guildId === undefined ? open : open.where('guildId', '=', guildId);
      const reports = await byTime(there, 'reports.reportedAt', from, SLICE_ROWS).execute();
      const jobIds = reports.map(({ jobId }) => jobId);
      await setLapse(changing, jobIds, lapseAfterMs);
      return reports;
    });
    return slice.length === SLICE_ROWS ? slice.at(-1) : undefined;
  };
  await followSlices(FROM_THE_OLDEST, noteFrom, slicing);
}

/** Whether there is a hidden picture that says nothing of that in a server without a channel. */
export async function anyUnwatched(db: Database): Promise<boolean> {
  const unwatched = db
    .selectFrom('jobs')
    .select('id')
    // In the words of the index on it.
    .where(sql<boolean>`visibility = 'hidden'`)
    .where('lapsesAt', 'is', null)
    .where('guildId', 'not in', (eb) => eb.selectFrom('moderationChannels').select('guildId'))
    .limit(1);
  return (await unwatched.executeTakeFirst()) !== undefined;
}
