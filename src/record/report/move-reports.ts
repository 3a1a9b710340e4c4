import { followSlices, type Slicing } from '../../slices.ts';
import type { JobLog } from '../job/job-log.ts';
import { setLapse } from '../job/visibility.ts';
import { byTime, FROM_THE_OLDEST, type TimeCursor } from '../store/walk.ts';

/** Reports moved in one transaction. */
const SLICE_ROWS = 100;

/** A message by which moderators were told of a report. */
export interface ToldPlace {
  readonly channelId: string;
  readonly messageId: string;
}

/** A choice of a channel, to which open reports go that were filed by that time. */
export interface Move {
  readonly guildId: string;
  readonly channelId: string;
  readonly movingUntil: number;
}

export interface MoveOptions {
  readonly log: JobLog;
  readonly slicing: Slicing;
  /** Leaves those alone that are told in that channel already, and whose requesters know of it. */
  readonly onlyElsewhere?: boolean;
  /** Told of the messages that tell of them until now, slice by slice. */
  readonly onMoved: (places: readonly ToldPlace[]) => Promise<void>;
}

/**
 * Lets open reports of a server be told anew, slice by slice. That the choice is followed is written
 * down with the last slice. Another choice meanwhile ends it, since that one moves them all.
 *
 * @throws the signal's reason.
 */
export async function moveReports(
  move: Move,
  { log, slicing, onlyElsewhere = false, onMoved }: MoveOptions,
): Promise<void> {
  const { guildId, channelId, movingUntil } = move;
  const moveFrom = async (from: TimeCursor) => {
    const rows = await log.change(async (changing) => {
      const { trx } = changing;
      const standing = await trx
        .selectFrom('moderationChannels')
        .select('guildId')
        .where('guildId', '=', guildId)
        .where('channelId', '=', channelId)
        .where('movingUntil', '=', movingUntil)
        .executeTakeFirst();
      if (!standing) return [];
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
              // It was told there before the channel was lost, and chosen again.
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
      const slice = await byTime(open, 'reports.reportedAt', from, SLICE_ROWS).execute();
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
          slice.map(({ id }) => id),
        )
        .execute();
      if (slice.length < SLICE_ROWS) {
        await trx
          .updateTable('moderationChannels')
          .set({ movingUntil: null })
          .where('guildId', '=', guildId)
          .execute();
      }
      // From now on moderators decide.
      const jobIds = slice.map(({ jobId }) => jobId);
      await setLapse(changing, jobIds, undefined);
      return slice;
    });
    const told = rows.flatMap(({ channelId: there, messageId }) =>
      there === null || messageId === null ? [] : [{ channelId: there, messageId }],
    );
    if (told.length > 0) await onMoved(told);
    return rows.length === SLICE_ROWS ? rows.at(-1) : undefined;
  };
  await followSlices(FROM_THE_OLDEST, moveFrom, slicing);
}
