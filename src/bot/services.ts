import { customAlphabet } from 'nanoid';
import { generationCommandsOf, menuOf } from '../../commands/generation-commands.ts';
import type { CommandNeeds } from '../../commands/index.ts';
import { lookUpChannel } from '../discord/rest/rest.ts';
import { greetModerators } from '../discord/sync/report-posts.ts';
import type { MemberReads } from '../engines/member-reads.ts';
import { PictureHeads } from '../images/attachment.ts';
import { drawSeed } from '../recipes/recipe.ts';
import type { Screening } from '../screening/open-screening.ts';
import type { Opening } from './lifecycle.ts';
import type { ReachedDiscord } from './open-discord.ts';
import type { OpenJobs } from './open-jobs.ts';
import type { OpenMessageSync } from './open-message-sync.ts';
import type { OpenPrivacy } from './open-privacy.ts';
import type { OpenStore } from './open-store.ts';

/** Letters and digits that are not easily confused. */
const newId = customAlphabet('23456789abcdefghjkmnpqrstuvwxyz', 8);

export interface ServiceParts {
  readonly screening: Screening;
  readonly memberReads: MemberReads;
  readonly record: OpenStore;
  readonly privacy: OpenPrivacy;
  readonly jobs: OpenJobs;
  readonly reached: ReachedDiscord;
  readonly messageSync: OpenMessageSync;
}

/** Assembles what the commands need from the parts of the bot. */
export function servicesOf(
  { config, clock, logger, workflows, shutdown }: Opening,
  { screening, memberReads, record, privacy, jobs, reached, messageSync }: ServiceParts,
): CommandNeeds {
  const { resultRetentionMs, logRetentionMs } = config;
  const { identity, calls, messages } = reached;
  const origins = config.discord.attachmentOrigins;
  const pictureHeads = new PictureHeads({ origins, clock, signal: shutdown.halt });
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
    messages,
    workflows,
    operators: new Set(identity.operators),
    retention: { resultRetentionMs, logRetentionMs },
    privacyUrl: config.privacyUrl,
    operatorChannelId: config.discord.operatorChannelId,
    servers: { allowed: new Set(config.discord.allowedGuildIds), owner: identity.owner },
    observed: (job) => jobs.observations.shown(job),
    pictureHeads,
    holdMessage: (jobId) => messageSync.announcer.hold(jobId),
    greetModerators: (channelId, words) => greetModerators(channelId, words, messages),
    lookUpChannel: (channelId) => lookUpChannel(calls, channelId),
    drawSeed: () => drawSeed(),
    defaultCount: config.defaultCount,
    newId,
  };
}
