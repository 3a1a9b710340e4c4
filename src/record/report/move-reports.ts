import type { JobLog } from '../../jobs/job-log.ts';
import { setLapse } from '../../jobs/sql/visibility.ts';
import type { Move } from '../server/moderation-channels.ts';
import type { Database } from '../../store/database.ts';
import { byTime, type TimeCursor } from '../../store/queries.ts';
import type { ToldPlace } from './report.ts';

/** Reports moved in one transaction. */
const SLICE_ROWS = 100;

/** Where a slice begins, and what it leaves alone. */
export interface MoveSlice {
  readonly from: TimeCursor;
  /** Leaves alone those that are told in that channel already, and whose requesters know of it. */
  readonly onlyElsewhere: boolean;
}

/** What became of a slice. */
export interface Moved {
  /** The messages that told of its reports until now. */
  readonly told: readonly ToldPlace[];
  /** Where the next one begins, unless this was the last. */
  readonly next: TimeCursor | undefined;
}

/**
 * Has some open reports of a server told anew. The last slice writes down that the choice has been
 * followed. Another choice meanwhile ends it, since that one moves them all.
 */
export async function moveSomeReports(log: JobLog, move: Move, slice: MoveSlice): Promise<Moved> {
  const { guildId } = move;
  const rows = await log.change(async (changing) => {
    const { trx } = changing;
    if (!(await stands(trx, move))) return [];
    const some = await openReports(trx, move, slice);
    await trx
      .updateTable('reports')
      .set((eb) => ({
        undeliverableAt: null,
        channelId: null,
        messageId: null,
        shownRevision: 0,
        // A message that is on its way to where it was told until now does not count.
        revision: eb('revision', '+', 1),
      }))
      .where(
        'id',
        'in',
        some.map(({ id }) => id),
      )
      .execute();
    if (some.length < SLICE_ROWS) {
      await trx
        .updateTable('moderationChannels')
        .set({ movingUntil: null })
        .where('guildId', '=', guildId)
        .execute();
    }
    // From now on moderators decide.
    const jobIds = some.map(({ jobId }) => jobId);
    await setLapse(changing, jobIds, undefined);
    return some;
  });
  return {
    told: rows.flatMap(({ channelId, messageId }) =>
      channelId === null || messageId === null ? [] : [{ channelId, messageId }],
    ),
    next: rows.length === SLICE_ROWS ? rows.at(-1) : undefined,
  };
}

/** Whether no other choice was made meanwhile. */
async function stands(trx: Database, { guildId, channelId, movingUntil }: Move): Promise<boolean> {
  const standing = await trx
    .selectFrom('moderationChannels')
    .select('guildId')
    .where('guildId', '=', guildId)
    .where('channelId', '=', channelId)
    .where('movingUntil', '=', movingUntil)
    .executeTakeFirst();
  return standing !== undefined;
}

async function openReports(
  trx: Database,
  { guildId, channelId, movingUntil }: Move,
  { from, onlyElsewhere }: MoveSlice,
) {
  const open = trx
    .selectFrom('reports')
    .select(['id', 'jobId', 'channelId', 'messageId'])
    .where('guildId', '=', guildId)
    .where('decidedAt', 'is', null)
    .where('reportedAt', '<=', movingUntil)
    .$if(onlyElsewhere, (query) =>
      query.where((eb) =>
        eb.or([
          eb('channelId', 'is', null),
          eb('channelId', '!=', channelId),
          // It was told there before the channel was lost and chosen again.
          eb.exists(
            eb
              .selectFrom('jobs')
              .select('jobs.id')
              .whereRef('jobs.id', '=', 'reports.jobId')
              .where('lapsesAt', 'is not', null),
          ),
        ]),
      ),
    );
  return byTime(open, 'reports.reportedAt', from, SLICE_ROWS).execute();
}
