import {
  ChannelType,
  InteractionType,
  Locale,
  PermissionFlagsBits,
  type APIMessageInteractionMetadata,
} from 'discord.js';
import { payloadOf, type Message } from '../discord/message.ts';
import type { DiscordSandbox } from '../discord/sandbox.ts';
import type { Channel, Person, World } from '../discord/world.ts';
import type { ChannelView, MessageView, PersonView } from './wire.ts';

/** A person in the server, for the page. */
export function personView(
  person: Person,
  { world, entitlements }: Pick<DiscordSandbox, 'world' | 'entitlements'>,
): PersonView {
  const { id, displayName, permissions } = person;
  return {
    id,
    name: displayName,
    moderator: (permissions & PermissionFlagsBits.ManageMessages) !== 0n,
    permissions: permissions.toString(),
    directMessages: world.takesDirectMessages(person),
    language: world.locales.get(id) ?? Locale.EnglishUS,
    installed: world.hasInstalled(person),
    bought: entitlements.boughtBy(id).map(({ sku_id: sku }) => sku),
  };
}

/** A channel or thread, for the page. One of direct messages is called as the bot is. */
export function channelView(channel: Channel, world: World, botName: string): ChannelView {
  const { id } = channel;
  const ageRestricted = world.isAgeRestricted(channel);
  switch (channel.type) {
    case ChannelType.GuildText:
      return {
        id,
        name: channel.name,
        ageRestricted,
        ...(world.isElsewhere(channel) && { isGuest: true }),
        ...(channel.moderatorsOnly === true && { moderatorsOnly: true }),
      };
    case ChannelType.PublicThread:
      return { id, name: channel.name, parentId: channel.parentId, ageRestricted };
    case ChannelType.DM:
      return { id, name: botName, recipientId: channel.recipient.id, ageRestricted };
    case ChannelType.GroupDM:
      return { id, name: 'a group', ageRestricted, isGroup: true, isGuest: true };
  }
}

/**
 * A message, for the page. `commandOf` names the command that an interaction sent. Pictures in
 * embeds carry the description of their file, since screen readers need it.
 */
export function messageView(
  message: Message,
  commandOf: (interactionId: string) => string | undefined,
): MessageView {
  const payload = payloadOf(message);
  const { interaction_metadata: metadata } = payload;
  const command = metadata && commandOf(firstInteraction(metadata).id);
  const embeds = payload.embeds.map((embed) => {
    const file = message.files.find(({ url }) => url === embed.image?.url);
    if (!embed.image || file?.description === undefined) return embed;
    return { ...embed, image: { ...embed.image, description: file.description } };
  });
  const { pings } = message;
  return {
    payload: { ...payload, embeds },
    ...(command !== undefined && { command }),
    ...(pings.length > 0 && { pings }),
  };
}

/** Traces a form that was sent back to what opened it. */
function firstInteraction(metadata: APIMessageInteractionMetadata): APIMessageInteractionMetadata {
  return metadata.type === InteractionType.ModalSubmit
    ? firstInteraction(metadata.triggering_interaction_metadata)
    : metadata;
}
