import { sql } from 'kysely';
import type { JobLog } from '../../jobs/job-log.ts';
import { setLapse } from '../../jobs/sql/visibility.ts';
import type { Store } from '../../store/store.ts';
import { byTime, type TimeCursor } from '../../store/queries.ts';

/** Reports looked at in one transaction. */
const SLICE_ROWS = 100;

export interface UnwatchedSlice {
  /** Of one server, or `undefined` for all of them. */
  readonly guildId: string | undefined;
  /** How long a report waits for a decision before it lapses, in milliseconds. */
  readonly lapseAfterMs: number;
  readonly from: TimeCursor;
}

/**
 * Tells the requesters of some hidden pictures when these lapse, where their server has no channel
 * for reports any more. A server that chooses a channel meanwhile is left alone from then on, since
 * that choice tells them all otherwise. Gives where the next slice begins, unless this was the
 * last.
 */
export async function noteSomeUnwatched(
  log: JobLog,
  { guildId, lapseAfterMs, from }: UnwatchedSlice,
): Promise<TimeCursor | undefined> {
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
}

/** Whether a server without a channel has a hidden picture that does not say when it lapses. */
export async function anyUnwatched({ read }: Pick<Store, 'read'>): Promise<boolean> {
  const unwatched = read
    .selectFrom('jobs')
    .select('id')
    // In the words of the index on it.
    .where(sql<boolean>`visibility = 'hidden'`)
    .where('lapsesAt', 'is', null)
    .where('hiddenWith', 'is', null)
    .where('guildId', 'not in', (eb) => eb.selectFrom('moderationChannels').select('guildId'))
    .limit(1);
  return (await unwatched.executeTakeFirst()) !== undefined;
}
