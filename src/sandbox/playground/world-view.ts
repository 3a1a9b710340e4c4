import { ChannelType, PermissionFlagsBits } from 'discord.js';
import { payloadOf, type Message } from '../discord/message.ts';
import type { Channel, Person, World } from '../discord/world.ts';
import type { ChannelView, MessageView, PersonView } from './wire.ts';

/** Somebody of the server, for the page. */
export function personView({ id, displayName, permissions }: Person): PersonView {
  return {
    id,
    name: displayName,
    moderator: (permissions & PermissionFlagsBits.ManageMessages) !== 0n,
    permissions: permissions.toString(),
  };
}

/** A channel or thread, for the page. */
export function channelView(channel: Channel, world: World): ChannelView {
  const { id, name } = channel;
  if (channel.type === ChannelType.GuildText) return { id, name, ageRestricted: channel.nsfw };
  const { parentId } = channel;
  return { id, name, parentId, ageRestricted: world.channel(parentId)?.nsfw === true };
}

/** A message, for the page. Pictures in embeds carry the description of their file, as screen readers need it. */
export function messageView(message: Message, command: string | undefined): MessageView {
  const payload = payloadOf(message);
  const embeds = payload.embeds.map((embed) => {
    const file = message.files.find(({ url }) => url === embed.image?.url);
    if (!embed.image || file?.description === undefined) return embed;
    return { ...embed, image: { ...embed.image, description: file.description } };
  });
  return { payload: { ...payload, embeds }, ...(command !== undefined && { command }) };
}
