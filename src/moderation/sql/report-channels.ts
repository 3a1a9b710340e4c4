import { type NotNull, sql } from 'kysely';
import type { Clock } from '../../engines/clock.ts';
import type { JobLog } from '../../jobs/job-log.ts';
import { setLapse } from '../../jobs/sql/visibility.ts';
import { OUTSIDE_SERVERS } from '../../rules/outside-servers.ts';
import type { Database } from '../../store/database.ts';
import { serverLock } from '../../store/locks.ts';
import {
  argument,
  byTime,
  nextAfter,
  PreparedQuery,
  type TimeCursor,
} from '../../store/queries.ts';
import type { Store } from '../../store/store.ts';
import type { ReportPost } from '../report.ts';
import { recordModeration } from './moderation-log.ts';

/** A channel choice that open reports filed by then have to follow. */
export interface Move {
  readonly guildId: string;
  readonly channelId: string;
  /** Milliseconds since the epoch. */
  readonly movingUntil: number;
}

/** Each server's report channel. */
export class ModerationChannels {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #outside: string | undefined;

  /** `outside`: the operator's channel, for pictures made outside servers. */
  constructor(store: Store, clock: Clock, outside?: string) {
    this.#store = store;
    this.#clock = clock;
    this.#outside = outside;
  }

  /** `undefined` if none is chosen. */
  async of(guildId: string): Promise<string | undefined> {
    if (guildId === OUTSIDE_SERVERS) return this.#outside;
    const row = await this.#store.read
      .selectFrom('moderationChannels')
      .select('channelId')
      .where('guildId', '=', guildId)
      .executeTakeFirst();
    return row?.channelId;
  }

  /** Returns the pending move: open reports are still posted elsewhere, or nowhere. */
  choose(guildId: string, channelId: string, byUser: string): Promise<Move> {
    return this.#store.write(async (trx, locks) => {
      await locks.hold(serverLock(guildId));
      const now = this.#clock.now();
      // Another machine's clock, or this one before it was set back, may have been ahead.
      const movingUntil = Math.max(now, await latestOpen(trx, guildId));
      await trx
        .insertInto('moderationChannels')
        .values({ guildId, channelId, movingUntil })
        .onConflict((conflict) =>
          conflict.column('guildId').doUpdateSet({ channelId, movingUntil }),
        )
        .execute();
      await forgetWaiting(trx, guildId);
      await recordModeration(trx, now, { what: 'channel chosen', guildId, byUser });
      return { guildId, channelId, movingUntil };
    }, 'person');
  }

  /** Choices that some open reports have not followed yet. */
  unfinishedMoves(): Promise<readonly Move[]> {
    return this.#store.read
      .selectFrom('moderationChannels')
      .selectAll()
      .where('movingUntil', 'is not', null)
      .$narrowType<{ movingUntil: NotNull }>()
      .execute();
  }

  /** As if it had never been chosen. False if another channel is chosen, or none. */
  lose(guildId: string, channelId: string): Promise<boolean> {
    return this.#store.write(async (trx, locks) => {
      await locks.hold(serverLock(guildId));
      const { numDeletedRows } = await trx
        .deleteFrom('moderationChannels')
        .where('guildId', '=', guildId)
        .where('channelId', '=', channelId)
        .executeTakeFirstOrThrow();
      if (numDeletedRows > 0n) await noteWaiting(trx, guildId);
      return numDeletedRows > 0n;
    });
  }
}

/*
 * Servers with reported pictures but no report channel. One moderator is notified once. Choosing a
 * channel clears that, and losing it notifies a moderator again.
 */

/** Runs with every command. */
const NOTICE_PENDING = new PreparedQuery(
  () => sql`SELECT 1 FROM reports_waiting
    WHERE guild_id = ${argument('guildId')} AND told_at IS NULL`,
);

/** Tracks which servers' moderators must be notified of waiting reports. */
export class ReportsWaiting {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Whether reports wait for this server to choose a channel and no moderator was notified. */
  async isNoticePending(guildId: string): Promise<boolean> {
    return (await NOTICE_PENDING.first(this.#store.read, { guildId })) !== undefined;
  }

  /** Claims the notification: the caller that gets true notifies a moderator. */
  claimNotice(guildId: string): Promise<boolean> {
    const toldAt = this.#clock.now();
    return this.#store.write(async (trx) => {
      const { numUpdatedRows } = await trx
        .updateTable('reportsWaiting')
        .set({ toldAt })
        .where('guildId', '=', guildId)
        .where('toldAt', 'is', null)
        .executeTakeFirstOrThrow();
      return numUpdatedRows > 0n;
    }, 'person');
  }

  /** The notification failed: releases the claim. */
  async releaseNotice(guildId: string): Promise<void> {
    await this.#store.write((trx) =>
      trx
        .updateTable('reportsWaiting')
        .set({ toldAt: null })
        .where('guildId', '=', guildId)
        .execute(),
    );
  }
}

