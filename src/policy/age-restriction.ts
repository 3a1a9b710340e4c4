import { ChannelType } from 'discord.js';

/** A channel's Discord type number and `nsfw` flag, as far as known. */
export interface ChannelFacts {
  readonly type: number;
  readonly nsfw: boolean | undefined;
}

/** Server channels that carry their own age restriction. */
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

/** Whether a channel is a thread and inherits its parent's restriction. */
export function isThread({ type }: Pick<ChannelFacts, 'type'>): boolean {
  return THREADS.has(type);
}

/**
 * Whether a channel is age-restricted. A thread inherits its parent's restriction, whatever its own flag.
 * Direct messages are not restricted. Neither is anything unknown: a newer channel type, a missing flag, an
 * unavailable parent.
 */
export function isAgeRestricted(channel: ChannelFacts, parent?: ChannelFacts): boolean {
  const restricting = isThread(channel) ? parent : channel;
  return restricting !== undefined && CHANNELS.has(restricting.type) && restricting.nsfw === true;
}
