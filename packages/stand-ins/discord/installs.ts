import {
  ApplicationIntegrationType,
  ChannelType,
  InteractionContextType,
  type APIAuthorizingIntegrationOwnersMap,
} from 'discord.js';
import { isInGuild, type Channel, type Person, type World } from './world.ts';

const { GuildInstall, UserInstall } = ApplicationIntegrationType;

/** The context of interactions in a channel. A group is one of the channels without the bot. */
export function contextOf(channel: Channel): InteractionContextType {
  if (isInGuild(channel)) return InteractionContextType.Guild;
  return channel.type === ChannelType.DM
    ? InteractionContextType.BotDM
    : InteractionContextType.PrivateChannel;
}

/**
 * Who installed the application that a person uses in a channel, by each kind of install that a command
 * supports (Discord's reference, Receiving and Responding, Authorizing Integration Owners Object).
 */
export function ownersOf(
  channel: Channel,
  by: Person,
  { world, types = [GuildInstall] }: { world: World; types?: readonly number[] | undefined },
): APIAuthorizingIntegrationOwnersMap {
  const guildOwner = guildOwnerOf(channel, world);
  return {
    ...(types.includes(GuildInstall) && guildOwner && { [GuildInstall]: guildOwner }),
    ...(types.includes(UserInstall) && world.hasInstalled(by) && { [UserInstall]: by.id }),
  };
}

/** `0` in direct messages with the bot. */
function guildOwnerOf(channel: Channel, world: World): string | undefined {
  if (channel.type === ChannelType.DM) return '0';
  if (!isInGuild(channel) || world.isElsewhere(channel) || !world.hasCommands) return undefined;
  return world.guild.id;
}
