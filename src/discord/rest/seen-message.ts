import { z } from 'zod';

/** What identifies a message, whatever its form. */
export interface SeenMessage {
  /** `undefined` if Discord does not give it. */
  readonly authorId: string | undefined;
  /** The interaction that it answers. */
  readonly interactionId: string | undefined;
  /** The message that it replies to. */
  readonly replyTo: string | undefined;
  /** Its buttons, in order. */
  readonly customIds: readonly string[];
  /** Its last lines: footers of embeds, and the last line of its text and of each part. */
  readonly feet: readonly string[];
  /** Its file names. */
  readonly files: readonly string[];
}

/** A message found by a search. */
export type FoundMessage = SeenMessage & { readonly id: string };

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

function partsSchema(maybe: Maybe) {
  const media = z.object({ url: z.string() });
  const part: z.ZodType<Part> = z.lazy(() =>
    z.object({
      custom_id: maybe(z.string()),
      content: maybe(z.string()),
      components: maybe(z.array(part)),
      accessory: maybe(part),
      items: maybe(z.array(z.object({ media: maybe(media) }))),
    }),
  );
  return {
    author: maybe(z.object({ id: z.string() })),
    interaction_metadata: maybe(z.object({ id: z.string() })),
    message_reference: maybe(z.object({ message_id: maybe(z.string()) })),
    content: maybe(z.string()),
    embeds: maybe(
      z.array(z.object({ footer: maybe(z.object({ text: z.string() })), image: maybe(media) })),
    ),
    attachments: maybe(z.array(z.object({ filename: z.string() }))),
    components: maybe(z.array(part)),
  };
}

type Parts = z.output<z.ZodObject<ReturnType<typeof partsSchema>>>;

/**
 * Messages of a channel. Most are other users', and some may be of future types: unreadable fields
 * count as missing, so they never end a search.
 */
export const foundMessages: z.ZodType<readonly FoundMessage[]> = z.array(
  z
    .object({ id: z.string(), ...partsSchema((schema) => schema.nullish().catch(undefined)) })
    .transform((message) => ({ id: message.id, ...seen(message) })),
);

/**
 * The message that answered an interaction. A job depends on its author, so an unreadable one is an
 * error.
 */
export const answeringMessage: z.ZodType<SeenMessage> = z
  .object(partsSchema((schema) => schema.nullish()))
  .transform(seen);

function seen(message: Parts): SeenMessage {
  const { author, interaction_metadata: interaction, embeds, attachments } = message;
  const parts = [...partsOf({ components: message.components })];
  const images = (embeds ?? []).map(({ image }) => image);
  const gallery = parts.flatMap(({ items }) => (items ?? []).map(({ media }) => media));
  return {
    authorId: author?.id,
    interactionId: interaction?.id,
    replyTo: message.message_reference?.message_id ?? undefined,
    customIds: parts.flatMap(({ custom_id: id }) => id ?? []),
    feet: [
      ...(embeds ?? []).flatMap(({ footer }) => footer?.text ?? []),
      ...[message, ...parts].flatMap(({ content }) => lastLine(content)),
    ],
    files: [
      ...(attachments ?? []).map(({ filename }) => filename),
      // Discord omits files shown elsewhere in the message from the attachments.
      ...[...images, ...gallery].flatMap((media) => (media ? fileName(media.url) : [])),
    ],
  };
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

function fileName(url: string): string[] {
  return URL.canParse(url) ? [new URL(url).pathname.replace(/^.*\//, '')] : [];
}
