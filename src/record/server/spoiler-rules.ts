import { sql } from 'kysely';
import type { Clock } from '../../clock.ts';
import { recordModeration } from '../report/moderation-event.ts';
import { argument, PreparedQuery } from '../../store/queries.ts';
import type { Store } from '../../store/store.ts';

/** Asked with every request for a picture. */
const RULE = new PreparedQuery(
  () => sql`SELECT 1 FROM spoiler_rules WHERE guild_id = ${argument('guildId')}`,
);

/** Servers in which every picture is covered, whoever asks for it. */
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

  /** For what is asked for from then on. */
  async set(guildId: string, isOn: boolean, byUser: string): Promise<void> {
    await this.#store.write(async (trx) => {
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
