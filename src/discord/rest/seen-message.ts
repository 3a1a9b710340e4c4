import { MessageFlags } from 'discord.js';
import { z } from 'zod';

/** A message in any form that Discord sends. Any member may have posted it. */
export interface SeenMessage {
  readonly id: string;
  /** `undefined` if Discord does not give it. */
  readonly authorId: string | undefined;
  /** Whether a human wrote it: no bot, and no webhook. */
  readonly isByPerson: boolean;
  readonly isEphemeral: boolean;
  /** Whether it is still a "thinking…". */
  readonly isThinking: boolean;
  /** The interaction that it answers. */
  readonly answeredInteractionId: string | undefined;
  /** The message that it replies to. */
  readonly replyTo: string | undefined;
  readonly content: string;
  readonly embeds: readonly SeenEmbed[];
  readonly files: readonly SeenFile[];
  /** Its buttons and menus, in order. Clients cannot forge these, only the id they send. */
  readonly customIds: readonly string[];
  /** Its last lines: footers of embeds, and the last line of its text and of each part. */
  readonly feet: readonly string[];
  /** The names of all its files. Discord omits those shown elsewhere in the message from `files`. */
  readonly fileNames: readonly string[];
}

interface SeenEmbed {
  readonly description: string;
  readonly footer: string;
  /** The URL of its picture, which is then not among the message's files. */
  readonly imageUrl: string | undefined;
}

/** A file of a message. Its URL expires. */
export interface SeenFile {
  readonly name: string;
  readonly url: string;
  /** In bytes. */
  readonly size: number;
}

/** A part of a message, possibly nested, in either of Discord's message formats. */
interface Part {
  readonly custom_id?: string | null | undefined;
  readonly content?: string | null | undefined;
  readonly components?: readonly Part[] | null | undefined;
  readonly accessory?: Part | null | undefined;
  readonly items?: readonly { readonly media?: Media | null | undefined }[] | null | undefined;
}
interface Media {
  readonly url: string;
}

/** How to read optional fields. */
type Maybe = <T>(schema: z.ZodType<T>) => z.ZodType<T | null | undefined>;

/** An id of Discord's. */
export const snowflake = z.string().regex(/^\d{1,20}$/);
const file = z
  .object({ filename: z.string(), url: z.string().catch(''), size: z.number().catch(0) })
  .transform(({ filename, ...rest }): SeenFile => ({ name: filename, ...rest }));

function messageSchema(maybe: Maybe) {
  const text = maybe(z.string());
  const media = z.object({ url: z.string() });
  const part: z.ZodType<Part> = z.lazy(() =>
    z.object({
      custom_id: text,
      content: text,
      components: maybe(z.array(part)),
      accessory: maybe(part),
      items: maybe(z.array(z.object({ media: maybe(media) }))),
    }),
  );
  const embed = z.object({
    description: text,
    footer: maybe(z.object({ text: z.string() })),
    image: maybe(media),
  });
  return z.object({
    id: snowflake,
    author: maybe(z.object({ id: snowflake, bot: z.boolean().nullish() })),
    // Whatever it is, no human wrote the message.
    webhook_id: z.unknown().optional(),
    flags: maybe(z.number().int()),
    interaction_metadata: maybe(z.object({ id: snowflake })),
    message_reference: maybe(z.object({ message_id: text })),
    content: text,
    embeds: maybe(z.array(embed).max(10)),
    attachments: maybe(z.array(file).max(10)),
    components: maybe(z.array(part)),
  });
}

/**
 * A message of a channel or an interaction. Most are other users', and some may be of future types:
 * unreadable fields count as missing.
 */
export const seenMessage = messageSchema((schema) => schema.nullish().catch(undefined)).transform(
  seen,
);

/**
 * The message that answered an interaction. A job depends on its author, so an unreadable one is an
 * error.
 */
export const answeringMessage = messageSchema((schema) => schema.nullish()).transform(seen);

function seen(message: z.output<ReturnType<typeof messageSchema>>): SeenMessage {
  const { author, flags, content, embeds, attachments } = message;
  const parts = [...partsOf({ components: message.components })];
  const frames = (embeds ?? []).map(({ description, footer, image }) => ({
    description: description ?? '',
    footer: footer?.text ?? '',
    imageUrl: image?.url,
  }));
  const gallery = parts.flatMap(({ items }) => (items ?? []).map(({ media }) => media?.url));
  const files = attachments ?? [];
  return {
    id: message.id,
    authorId: author?.id,
    isByPerson: author?.id !== undefined && author.bot !== true && isNothing(message.webhook_id),
    isEphemeral: hasFlag(flags, MessageFlags.Ephemeral),
    isThinking: hasFlag(flags, MessageFlags.Loading),
    answeredInteractionId: message.interaction_metadata?.id,
    replyTo: message.message_reference?.message_id ?? undefined,
    content: content ?? '',
    embeds: frames,
    files,
    customIds: parts.flatMap(({ custom_id: id }) => id ?? []),
    feet: [
      ...frames.map(({ footer }) => footer),
      ...[message, ...parts].flatMap((part) => lastLine(part.content)),
    ],
    fileNames: [
      ...files.map(({ name }) => name),
      ...[...frames.map(({ imageUrl }) => imageUrl), ...gallery].flatMap(fileName),
    ],
  };
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

function hasFlag(flags: number | null | undefined, flag: MessageFlags): boolean {
  return ((flags ?? 0) & flag) !== 0;
}

function* partsOf({ components, accessory }: Part): Generator<Part> {
  for (const part of [...(components ?? []), ...(accessory ? [accessory] : [])]) {
    yield part;
    yield* partsOf(part);
  }
}

function lastLine(text: string | null | undefined): string[] {
  return text ? [text.slice(text.lastIndexOf('\n') + 1)] : [];
}

function fileName(url: string | undefined): string[] {
  return url !== undefined && URL.canParse(url) ? [new URL(url).pathname.replace(/^.*\//, '')] : [];
}
