import {
  ChannelType,
  InteractionType,
  PermissionFlagsBits,
  type APIMessageInteractionMetadata,
} from 'discord.js';
import { payloadOf, type Message } from '../discord/message.ts';
import type { Channel, Person, World } from '../discord/world.ts';
import type { ChannelView, MessageView, PersonView } from './wire.ts';

/** A person in the server, for the page. */
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
  const view = { id, name, ageRestricted: world.isAgeRestricted(channel) };
  return channel.type === ChannelType.GuildText ? view : { ...view, parentId: channel.parentId };
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
  return { payload: { ...payload, embeds }, ...(command !== undefined && { command }) };
}

/** Traces a form that was sent back to what opened it. */
function firstInteraction(metadata: APIMessageInteractionMetadata): APIMessageInteractionMetadata {
  return metadata.type === InteractionType.ModalSubmit
    ? firstInteraction(metadata.triggering_interaction_metadata)
    : metadata;
}
