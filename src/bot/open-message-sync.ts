import { DeferralRecovery } from '../discord/intake/deferrals.ts';
import { MOST_REFUSED } from '../discord/rest/refused-calls.ts';
import { lookUpChannel } from '../discord/rest/rest.ts';
import { Announcer } from '../discord/sync/announcer.ts';
import { EndReplies } from '../discord/sync/end-replies.ts';
import { ErasedMessages } from '../discord/sync/erased-messages.ts';
import { OperatorNotices, SharedToken } from '../discord/sync/operator-notices.ts';
import { POSTED_ROOM, PostedPictures } from '../discord/sync/posted-pictures.ts';
import { ReportPosts } from '../discord/sync/report-posts.ts';
import { Semaphore } from '../engines/semaphore.ts';
import { downloadAttachment } from '../images/attachment.ts';
import { markGenerated } from '../images/metadata.ts';
import { shrinker, shrinkPool, thumbnailer, thumbnailPool } from '../images/picture-pool.ts';
import { isAgeRestricted } from '../policy/age-restriction.ts';
import type { Notice } from '../say/say.ts';
import type { Opening } from './lifecycle.ts';
import type { DiscordRest } from './open-answers.ts';
import type { OpenJobs } from './open-jobs.ts';
import type { OpenPrivacy } from './open-privacy.ts';
import type { OpenStore } from './open-store.ts';

/** The parts that keep messages in sync with their rows. */
export type OpenMessageSync = ReturnType<typeof openMessageSync>;

/** Opens message sync. Does nothing until it is started. */
export function openMessageSync(
  { config, clock, random, network, startPictureProcess, logger, turns, shutdown }: Opening,
  { record, privacy, jobs }: { record: OpenStore; privacy: OpenPrivacy; jobs: OpenJobs },
  { calls, messages, refusedCalls }: Pick<DiscordRest, 'calls' | 'messages' | 'refusedCalls'>,
) {
  const { log, processes, pictures, reports, moderationChannels, personSettings } = record;
  const { stopping, halt } = shutdown;
  const start = startPictureProcess;
  const shrinkPicture = shrinker(halt, shrinkPool({ start }));
  /** Makes a small JPEG of a picture. */
  const thumbnail = thumbnailer(halt, thumbnailPool({ start }));
  const notices = new OperatorNotices({
    logger,
    messages,
    processes,
    clock,
    random,
    stopping,
    channelId: config.discord.operatorChannelId,
  });
  const tellOperator = (notice: Notice) => notices.trouble(notice);
  refusedCalls.events.on(
    'spent',
    () => void tellOperator(({ callsSpent }) => callsSpent(MOST_REFUSED)),
  );
  const erasedMessages = new ErasedMessages({ log, messages, clock, logger, turns, stopping });
  const endReplies = new EndReplies({
    log,
    messages,
    processes,
    afterMs: config.notifyAfterMs,
    wantsNotice: async (userId) => (await personSettings.of(userId)).notify,
    clock,
    logger,
    turns,
  });
  const origins = config.discord.attachmentOrigins;
  const postedPictures = new PostedPictures({
    calls,
    log,
    pictures,
    reports,
    clock,
    logger,
    fetchPicture: async (file, options) =>
      markGenerated(await downloadAttachment(file, { origins, clock, network, ...options })),
    room: new Semaphore(POSTED_ROOM),
    halt,
  });
  return {
    announcer: new Announcer({
      log,
      processes,
      messages,
      sharedToken: new SharedToken({ log, messages, clock, logger, tellOperator }),
      observations: jobs.observations,
      onEndShown: endReplies.onEndShown,
      stepsAfter: (recipe) => jobs.destinations.stepsAfter(recipe),
      pictures,
      shrinkPicture,
      erasedMessages,
      keepPosted: (jobId) => postedPictures.keep(jobId),
      coverPosted: (job) => postedPictures.cover(job),
      clock,
      logger,
      turns,
    }),
    erasedMessages,
    deferralRecovery: new DeferralRecovery({
      deferrals: record.deferrals,
      messages,
      clock,
      logger,
      turns,
      stopping,
    }),
    endReplies,
    postedPictures,
    reportPosts: new ReportPosts({
      log,
      processes,
      messages,
      reports,
      moderation: privacy.moderation,
      moderationChannels,
      serverLanguages: record.serverLanguages,
      pictures,
      thumbnail,
      isAgeRestricted: async (channelId) => {
        const channel = await lookUpChannel(calls, channelId);
        return channel !== undefined && isAgeRestricted(channel);
      },
      clock,
      logger,
      turns,
    }),
    notices,
    shrinkPicture,
    thumbnail,
  };
}
