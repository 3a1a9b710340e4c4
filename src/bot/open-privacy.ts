import { Following } from '../moderation/derived-pictures.ts';
import { Moderation } from '../moderation/moderation.ts';
import { clearsAway, Erasure, UnderWay } from '../privacy/erasure.ts';
import { PersonalData } from '../privacy/personal-data.ts';
import { Retention, type RetentionOptions } from '../privacy/retention.ts';
import { PersonalRecords } from '../privacy/sql/personal-records.ts';
import type { Opening } from './lifecycle.ts';
import type { OpenStore } from './open-store.ts';

/** The parts for members' data, reports and pictures derived from removed ones. */
export type OpenPrivacy = ReturnType<typeof openPrivacy>;

/** Opens these parts. They do nothing until one of the methods is called. */
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
    /**
     * From now on, hides and removes derived pictures with their sources. Resumes what an earlier
     * process left.
     */
    startFollowing() {
      shutdown.addIntake(() => following.stop());
      following.start();
    },
    /** Finishes the erasures of earlier processes, with their messages and files. Never rejects. */
    async resume({ deleteMessages }: Pick<RetentionOptions, 'deleteMessages'>) {
      try {
        await erasure.resume(clearsAway({ deleteMessages, pictures, logger }));
      } catch (err) {
        logger.error({ err }, 'an erasure that was cut short could not be finished');
      }
    },
    /**
     * A user removed their own install of the bot. Resolves once that is stored; erases in the background what
     * it alone allowed. The retention resumes that.
     */
    async deauthorised(
      { userId, at: removedAt }: { readonly userId: string; readonly at: number },
      { deleteMessages }: Pick<RetentionOptions, 'deleteMessages'>,
    ): Promise<void> {
      const removed = { userId, removedAt };
      if (!(await erasure.noteInstallRemoved(removed))) return;
      const clearAway = clearsAway({ deleteMessages, pictures, logger });
      void erasure.eraseRemovedInstall(removed, clearAway).catch((err: unknown) => {
        logger.error({ err }, 'what a removed install had allowed could not be erased yet');
      });
    },
    /** Deletes expired data from now on. */
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
