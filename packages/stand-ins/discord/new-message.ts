import {
  InteractionType,
  MessageFlags,
  MessageReferenceType,
  MessageType,
  type APIMessageInteractionMetadata,
  type APIMessageReference,
  type APIUser,
} from 'discord.js';
import { blankMessage, type MessageState } from './compose-message.ts';
import type { MessagePayload, Via } from './message.ts';
import type { World } from './world.ts';

/** The flags that a new message may have; it is ephemeral by its head. */
const SETTABLE_FLAGS =
  MessageFlags.SuppressEmbeds | MessageFlags.SuppressNotifications | MessageFlags.IsComponentsV2;

/** What a new message is besides its body. */
export interface MessageHead {
  readonly channelId: string;
  readonly via: Via;
  readonly ephemeral?: boolean;
  readonly metadata?: APIMessageInteractionMetadata;
  readonly nonce?: string | number;
  /** The message that it replies to, or was caused by. */
  readonly reference?: Pick<MessagePayload, 'id' | 'channel_id' | 'author'>;
  /** Whether it is a reply: only then is the author of that message told. */
  readonly isReply?: boolean;
  /** Default: the bot. */
  readonly author?: APIUser;
}

/** A new message before its body. `flags` are those that were asked for. */
export function newMessage(
  head: MessageHead,
  {
    id,
    timestamp,
    bot,
    world,
    flags,
  }: {
    readonly id: string;
    readonly timestamp: string;
    readonly bot: APIUser;
    readonly world: World;
    readonly flags: number;
  },
): MessageState {
  const { channelId, ephemeral = false, metadata, nonce, via, author = bot } = head;
  const { reference, isReply = false } = head;
  return blankMessage({
    id,
    channel_id: channelId,
    author,
    timestamp,
    type: isReply ? MessageType.Reply : typeOf(via, metadata),
    flags: (flags & SETTABLE_FLAGS) | (ephemeral ? MessageFlags.Ephemeral : 0),
    ...(author === bot && { application_id: bot.id }),
    ...(metadata && { interaction_metadata: metadata, webhook_id: bot.id }),
    ...(nonce !== undefined && { nonce }),
    ...(reference && { message_reference: referenceTo(reference, world) }),
  });
}

function referenceTo(
  { id, channel_id }: Pick<MessagePayload, 'id' | 'channel_id'>,
  world: World,
): APIMessageReference {
  const channel = world.channel(channel_id);
  const guildId = channel && world.guildIdOf(channel);
  return {
    type: MessageReferenceType.Default,
    channel_id,
    message_id: id,
    ...(guildId !== undefined && { guild_id: guildId }),
  };
}

function typeOf(via: Via, metadata: APIMessageInteractionMetadata | undefined): MessageType {
  if (metadata?.type !== InteractionType.ApplicationCommand || via !== 'callback') {
    return MessageType.Default;
  }
  return metadata.target_message_id === undefined
    ? MessageType.ChatInputCommand
    : MessageType.ContextMenuCommand;
}
