import { customRandom } from 'nanoid';
import { generationCommandsOf, menuOf } from '../../commands/generation-commands.ts';
import type { CommandNeeds, handlersFor } from '../../commands/index.ts';
import { type Cooldown, Dispatch } from '../discord/intake/dispatch.ts';
import { EntitlementSync } from '../discord/intake/entitlement-sync.ts';
import type { IsMemberOf } from '../discord/interactions/at-place.ts';
import { CommandPermissionsReader } from '../discord/interactions/command-permissions.ts';
import { EntitlementCalls } from '../discord/rest/entitlements.ts';
import type { Messages } from '../discord/rest/messages.ts';
import type { RefusedCalls } from '../discord/rest/refused-calls.ts';
import {
  lookUpChannel,
  lookUpMembership,
  lookUpName,
  lookUpRoles,
  openDirectChannel,
  type OwnedIdentity,
  type RestCalls,
} from '../discord/rest/rest.ts';
import { greetModerators } from '../discord/sync/report-posts.ts';
import type { Clock } from '../engines/clock.ts';
import { systemRandom } from '../engines/env.ts';
import { KeptAnswers } from '../engines/kept-answers.ts';
import { MemberReads } from '../engines/member-reads.ts';
import { RateLimiter } from '../engines/rate-limiter.ts';
import { PictureHeads } from '../images/attachment.ts';
import { download } from '../images/download.ts';
import { chartDrawer, chartPool } from '../images/picture-pool.ts';
import type { Job } from '../jobs/job.ts';
import { isOffered } from '../premium/premium.ts';
import { drawSeed } from '../recipes/recipe.ts';
import type { Screening } from '../screening/open-screening.ts';
import type { News, Processes } from '../store/processes.ts';
import type { BotOptions } from './bot.ts';
import type { Opening } from './lifecycle.ts';
import type { OpenJobs } from './open-jobs.ts';
import { type OpenMessageSync, openMessageSync } from './open-message-sync.ts';
import type { OpenPrivacy } from './open-privacy.ts';
import type { OpenStore } from './open-store.ts';

/** Calls to Discord, and the bot's identity there. */
export interface DiscordRest {
  readonly identity: OwnedIdentity;
  readonly calls: RestCalls;
  readonly messages: Messages;
  readonly refusedCalls: RefusedCalls;
  /** How far this clock is ahead of Discord's, in milliseconds, if known. */
  readonly clockAheadMs: () => number | undefined;
}

interface AnswerParts {
  readonly record: OpenStore;
  readonly privacy: OpenPrivacy;
  readonly jobs: OpenJobs;
  readonly handlers: ReturnType<typeof handlersFor>;
}

/**
 * The parts that answer interactions and keep messages in sync, however interactions arrive. Shows
 * and answers nothing before one of its methods is called. `signal` aborts resuming.
 */
export async function openAnswers(
  {
    screening,
    signal,
    ...opening
  }: Opening & Pick<BotOptions, 'screening'> & { readonly signal: AbortSignal },
  { handlers, ...parts }: AnswerParts,
  reached: DiscordRest,
) {
  const { config, clock, logger, turns, shutdown } = opening;
  const { deferrals, processes } = parts.record;
  const { messages } = reached;
  // Without others, its own would be among them once it has deferred any.
  const left = processes.own === '' ? await deferrals.left() : undefined;
  const messageSync = openMessageSync(opening, parts, reached);
  const { announcer, erasedMessages, deferralRecovery, endReplies, postedPictures } = messageSync;
  const { reportPosts, notices } = messageSync;
  const memberReads = new MemberReads(turns);
  const entitlementSync = openEntitlementSync(opening, parts.record, reached);
  const dispatch = new Dispatch({
    handlers,
    services: servicesOf(opening, { ...parts, screening, memberReads, reached, messageSync }),
    announcer,
    messages,
    turns,
    memberReads,
    clockAheadMs: reached.clockAheadMs,
    stopping: shutdown.stopping,
    cooldown: sharedCooldown(new RateLimiter(config.maxActionsPerMinute, clock), processes),
    noteEntitlements: entitlementSync && ((seen) => entitlementSync.inInteraction(seen)),
    deferrals,
    deferralRecovery,
    waitsMs: opening.discordWaitsMs,
    worksOutside: config.worksOutside,
    isMemberOf: membershipsOf(reached, clock),
    // A POST through a proxy takes longer to arrive.
    reserve: config.intake === 'http' ? 1 / 2 : undefined,
    clock,
    logger,
  });
  return {
    dispatch,
    entitlementSync,
    notices,
    postedPictures,
    deleteMessages: (jobs: readonly Job[]) => void erasedMessages.removeEach(jobs),
    /** Shows changes of jobs and reports from now on, whether they are resumed yet or not. */
    follow: () => {
      for (const part of [
        postedPictures,
        announcer,
        erasedMessages,
        endReplies,
        reportPosts,
        deferralRecovery,
      ]) {
        shutdown.addPart(() => part.stop());
      }
      if (entitlementSync) {
        shutdown.addPart(() => entitlementSync.stop());
        entitlementSync.startConsuming();
      }
      announcer.follow();
      endReplies.follow();
      reportPosts.follow();
    },
    /** Resumes stale messages. */
    resumeShowing: () => announcer.resume(signal),
    /**
     * Ends deferrals of ended processes, and resumes deleting erased messages and posting reports.
     */
    resumeClearing: async () => {
      deferralRecovery.start(left ?? (await deferrals.left()));
      erasedMessages.start();
      await endReplies.resume();
      signal.throwIfAborted();
      await reportPosts.resumeMoves();
      await reportPosts.resume();
    },
  };
}

