/** What is known of a channel: Discord's `nsfw` flag, and whether it is a thread of another. */
export interface ChannelFacts {
  readonly thread: boolean;
  readonly nsfw: boolean | undefined;
}

/**
 * Whether a channel is age-restricted. A thread has its parent's restriction, whatever flag it
 * carries itself; what is not known counts as not restricted.
 */
export function isAgeRestricted(channel: ChannelFacts, parent?: ChannelFacts): boolean {
  return (channel.thread ? parent?.nsfw : channel.nsfw) === true;
}
