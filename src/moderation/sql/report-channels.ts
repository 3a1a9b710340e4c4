import { sql } from 'kysely';
import type { Clock } from '../../engines/clock.ts';
import type { JobLog } from '../../jobs/job-log.ts';
import { setLapse } from '../../jobs/sql/visibility.ts';
import type { Database } from '../../store/database.ts';
import { argument, byTime, PreparedQuery, type TimeCursor } from '../../store/queries.ts';
import type { Store } from '../../store/store.ts';
import type { ToldPlace } from '../report.ts';
import { recordModeration } from './moderation-log.ts';

/** A choice of a channel, which open reports filed by that time are to follow. */
export interface Move {
  readonly guildId: string;
  readonly channelId: string;
  /** Milliseconds since the epoch. */
  readonly movingUntil: number;
}

/** Where each server wants its reports. */
export class ModerationChannels {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** `undefined` where a server has not said. */
  async of(guildId: string): Promise<string | undefined> {
    const row = await this.#store.read
      .selectFrom('moderationChannels')
      .select('channelId')
      .where('guildId', '=', guildId)
      .executeTakeFirst();
    return row?.channelId;
  }

  /** Gives what is to follow: open reports are still told elsewhere, or nowhere. */
  async choose(guildId: string, channelId: string, byUser: string): Promise<Move> {
    const movingUntil = this.#clock.now();
    await this.#store.write(async (trx) => {
      await trx
        .insertInto('moderationChannels')
        .values({ guildId, channelId, movingUntil })
        .onConflict((conflict) =>
          conflict.column('guildId').doUpdateSet({ channelId, movingUntil }),
        )
        .execute();
      await forgetWaiting(trx, guildId);
      await recordModeration(trx, movingUntil, { what: 'channel chosen', guildId, byUser });
    }, 'person');
    return { guildId, channelId, movingUntil };
  }

  /** Choices that open reports have not followed yet, or not all of them. */
  async unfinishedMoves(): Promise<readonly Move[]> {
    const chosen = await this.#store.read
      .selectFrom('moderationChannels')
      .selectAll()
      .where('movingUntil', 'is not', null)
      .execute();
    return chosen.flatMap(({ movingUntil, ...rest }) =>
      movingUntil === null ? [] : [{ ...rest, movingUntil }],
    );
  }

  /** As if it had never been chosen. False where another one is chosen, or none. */
  lose(guildId: string, channelId: string): Promise<boolean> {
    return this.#store.write(async (trx) => {
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
 * Servers that have chosen no channel though pictures were reported in them. Somebody who may
 * moderate is told once; choosing a channel forgets it, and losing it tells somebody again.
 */

/** Asked with every command. */
const UNTOLD = new PreparedQuery(
  () => sql`SELECT 1 FROM reports_waiting
    WHERE guild_id = ${argument('guildId')} AND told_at IS NULL`,
);

/** Who is told that reports wait in a server. */
export class ReportsWaiting {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Whether reports wait for this server to choose a channel, and nobody has been told. */
  async isUntold(guildId: string): Promise<boolean> {
    return (await UNTOLD.first(this.#store.read, { guildId })) !== undefined;
  }

  /** Whoever gets true from this tells somebody who may moderate; nobody else does. */
  takeUntold(guildId: string): Promise<boolean> {
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

  /** They could not be told after all, so somebody else is to be. */
  async putBackUntold(guildId: string): Promise<void> {
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
