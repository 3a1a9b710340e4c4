import { Following } from '../moderation/derived-pictures.ts';
import { Moderation } from '../moderation/moderation.ts';
import { clearsAway, Erasure, UnderWay } from '../privacy/erasure.ts';
import { PersonalData } from '../privacy/personal-data.ts';
import { Retention, type RetentionOptions } from '../privacy/retention.ts';
import { PersonalRecords } from '../privacy/sql/personal-records.ts';
import type { Opening } from './lifecycle.ts';
import type { OpenStore } from './open-store.ts';

/** The parts that serve members: their data, reports and what was made from removed pictures. */
export type OpenPrivacy = ReturnType<typeof openPrivacy>;

/** Nothing is at work before one of its methods is called. */
export function openPrivacy(
  { config, clock, logger, turns, shutdown }: Opening,
  { store, log, pictures, reports, moderationChannels, pauses }: OpenStore,
) {
  const { resultRetentionMs, logRetentionMs } = config;
  const slicing = { turns, signal: shutdown.stopping };
  const following = new Following({ log, reports, pictures, clock, logger, slicing });
  const erasure = new Erasure({ store, log, following, clock, slicing });
  return {
    erasure,
    moderation: new Moderation({
      store,
      log,
      channels: moderationChannels,
      slicing,
      lapseAfterMs: logRetentionMs,
    }),
    personalData: new PersonalData(new PersonalRecords(store, slicing), pauses),
    underWay: new UnderWay({ log, slicing }),
    /** Has what was made from pictures follow these from now on, and what an earlier run left of that. */
    startFollowing() {
      shutdown.addIntake(() => following.stop());
      following.start();
    },
    /** Finishes the erasures that an earlier run began, with their messages and files. Never rejects. */
    async resume({ deleteMessages }: Pick<RetentionOptions, 'deleteMessages'>) {
      try {
        await erasure.resume(clearsAway({ deleteMessages, pictures, logger }));
      } catch (err) {
        logger.error({ err }, 'an erasure that was cut short could not be finished');
      }
    },
    /** Removes from now on what has been kept for long enough. */
    startRetention(discord: Pick<RetentionOptions, 'deleteMessages' | 'clockIsRight'>) {
      const retention = new Retention({
        store,
        reports,
        erasure,
        pictures,
        clock,
        turns,
        logger,
        resultRetentionMs,
        logRetentionMs,
        safetyRecordMs: config.safety.recordMs,
        deleteMessages: discord.deleteMessages,
        clockIsRight: discord.clockIsRight,
      });
      retention.start();
      shutdown.addIntake(() => retention.stop());
    },
  };
}
