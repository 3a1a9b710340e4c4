import { ChannelType } from 'discord.js';
import { userOf } from './person-object.ts';
import type { Channel, DirectChannel, GroupChannel, GuildChannel } from './world.ts';

/** A channel as the REST API and interactions show it. */
export function channelObject(channel: Channel, guildId: string) {
  switch (channel.type) {
    case ChannelType.DM:
      return directChannelObject(channel);
    case ChannelType.GroupDM:
      return groupChannelObject(channel);
    case ChannelType.GuildText:
    case ChannelType.PublicThread:
      return guildChannelObject(channel, guildId);
  }
}

/** A group, by the example in Discord's channel resource. */
export function groupChannelObject({ id, type, recipients }: GroupChannel) {
  const [owner] = recipients;
  return {
    ...{ id, type, name: null, icon: null, last_message_id: null, flags: 0 },
    ...{ owner_id: owner?.id ?? id, recipients: recipients.map(userOf) },
  };
}

/** A direct-message channel, by the example in Discord's channel resource. */
export function directChannelObject({ id, type, recipient }: DirectChannel) {
  return { id, type, last_message_id: null, flags: 0, recipients: [userOf(recipient)] };
}

/** A channel of a server. */
export function guildChannelObject(channel: GuildChannel, guildId: string) {
  const common = {
    id: channel.id,
    name: channel.name,
    guild_id: guildId,
    rate_limit_per_user: 0,
    last_message_id: null,
  };
  return channel.type === ChannelType.GuildText
    ? {
        ...common,
        type: channel.type,
        nsfw: channel.nsfw,
        parent_id: null,
        position: 0,
        topic: null,
        permission_overwrites: [],
      }
    : {
        ...common,
        type: channel.type,
        parent_id: channel.parentId,
        thread_metadata: {
          archived: false,
          auto_archive_duration: 1440 as const,
          archive_timestamp: '2024-05-01T12:00:00.000000+00:00',
          locked: false,
        },
      };
}
