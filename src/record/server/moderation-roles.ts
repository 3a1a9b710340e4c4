import { sql } from 'kysely';
import type { Clock } from '../../clock.ts';
import { recordModeration } from '../report/moderation-event.ts';
import { argument, PreparedQuery } from '../../store/queries.ts';
import type { Store } from '../../store/store.ts';

/** Asked with everything that moderators do. */
const ROLE = new PreparedQuery<{ roleId: string }>(
  () => sql`SELECT role_id FROM moderation_roles WHERE guild_id = ${argument('guildId')}`,
);

/** Each server's role whose members moderate it, besides those who manage the server. */
export class ModerationRoles {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** `undefined` where a server has chosen none. */
  async of(guildId: string): Promise<string | undefined> {
    return (await ROLE.first(this.#store.read, { guildId }))?.roleId;
  }

  /** `roleId` `undefined`: from then on only those who manage the server moderate it. */
  async choose(guildId: string, roleId: string | undefined, byUser: string): Promise<void> {
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
}
