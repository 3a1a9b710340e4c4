import { sql } from 'kysely';
import type { Clock } from '../clock.ts';
import type { Slicing } from '../slices.ts';
import type { JobLog } from '../record/job/job-log.ts';
import { recordModeration } from '../record/report/moderation-event.ts';
import { moveReports, type MoveOptions } from '../record/report/move-reports.ts';
import { argument, PreparedQuery } from '../record/store/prepared-query.ts';
import {
  forgetWaiting,
  isUntold,
  noteWaiting,
  putBackUntold,
  takeUntold,
} from '../record/report/reports-waiting.ts';
import type { Store } from '../record/store/store.ts';
import { anyUnwatched, noteUnwatched } from '../record/report/unwatched.ts';

const BLOCK = new PreparedQuery(
  () => sql`SELECT 1 FROM blocks
    WHERE guild_id = ${argument('guildId')} AND user_id = ${argument('userId')}`,
);

const ROLE = new PreparedQuery<{ roleId: string }>(
  () => sql`SELECT role_id FROM moderation_roles WHERE guild_id = ${argument('guildId')}`,
);

/** Somebody who may make and report no pictures in a server. */
export interface Block {
  readonly userId: string;
  readonly blockedBy: string;
  readonly blockedAt: number;
}

/** What a server has decided for itself: where reports go, who decides, and who is kept out. */
export class Moderation {
  readonly #store: Store;
  readonly #log: JobLog;
  readonly #clock: Clock;
  readonly #slicing: Slicing;
  readonly #lapseAfterMs: number;

  /** `lapseAfterMs`: how long a report waits for a decision, in milliseconds. */
  constructor(
    { store, log, clock, slicing }: { store: Store; log: JobLog; clock: Clock; slicing: Slicing },
    lapseAfterMs: number,
  ) {
    this.#store = store;
    this.#log = log;
    this.#clock = clock;
    this.#slicing = slicing;
    this.#lapseAfterMs = lapseAfterMs;
  }

  /** Where a server wants its reports; `undefined` where it has not said. */
  async channelOf(guildId: string): Promise<string | undefined> {
    const row = await this.#store.read
      .selectFrom('moderationChannels')
      .select('channelId')
      .where('guildId', '=', guildId)
      .executeTakeFirst();
    return row?.channelId;
  }

