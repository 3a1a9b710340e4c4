import type {
  APIActionRowComponent,
  APIComponentInMessageActionRow,
  APIEmbed,
  RESTAPIAttachment,
} from 'discord.js';
import type { StoredPicture } from '../../images/picture-store.ts';

/** A message as Discord takes it, and the kept pictures that go up with it. */
export interface MessagePayload {
  readonly body: MessageBody;
  /** In the order of `body.attachments`. */
  readonly pictures: readonly StoredPicture[];
  /** Whether they go up re-encoded, as JPEG, so that Discord takes them. */
  readonly smaller?: true;
  /** In their place, what is to be seen of one so far: a small JPEG, the only attachment. */
  readonly preview?: Buffer;
}

/** The body of a message, for creation and for edits. Mentions in it never ping, but for {@link replyBody}. */
export interface MessageBody {
  readonly content?: string;
  readonly embeds: APIEmbed[];
  readonly components: APIActionRowComponent<APIComponentInMessageActionRow>[];
  readonly attachments: RESTAPIAttachment[];
  readonly allowed_mentions: AllowedMentions;
  readonly message_reference?: { readonly message_id: string };
}

interface AllowedMentions {
  readonly parse: [];
  /** Whom it pings all the same. */
  readonly users?: string[];
}

/** A message with nothing but what is given. */
export function messageBody(
  parts: Partial<Omit<MessageBody, 'allowed_mentions'>> = {},
): MessageBody {
  return { embeds: [], components: [], attachments: [], ...parts, allowed_mentions: { parse: [] } };
}

/**
 * A message of words alone that replies to another one and pings the person whom it mentions. Where that
 * other one is gone, Discord refuses it.
 */
export function replyBody(
  content: string,
  { to, pings }: { readonly to: string; readonly pings: string },
): MessageBody {
  return {
    ...messageBody({ content, message_reference: { message_id: to } }),
    allowed_mentions: { parse: [], users: [pings] },
  };
}
