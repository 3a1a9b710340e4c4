import type {
  APIActionRowComponent,
  APIComponentInMessageActionRow,
  APIEmbed,
  RequestData,
  RESTAPIAttachment,
} from 'discord.js';
import type { StoredBytes, StoredPicture } from '../../images/picture-store.ts';

/** A message body and the stored pictures to upload with it. */
export interface MessagePayload {
  readonly body: MessageBody;
  /** In the order of `body.attachments`. */
  readonly pictures: readonly StoredPicture[];
  /** Whether to upload smaller JPEGs to fit Discord's limit. */
  readonly smaller?: true;
  /**
   * Shown instead of the pictures: a small JPEG of the picture in progress, the only attachment.
   */
  readonly preview?: Buffer;
}

/** A message body for posts and edits. It never pings, except for {@link replyBody}. */
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
  /** The users to ping. */
  readonly users?: string[];
}

/** A message with only the given parts. */
export function messageBody(
  parts: Partial<Omit<MessageBody, 'allowed_mentions'>> = {},
): MessageBody {
  return { embeds: [], components: [], attachments: [], ...parts, allowed_mentions: { parse: [] } };
}

/**
 * A text reply that pings the mentioned member. Discord refuses it if the other message is gone.
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

/** A file to upload with a message. */
export interface OutgoingFile {
  readonly name: string;
  /** Its media type; without one, Discord goes by the name. */
  readonly type?: string;
  readonly data: Uint8Array | StoredBytes;
}

/** A body with its files, in the order of `attachments`. */
export class Upload {
  readonly body: object;
  readonly files: readonly OutgoingFile[];

  constructor(body: object, files: readonly OutgoingFile[]) {
    this.body = body;
    this.files = files;
  }
}

/**
 * The request data for discord.js. It would copy every file into a Blob (`resolveRequest` of
 * @discordjs/rest 2), so it is told to pass uploads to the transport unchanged.
 */
export function sending(
  body: object,
  files: readonly OutgoingFile[] = [],
): Pick<RequestData, 'body' | 'passThroughBody'> {
  return files.length === 0 ? { body } : { body: new Upload(body, files), passThroughBody: true };
}
