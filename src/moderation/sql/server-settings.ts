import { sql } from 'kysely';
import type { Clock } from '../../engines/clock.ts';
import { serverLock } from '../../store/locks.ts';
import { argument, PreparedQuery } from '../../store/queries.ts';
import type { Store } from '../../store/store.ts';
import { recordModeration } from './moderation-log.ts';

/** Runs with every moderation action. */
const ROLE = new PreparedQuery<{ roleId: string }>(
  () => sql`SELECT role_id FROM moderation_roles WHERE guild_id = ${argument('guildId')}`,
);

/** Each server's moderator role, besides its managers. */
export class ModerationRoles {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** `undefined` if the server has chosen none. */
  async of(guildId: string): Promise<string | undefined> {
    return (await ROLE.first(this.#store.read, { guildId }))?.roleId;
  }

  /** `roleId` `undefined`: only server managers moderate from then on. */
  async choose(guildId: string, roleId: string | undefined, byUser: string): Promise<void> {
    await this.#store.write(async (trx, locks) => {
      await locks.hold(serverLock(guildId));
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
}

/** Runs with every request for a picture. */
const RULE = new PreparedQuery(
  () => sql`SELECT 1 FROM spoiler_rules WHERE guild_id = ${argument('guildId')}`,
);

/** Servers in which every picture is a spoiler. */
export class SpoilerRules {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  async holdsIn(guildId: string): Promise<boolean> {
    return (await RULE.first(this.#store.read, { guildId })) !== undefined;
  }

  /** Applies to later requests. */
  async set(guildId: string, isOn: boolean, byUser: string): Promise<void> {
    await this.#store.write(async (trx, locks) => {
      await locks.hold(serverLock(guildId));
      if (isOn) {
        await trx
          .insertInto('spoilerRules')
          .values({ guildId })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      } else {
        await trx.deleteFrom('spoilerRules').where('guildId', '=', guildId).execute();
      }
      const what = isOn ? 'spoilers on' : 'spoilers off';
      await recordModeration(trx, this.#clock.now(), { what, guildId, byUser });
    }, 'person');
  }
}

/** Runs with every request for a picture. */
const LANGUAGE = new PreparedQuery<{ language: string }>(
  () => sql`SELECT language FROM server_languages WHERE guild_id = ${argument('guildId')}`,
);

/** The languages that servers have chosen for what everyone reads there, in place of Discord's. */
export class ServerLanguages {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** `undefined` if the server has chosen none. */
  async of(guildId: string): Promise<string | undefined> {
    return (await LANGUAGE.first(this.#store.read, { guildId }))?.language;
  }

  /** Applies to later messages. `language` `undefined`: Discord's own setting counts. */
  async choose(guildId: string, language: string | undefined, byUser: string): Promise<void> {
    await this.#store.write(async (trx, locks) => {
      await locks.hold(serverLock(guildId));
      if (language === undefined) {
        await trx.deleteFrom('serverLanguages').where('guildId', '=', guildId).execute();
      } else {
        await trx
          .insertInto('serverLanguages')
          .values({ guildId, language })
          .onConflict((conflict) => conflict.column('guildId').doUpdateSet({ language }))
          .execute();
      }
      const what = language === undefined ? 'language taken back' : 'language chosen';
      await recordModeration(trx, this.#clock.now(), { what, guildId, byUser });
    }, 'person');
  }
}

/** Runs with every request for a picture. */
const BLOCK = new PreparedQuery(
  () => sql`SELECT 1 FROM blocks
    WHERE guild_id = ${argument('guildId')} AND user_id = ${argument('userId')}`,
);

/** The most blocks of a server to count. */
export const MOST_BLOCKS_COUNTED = 10_000;

/** A member who may not make or report pictures in a server. */
export interface Block {
  readonly userId: string;
  readonly blockedBy: string;
  /** Milliseconds since the epoch. */
  readonly blockedAt: number;
}

/** Each server's blocked members. */
export class Blocks {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  async isBlocked(guildId: string, userId: string): Promise<boolean> {
    return (await BLOCK.first(this.#store.read, { guildId, userId })) !== undefined;
  }

  /** A server's `most` newest blocks, and how many there are, up to {@link MOST_BLOCKS_COUNTED}. */
  async of(guildId: string, most: number): Promise<{ blocks: Block[]; total: number }> {
    const all = this.#store.read.selectFrom('blocks').where('guildId', '=', guildId);
    const blocks = await all
      .select(['userId', 'blockedBy', 'blockedAt'])
      .orderBy('blockedAt', 'desc')
      .limit(most)
      .execute();
    if (blocks.length < most) return { blocks, total: blocks.length };
    const counted = all.select('userId').limit(MOST_BLOCKS_COUNTED).as('counted');
    const { total } = await this.#store.read
      .selectFrom(counted)
      .select(({ fn }) => fn.countAll<number | bigint>().as('total'))
      .executeTakeFirstOrThrow();
    return { blocks, total: Number(total) };
  }

  /** False if they are already blocked. */
  block(guildId: string, userId: string, byUser: string): Promise<boolean> {
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

  /** False if they were not blocked. */
  unblock(guildId: string, userId: string, byUser: string): Promise<boolean> {
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
