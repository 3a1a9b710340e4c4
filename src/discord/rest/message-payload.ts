import type {
  APIActionRowComponent,
  APIComponentInMessageActionRow,
  APIEmbed,
  RequestData,
  RESTAPIAttachment,
} from 'discord.js';
import type { StoredBytes, StoredPicture } from '../../images/picture-store.ts';

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

/** A file that goes up with a message. */
export interface OutgoingFile {
  readonly name: string;
  /** Its media type; Discord goes by the name where it is left out. */
  readonly type?: string;
  readonly data: Uint8Array | StoredBytes;
}

/** A body with files beside it, in the order in which its `attachments` name them. */
export class Upload {
  readonly body: object;
  readonly files: readonly OutgoingFile[];

  constructor(body: object, files: readonly OutgoingFile[]) {
    this.body = body;
    this.files = files;
  }
}

/**
 * What discord.js is given to send. It would copy every file into a Blob (`resolveRequest` of
 * @discordjs/rest 2), so it is told to pass on an upload as it is, to the transport.
 */
export function sending(
  body: object,
  files: readonly OutgoingFile[] = [],
): Pick<RequestData, 'body' | 'passThroughBody'> {
  return files.length === 0 ? { body } : { body: new Upload(body, files), passThroughBody: true };
}