  /**
   * Every open report is told there, whether it was told elsewhere or not. Where each was told until
   * now is handed on, slice by slice.
   *
   * @throws the signal's reason. What is left then is done by {@link finishMoves}.
   */
  async chooseChannel(
    guildId: string,
    channelId: string,
    byUser: string,
    onMoved: MoveOptions['onMoved'],
  ): Promise<void> {
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
    const options = { ...this.#moving, onMoved };
    await moveReports({ guildId, channelId, movingUntil }, options);
  }

  /**
   * Lets those reports be told where their servers chose that an earlier run did not come to. Their
   * messages stay where they are, and are told of to nobody.
   *
   * @throws the signal's reason.
   */
  async finishMoves(): Promise<void> {
    const unfinished = await this.#store.read
      .selectFrom('moderationChannels')
      .selectAll()
      .where('movingUntil', 'is not', null)
      .execute();
    for (const { movingUntil, ...chosen } of unfinished) {
      if (movingUntil === null) continue;
      await moveReports(
        { ...chosen, movingUntil },
        { ...this.#moving, onlyElsewhere: true, onMoved: () => Promise.resolve() },
      );
    }
  }

  /**
   * The bot cannot post there any more: as if it had never been chosen. What a stop leaves of it is
   * done by {@link finishLosses}.
   */
  async loseChannel(guildId: string, channelId: string): Promise<void> {
    const isLost = await this.#store.write(async (trx) => {
      const { numDeletedRows } = await trx
        .deleteFrom('moderationChannels')
        .where('guildId', '=', guildId)
        .where('channelId', '=', channelId)
        .executeTakeFirstOrThrow();
      if (numDeletedRows > 0n) await noteWaiting(trx, guildId);
      return numDeletedRows > 0n;
    });
    if (!isLost) return;
    await this.#noteUnwatched(guildId).catch((error: unknown) => {
      if (!this.#slicing.signal.aborted) throw error;
    });
  }

  /**
   * Lets requesters know when hidden pictures lapse of whose lost channel an earlier run did not come
   * to tell them.
   *
   * @throws the signal's reason.
   */
  async finishLosses(): Promise<void> {
    if (await anyUnwatched(this.#store.read)) await this.#noteUnwatched(undefined);
  }

  /** Whether reports wait for this server to choose a channel, and nobody has been told. */
  isUntold(guildId: string): Promise<boolean> {
    return isUntold(this.#store.read, guildId);
  }

  /** Whoever gets true from this tells somebody who may moderate; nobody else does. */
  takeUntold(guildId: string): Promise<boolean> {
    const now = this.#clock.now();
    return this.#store.write((trx) => takeUntold(trx, guildId, now), 'person');
  }

  /** They could not be told after all, so somebody else is to be. */
  async putBackUntold(guildId: string): Promise<void> {
    await this.#store.write((trx) => putBackUntold(trx, guildId));
  }

  /** The role whose people moderate this server; `undefined` where it has chosen none. */
  async roleOf(guildId: string): Promise<string | undefined> {
    return (await ROLE.first(this.#store.read, { guildId }))?.roleId;
  }

  /** `roleId` `undefined`: from then on only those moderate who manage the server. */
  async chooseRole(guildId: string, roleId: string | undefined, byUser: string): Promise<void> {
    await this.#store.write(async (trx) => {
      if (roleId === undefined) {
        await trx.deleteFrom('moderationRoles').where('guildId', '=', guildId).execute();
      } else {
        await trx
          .insertInto('moderationRoles')
          .values({ guildId, roleId })
          .onConflict((conflict) => conflict.column('guildId').doUpdateSet({ roleId }))
          .execute();
      }
      const what = roleId === undefined ? 'role taken back' : 'role chosen';
      await recordModeration(trx, this.#clock.now(), { what, guildId, byUser });
    }, 'person');
  }

  get #moving() {
    return { log: this.#log, slicing: this.#slicing };
  }

  #noteUnwatched(guildId: string | undefined): Promise<void> {
    return noteUnwatched(guildId, {
      log: this.#log,
      slicing: this.#slicing,
      lapseAfterMs: this.#lapseAfterMs,
    });
  }

  async isBlocked(guildId: string, userId: string): Promise<boolean> {
    return (await BLOCK.first(this.#store.read, { guildId, userId })) !== undefined;
  }

  /** A server's blocks, newest first and so many at most, and how many there are. */
  async blocksOf(guildId: string, most: number): Promise<{ blocks: Block[]; total: number }> {
    const all = this.#store.read.selectFrom('blocks').where('guildId', '=', guildId);
    const blocks = await all
      .select(['userId', 'blockedBy', 'blockedAt'])
      .orderBy('blockedAt', 'desc')
      .limit(most)
      .execute();
    if (blocks.length < most) return { blocks, total: blocks.length };
    const { total } = await all
      .select(({ fn }) => fn.countAll<number | bigint>().as('total'))
      .executeTakeFirstOrThrow();
    return { blocks, total: Number(total) };
  }

  /** False where they are blocked already. */
  async block(guildId: string, userId: string, byUser: string): Promise<boolean> {
    const now = this.#clock.now();
    return this.#store.write(async (trx) => {
      const { numInsertedOrUpdatedRows } = await trx
        .insertInto('blocks')
        .values({ guildId, userId, blockedBy: byUser, blockedAt: now })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow();
      if (numInsertedOrUpdatedRows === 0n) return false;
      await recordModeration(trx, now, { what: 'blocked', guildId, userId, byUser });
      return true;
    }, 'person');
  }

  /** False where they were not blocked. */
  async unblock(guildId: string, userId: string, byUser: string): Promise<boolean> {
    return this.#store.write(async (trx) => {
      const { numDeletedRows } = await trx
        .deleteFrom('blocks')
        .where('guildId', '=', guildId)
        .where('userId', '=', userId)
        .executeTakeFirstOrThrow();
      if (numDeletedRows === 0n) return false;
      const event = { what: 'unblocked', guildId, userId, byUser } as const;
      await recordModeration(trx, this.#clock.now(), event);
      return true;
    }, 'person');
  }
}