/** A picture was reported in a server that has chosen no channel. */
export async function noteWaiting(trx: Database, guildId: string): Promise<void> {
  await trx
    .insertInto('reportsWaiting')
    .values({ guildId, toldAt: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The server has chosen a channel. */
async function forgetWaiting(trx: Database, guildId: string): Promise<void> {
  await trx.deleteFrom('reportsWaiting').where('guildId', '=', guildId).execute();
}

/** Reports moved in one transaction. */
const SLICE_ROWS = 100;

/** The open reports that a move concerns, from that one on. */
interface MoveSlice {
  readonly from: TimeCursor;
  /** Skips reports already posted in that channel whose requesters were notified. */
  readonly onlyElsewhere: boolean;
}

/**
 * Marks some open reports of a server for posting again. The last slice records that the choice has
 * been followed. A newer choice ends it, since that one moves them all. Returns the old posts, and
 * where the next slice begins, unless this was the last.
 */
export async function moveSomeReports(
  log: JobLog,
  move: Move,
  slice: MoveSlice,
): Promise<{ readonly oldPosts: readonly ReportPost[]; readonly next: TimeCursor | undefined }> {
  return log.change(async (changing) => {
    const { trx, locks } = changing;
    await locks.hold(serverLock(move.guildId));
    if (!(await isLatest(trx, move))) return { oldPosts: [], next: undefined };
    const some = await openReports(trx, move, slice);
    const jobIds = some.map(({ jobId }) => jobId);
    const reportIds = some.map(({ id }) => id);
    await locks.rows('jobs', jobIds);
    await locks.rows('reports', reportIds);
    const oldPosts = await moveReports(trx, reportIds);
    // Moderators decide from now on.
    await setLapse(changing, jobIds, undefined);
    if (some.length < SLICE_ROWS) await endMove(trx, move);
    return { oldPosts, next: nextAfter(some, SLICE_ROWS) };
  });
}

/** Marks those that are still open for posting again. Returns their posts. */
async function moveReports(trx: Database, ids: readonly string[]): Promise<readonly ReportPost[]> {
  if (ids.length === 0) return [];
  // Read under their locks: one may have been posted just now.
  const posted = await trx
    .selectFrom('reports')
    .select(['channelId', 'messageId'])
    .where('id', 'in', ids)
    .where('decidedAt', 'is', null)
    .execute();
  await trx
    .updateTable('reports')
    .set((eb) => ({
      undeliverableAt: null,
      channelId: null,
      messageId: null,
      shownRevision: 0,
      // Ignores a post that is under way to the old channel.
      revision: eb('revision', '+', 1),
    }))
    .where('id', 'in', ids)
    .where('decidedAt', 'is', null)
    .execute();
  return posted.flatMap(({ channelId, messageId }) =>
    channelId === null || messageId === null ? [] : [{ channelId, messageId }],
  );
}

/** Whether the choice is still the latest. */
async function isLatest(
  trx: Database,
  { guildId, channelId, movingUntil }: Move,
): Promise<boolean> {
  const standing = await trx
    .selectFrom('moderationChannels')
    .select('guildId')
    .where('guildId', '=', guildId)
    .where('channelId', '=', channelId)
    .where('movingUntil', '=', movingUntil)
    .executeTakeFirst();
  return standing !== undefined;
}

/** When the latest open report of a server was filed; 0 if there is none. */
async function latestOpen(trx: Database, guildId: string): Promise<number> {
  const latest = await trx
    .selectFrom('reports')
    .select('reportedAt')
    .where('guildId', '=', guildId)
    .where('decidedAt', 'is', null)
    .orderBy('reportedAt', 'desc')
    .limit(1)
    .executeTakeFirst();
  return latest?.reportedAt ?? 0;
}

/** All reports have followed the choice, unless there is a newer one. */
async function endMove(trx: Database, { guildId, channelId, movingUntil }: Move): Promise<void> {
  await trx
    .updateTable('moderationChannels')
    .set({ movingUntil: null })
    .where('guildId', '=', guildId)
    .where('channelId', '=', channelId)
    .where('movingUntil', '=', movingUntil)
    .execute();
}

async function openReports(
  trx: Database,
  { guildId, channelId, movingUntil }: Move,
  { from, onlyElsewhere }: MoveSlice,
) {
  const open = trx
    .selectFrom('reports')
    .select(['id', 'jobId'])
    .where('guildId', '=', guildId)
    .where('decidedAt', 'is', null)
    .where('reportedAt', '<=', movingUntil)
    .$if(onlyElsewhere, (query) =>
      query.where((eb) =>
        eb.or([
          eb('channelId', 'is', null),
          eb('channelId', '!=', channelId),
          // It was posted there before the channel was lost and chosen again.
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

/**
 * Notifies the requesters of some hidden pictures when these lapse, if their server has lost its
 * report channel. Skips servers that have chosen a new one, since that updates them all. Returns
 * where the next slice begins, unless this was the last. `guildId`: one server, or all.
 */
export async function noteSomeLapses(
  log: JobLog,
  {
    guildId,
    lapseAfterMs,
    from,
  }: { guildId: string | undefined; lapseAfterMs: number; from: TimeCursor },
): Promise<TimeCursor | undefined> {
  const slice = await log.change(async (changing) => {
    const { trx, locks } = changing;
    const open = trx
      .selectFrom('reports')
      .select(['jobId', 'guildId'])
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
    await locks.hold(...reports.map((report) => serverLock(report.guildId)));
    await locks.rows('jobs', jobIds);
    await setLapse(changing, jobIds, lapseAfterMs);
    return reports;
  });
  return nextAfter(slice, SLICE_ROWS);
}

/** Whether a server without a channel has a hidden picture whose message lacks the lapse time. */
export async function anyLapseUnnoted({ read }: Pick<Store, 'read'>): Promise<boolean> {
  const unwatched = read
    .selectFrom('jobs')
    .select('id')
    // Worded like the index's condition.
    .where(sql<boolean>`visibility = 'hidden'`)
    .where('lapsesAt', 'is', null)
    .where('hiddenWith', 'is', null)
    .where('guildId', 'not in', (eb) => eb.selectFrom('moderationChannels').select('guildId'))
    .limit(1);
  return (await unwatched.executeTakeFirst()) !== undefined;
}
