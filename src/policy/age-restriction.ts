import { ChannelType } from 'discord.js';

/** What is known of a channel: its type by Discord's number, and its `nsfw` flag. */
export interface ChannelFacts {
  readonly type: number;
  readonly nsfw: boolean | undefined;
}

/** The channels of a server that carry a restriction of their own. */
const CHANNELS: ReadonlySet<number> = new Set([
  ChannelType.GuildText,
  ChannelType.GuildVoice,
  ChannelType.GuildAnnouncement,
  ChannelType.GuildStageVoice,
  ChannelType.GuildForum,
  ChannelType.GuildMedia,
]);

const THREADS: ReadonlySet<number> = new Set([
  ChannelType.AnnouncementThread,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
]);

/** Whether a channel is a thread, and so restricted as its parent is. */
export function isThread({ type }: Pick<ChannelFacts, 'type'>): boolean {
  return THREADS.has(type);
}

/**
 * Whether a channel is age-restricted. A thread has its parent's restriction, whatever flag it
 * carries itself. Direct messages are not, and neither is anything unknown: a type of
 * channel that came later, a flag that was not sent, a parent that could not be asked for.
 */
export function isAgeRestricted(channel: ChannelFacts, parent?: ChannelFacts): boolean {
  const restricting = isThread(channel) ? parent : channel;
  return restricting !== undefined && CHANNELS.has(restricting.type) && restricting.nsfw === true;
}
