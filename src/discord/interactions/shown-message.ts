import { MessageFlags } from 'discord.js';
import { z } from 'zod';
import type { Job } from '../../jobs/job.ts';

/** A message in an interaction's payload, which needs no permission to read. */
export interface ShownMessage {
  readonly id: string;
  /** The author, if Discord gives it. */
  readonly authorId: string | undefined;
  /** Whether a human wrote it: no bot, and no webhook. */
  readonly isByPerson: boolean;
  /** Whether it is ephemeral. */
  readonly isEphemeral: boolean;
  /** The interaction that it answers, if any. */
  readonly answeredInteractionId: string | undefined;
  readonly content: string;
  readonly embeds: readonly ShownEmbed[];
  readonly files: readonly ShownFile[];
  /** Its buttons and menus, in order. Clients cannot forge these, only the id they send. */
  readonly customIds: readonly string[];
}

export interface ShownEmbed {
  readonly description: string;
  readonly footer: string;
  /** The URL of its picture, which is then not among the message's files. */
  readonly imageUrl: string | undefined;
}

/** A file of a message. Its URL expires. */
export interface ShownFile {
  readonly name: string;
  readonly url: string;
  /** In bytes. */
  readonly size: number;
}

const EPHEMERAL: number = MessageFlags.Ephemeral;

const snowflake = z.string().regex(/^\d{1,20}$/);
const text = z.string().catch('');

const embed = z
  .object({
    description: text,
    footer: z
      .object({ text })
      .catch({ text: '' })
      .transform((footer) => footer.text),
    image: z.object({ url: z.string() }).optional().catch(undefined),
  })
  .transform(({ image, ...shown }): ShownEmbed => ({ ...shown, imageUrl: image?.url }));

const file = z
  .object({ filename: z.string(), url: z.string(), size: z.number() })
  .transform(({ filename, ...shown }): ShownFile => ({ name: filename, ...shown }));

/** The custom ids in a message component, including nested ones. */
const part: z.ZodType<readonly string[]> = z.lazy(() =>
  z
    .object({
      custom_id: z.string().optional().catch(undefined),
      components: parts,
      accessory: part.optional().catch(undefined),
    })
    .transform(({ custom_id: id, components, accessory = [] }) => [
      ...(id === undefined ? [] : [id]),
      ...components,
      ...accessory,
    ]),
);
const parts = z
  .array(part)
  .catch([])
  .transform((all) => all.flat());

/** Any member may have posted the message: unreadable parts count as missing. */
export const shownMessage = z
  .object({
    id: snowflake,
    author: z.object({ id: snowflake, bot: z.boolean().nullish() }).optional().catch(undefined),
    webhook_id: z.string().nullish(),
    flags: z.number().int().catch(0),
    interaction_metadata: z.object({ id: snowflake }).nullish(),
    content: text,
    embeds: z.array(embed).max(10).catch([]),
    attachments: z.array(file).max(10).catch([]),
    components: parts,
  })
  .transform(
    ({
      id,
      author,
      webhook_id: webhook,
      flags,
      interaction_metadata: answered,
      attachments,
      components,
      ...shown
    }): ShownMessage => ({
      id,
      authorId: author?.id,
      isByPerson: author !== undefined && author.bot !== true && (webhook ?? null) === null,
      isEphemeral: (flags & EPHEMERAL) !== 0,
      answeredInteractionId: answered?.id,
      ...shown,
      files: attachments,
      customIds: components,
    }),
  );

/**
 * Whether a clicked message is the job's own. The row may not have its id yet, but has the
 * interaction it answers, or that it is being posted: a click may arrive before Discord's response
 * to the post.
 */
export function isOwnMessage(
  job: Pick<Job, 'messageId' | 'postingAt' | 'answeredInteractionId'>,
  clicked: Pick<ShownMessage, 'id' | 'answeredInteractionId'>,
): boolean {
  const isBeingPosted = job.messageId === undefined && job.postingAt !== undefined;
  return (
    isBeingPosted ||
    job.messageId === clicked.id ||
    job.answeredInteractionId === clicked.answeredInteractionId
  );
}