/** `undefined`: premium is not configured. */
function openEntitlementSync(
  { config, clock, logger }: Opening,
  { entitlements }: OpenStore,
  { calls, identity, clockAheadMs }: DiscordRest,
): EntitlementSync | undefined {
  if (!isOffered(config.premiumSkus)) return undefined;
  const { applicationId } = identity;
  return new EntitlementSync({
    entitlements,
    calls: new EntitlementCalls(calls, applicationId),
    applicationId,
    clock,
    clockAheadMs,
    logger,
  });
}

/** Whether the bot is a member of a server, looked up once in a while. */
function membershipsOf({ calls }: DiscordRest, clock: Clock): IsMemberOf {
  const kept = new KeptAnswers<string, boolean>({
    ...{ keepMs: 5 * 60_000, retryMs: 30_000, most: 10_000 },
    clock,
  });
  return (guildId) => kept.of(guildId, () => lookUpMembership(calls, guildId));
}

/** The channels of direct messages with users, each opened once. They stay the same for ever. */
function directChannelsOf({ calls }: DiscordRest, clock: Clock) {
  const kept = new KeptAnswers<string, string>({
    ...{ keepMs: 24 * 60 * 60_000, retryMs: 0, most: 10_000 },
    clock,
  });
  return (userId: string) => kept.of(userId, () => openDirectChannel(calls, userId));
}

/** Counts what members do at all processes, a moment later at the others. */
function sharedCooldown(limiter: RateLimiter, processes: Processes): Cooldown {
  processes.events.on('heard', ({ actions = [] }: News) => {
    for (const action of actions) limiter.take(action.slice(0, action.indexOf('/')));
  });
  return {
    take: (userId, interactionId) => {
      processes.tell({ actions: [`${userId}/${interactionId}`] });
      return limiter.take(userId);
    },
  };
}

/** Letters and digits that are not easily confused. */
const ID_ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz';
const ID_LENGTH = 8;

interface ServiceParts {
  readonly screening: Screening;
  readonly memberReads: MemberReads;
  readonly record: OpenStore;
  readonly privacy: OpenPrivacy;
  readonly jobs: OpenJobs;
  readonly reached: DiscordRest;
  readonly messageSync: OpenMessageSync;
}

/** Assembles what the commands need from the parts of the bot. */
function servicesOf(
  { config, clock, random = systemRandom, network, logger, workflows, ...opening }: Opening,
  { screening, memberReads, record, privacy, jobs, reached, messageSync }: ServiceParts,
): CommandNeeds {
  const { resultRetentionMs, logRetentionMs } = config;
  const signal = opening.shutdown.halt;
  const { identity, calls, messages } = reached;
  const origins = config.discord.attachmentOrigins;
  const pictureHeads = new PictureHeads({ origins, clock, network, signal });
  return {
    ...record,
    ...privacy,
    ...jobs,
    ...messageSync,
    clock,
    logger,
    memberReads,
    screening,
    models: config.models,
    faces: config.faces,
    limits: {
      ...config.limits,
      actionsPerMinute: config.maxActionsPerMinute,
      gpuMsPerDayPerServer: config.maxGpuMsPerDayPerServer,
    },
    generationCommands: generationCommandsOf(menuOf(config, workflows)),
    featured: config.workflows.featured,
    gpuSecondMicros: config.gpuSecondMicros,
    messages,
    workflows,
    operators: new Set(identity.operators),
    retention: { resultRetentionMs, logRetentionMs },
    privacyUrl: config.privacyUrl,
    operatorChannelId: config.discord.operatorChannelId,
    servers: {
      allowed: new Set(config.discord.allowedGuildIds),
      owner: identity.owner,
      worksOutside: config.worksOutside,
    },
    openDirect: directChannelsOf(reached, clock),
    observed: (job) => jobs.observations.shown(job),
    pictureHeads,
    holdMessage: (jobId) => messageSync.announcer.hold(jobId),
    greetModerators: (channelId, words) => greetModerators(channelId, words, messages),
    lookUpChannel: (channelId) => lookUpChannel(calls, channelId),
    lookUpRoles: (guildId) => lookUpRoles(calls, guildId),
    commandPermissions: new CommandPermissionsReader({
      calls,
      applicationId: identity.applicationId,
      registeredIn: config.discord.guildId,
      clock,
    }),
    lookUpName: (userId, guildId) => lookUpName(calls, userId, guildId),
    drawChart: chartDrawer(signal, chartPool({ start: opening.startPictureProcess })),
    readFile: (url, largestBytes) =>
      download(url, { origins, clock, network, signal, largestBytes }),
    drawSeed: () => drawSeed(random.bytes(8)),
    defaultCount: config.defaultCount,
    newId: customRandom(ID_ALPHABET, ID_LENGTH, (count) => random.bytes(count)),
  };
}
