import type {
  APIAllowedMentions,
  APIAttachment,
  APIEmbed,
  APIMessage,
  RESTAPIMessageReference,
  APIMessageTopLevelComponent,
  RESTAPIAttachment,
} from 'discord.js';
import type { Upload } from './request-body.ts';

/** How a message came to be as it is: an interaction's first answer, its token, the bot's, or a person. */
export type Via = 'callback' | 'token' | 'bot' | 'person';

/** A message as the API returns it. */
export type MessagePayload = Omit<APIMessage, 'flags'> & { flags: number };

/** One state that a message was in. */
export interface MessageVersion {
  readonly payload: MessagePayload;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly via: Via;
}

/** Somebody whom a message notified. */
export interface Ping {
  readonly userId: string;
  /** Whether they only see a badge, and hear nothing (SUPPRESS_NOTIFICATIONS). */
  readonly silent: boolean;
}

/** A message as it is at one moment, in Discord's fields. Later changes do not show in it. */
export interface Message extends MessagePayload {
  /** Every file, including those that an embed shows: Discord leaves these out of `attachments`. */
  readonly files: readonly APIAttachment[];
  /** Every state so far, oldest first. */
  readonly versions: readonly MessageVersion[];
  /** Whom it notified when it came. */
  readonly pings: readonly Ping[];
}

/** What happened to a message. A deleted one is given as it last was. */
export interface MessageChange {
  readonly kind: 'created' | 'edited' | 'deleted';
  readonly message: Message;
  readonly via: Via;
}

/** What all the message routes take. A field left out stays as it is; null clears it. */
export interface MessageBody {
  readonly content?: string | null | undefined;
  readonly embeds?: readonly APIEmbed[] | null | undefined;
  readonly components?: readonly APIMessageTopLevelComponent[] | null | undefined;
  readonly attachments?: readonly RESTAPIAttachment[] | null | undefined;
  readonly allowed_mentions?: APIAllowedMentions | null | undefined;
  readonly flags?: number | null | undefined;
  readonly tts?: boolean | null | undefined;
  readonly message_reference?: RESTAPIMessageReference | null | undefined;
}

/** A body with its files. */
export interface MessageWrite {
  readonly body: MessageBody;
  readonly uploads: readonly Upload[];
  /** Where the body stands in the request, for error trees. */
  readonly path: readonly string[];
}

/** The message as the API returns it, without the sandbox's own fields. */
export function payloadOf(message: Message): MessagePayload {
  return message.versions.at(-1)?.payload ?? message;
}
