import type { Clock } from '../../clock.ts';
import { recordModeration } from '../report/moderation-event.ts';
import { forgetWaiting, noteWaiting } from '../report/reports-waiting.ts';
import type { Store } from '../../store/store.ts';

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
