import {
  AttachmentFlags,
  EmbedType,
  MessageFlags,
  MessageType,
  type APIAttachment,
  type APIEmbed,
  type APIUser,
  type RESTAPIAttachment,
} from 'discord.js';
import { contentTypeOf, keptName } from './cdn.ts';
import { componentsAsReturned } from './components-as-returned.ts';
import { FormErrors, refuse } from './discord-error.ts';
import { embeddedNames, withFileAddresses } from './embedded-files.ts';
import { mentionsIn } from './mentions.ts';
import { checkMessageRules } from './message-rules.ts';
import type { MessagePayload, MessageWrite } from './message.ts';
import type { Upload } from './request-body.ts';

/** A message's payload and all its files; `payload.attachments` shows those that no embed shows. */
export interface MessageState {
  readonly payload: MessagePayload;
  readonly files: readonly APIAttachment[];
}

/** What composing a message needs from around it. */
export interface ComposeContext {
  readonly nextId: () => string;
  readonly fileUrl: (channelId: string, id: string, filename: string) => string;
  readonly user: (id: string) => APIUser | undefined;
  /** Who wrote the message that this one replies to. */
  readonly repliedTo?: APIUser | undefined;
}

/** A file that a write brings, and the attachment that it becomes. */
export interface NewFile {
  readonly attachment: APIAttachment;
  readonly upload: Upload;
}

const { IsSpoiler } = AttachmentFlags;

/** The flags that an edit may change; what was ephemeral stays so. */
const EDITABLE_FLAGS = MessageFlags.SuppressEmbeds | MessageFlags.IsComponentsV2;

/** A message before its first write. */
export function blankMessage(
  head: Pick<MessagePayload, 'id' | 'channel_id' | 'author' | 'timestamp' | 'flags'> &
    Partial<MessagePayload>,
): MessageState {
  const payload: MessagePayload = {
    type: MessageType.Default,
    content: '',
    embeds: [],
    attachments: [],
    components: [],
    mentions: [],
    mention_roles: [],
    mention_everyone: false,
    pinned: false,
    tts: false,
    edited_timestamp: null,
    ...head,
  };
  return { payload, files: [] };
}

/**
 * The message after a write, and the files to publish for it. Changes nothing by itself. Throws
 * a DiscordError: 50035 where a rule is broken, 50006 where nothing would be left of the message.
 */
export function composeMessage(
  before: MessageState,
  write: MessageWrite,
  kind: 'create' | 'edit',
  context: ComposeContext,
): MessageState & { readonly newFiles: readonly NewFile[] } {
  const { body, path } = write;
  const errors = new FormErrors();
  const { files, newFiles } = composeFiles(before, write, kind, context, errors);
  const had = before.payload.flags;
  const flags =
    kind === 'create' || body.flags === undefined
      ? had
      : (had & ~EDITABLE_FLAGS) | ((body.flags ?? 0) & EDITABLE_FLAGS);
  const names = files.map(({ filename }) => filename);
  checkMessageRules(body, { names, flags }, path, errors);
  errors.throwIfAny();

  const content = body.content === undefined ? before.payload.content : (body.content ?? '');
  const embeds: APIEmbed[] =
    body.embeds === undefined
      ? before.payload.embeds
      : (body.embeds ?? []).map((embed) => ({
          type: EmbedType.Rich,
          ...withFileAddresses(embed, files),
        }));
  const components =
    body.components === undefined
      ? before.payload.components
      : componentsAsReturned(body.components ?? []);
  if (!content && embeds.length === 0 && files.length === 0 && !components?.length) {
    throw refuse.emptyMessage();
  }
  const attachments = shownOutside(before, write, files);
  const payload: MessagePayload = {
    ...before.payload,
    content,
    embeds,
    attachments,
    flags,
    ...(components && { components }),
    ...(body.content !== undefined &&
      mentionsIn(content, body.allowed_mentions, context.user, context.repliedTo)),
  };
  return { payload, files, newFiles };
}

function composeFiles(
  before: MessageState,
  { body, uploads, path }: MessageWrite,
  kind: 'create' | 'edit',
  context: ComposeContext,
  errors: FormErrors,
): { files: APIAttachment[]; newFiles: NewFile[] } {
  const listed = body.attachments;
  listed?.forEach(({ id }, index) => {
    const known =
      before.files.some((file) => file.id === id) || uploads.some((file) => file.index === id);
    if (known) return;
    const message = `Attachment data for ID ${String(id)} not found`;
    errors.add([...path, 'attachments', index, 'id'], 'ATTACHMENT_NOT_FOUND', message);
  });
  const entry = (id: string) => listed?.find((file) => file.id === id);
  const kept = before.files.flatMap((file) => {
    if (!listed) return [file];
    const stays = entry(file.id);
    return stays ? [withMetadata(file, stays)] : [];
  });
  const newFiles = uploads
    .filter(({ index }) => kind === 'create' || !listed || entry(index))
    .map((upload): NewFile => {
      const id = context.nextId();
      const filename = keptName(entry(upload.index)?.filename ?? upload.name);
      const url = context.fileUrl(before.payload.channel_id, id, filename);
      const attachment = {
        id,
        filename,
        size: upload.bytes.length,
        url,
        proxy_url: url,
        content_type: contentTypeOf(filename),
        ...upload.pixels,
      };
      return { attachment: withMetadata(attachment, entry(upload.index)), upload };
    });
  return { files: [...kept, ...newFiles.map(({ attachment }) => attachment)], newFiles };
}

/**
 * Discord leaves a file that the last embeds named by `attachment://` out of `attachments`. Embeds
 * sent again with its CDN address do not count, so that it then shows twice.
 */
function shownOutside(
  before: MessageState,
  { body }: MessageWrite,
  files: readonly APIAttachment[],
): APIAttachment[] {
  if (!body.embeds) {
    const hidden = before.files.filter(
      (file) => !before.payload.attachments.some(({ id }) => id === file.id),
    );
    const stillHidden = body.embeds === undefined ? hidden : [];
    return files.filter((file) => !stillHidden.some(({ id }) => id === file.id));
  }
  const named = new Set(embeddedNames(body.embeds).map(({ name }) => name));
  return files.filter(({ filename }) => !named.has(filename));
}

/** The file with what an entry of `attachments` says of it; what that leaves out stays. */
function withMetadata(file: APIAttachment, entry: RESTAPIAttachment | undefined): APIAttachment {
  const { flags, ...plain } = file;
  const spoiler = entry?.is_spoiler ?? flags === IsSpoiler;
  return {
    ...plain,
    ...(entry?.description && { description: entry.description }),
    ...(spoiler && { flags: IsSpoiler }),
  };
}
