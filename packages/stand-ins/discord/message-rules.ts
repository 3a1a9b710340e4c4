import { MessageFlags, type APIEmbed } from 'discord.js';
import { checkComponents } from './component-rules.ts';
import type { FieldPath, FormErrors } from './discord-error.ts';
import { embeddedNames } from './embedded-files.ts';
import type { MessageBody } from './message.ts';
import { LONGEST_MESSAGE } from './rules/text-rules.ts';

const LONGEST_EMBEDS = 6000;

/**
 * Discord's rules about messages that its published schemas do not hold. `names` are the files
 * that the message will have, `flags` its flags.
 */
export function checkMessageRules(
  body: MessageBody,
  { names, flags }: { names: readonly string[]; flags: number },
  path: FieldPath,
  errors: FormErrors,
): void {
  const { content, embeds, components } = body;
  if (content && content.length > LONGEST_MESSAGE) {
    const message = `Must be ${LONGEST_MESSAGE} or fewer in length.`;
    errors.add([...path, 'content'], 'BASE_TYPE_MAX_LENGTH', message);
  }
  if (embeds) checkEmbeds(embeds, names, path, errors);
  if (components) checkComponents(components, flags, path, errors);
  if ((flags & MessageFlags.IsComponentsV2) !== 0) {
    for (const field of ['content', 'embeds'] as const) {
      if (!body[field]?.length) continue;
      const message =
        'The "content" and "embeds" fields cannot be used with MessageFlags.IS_COMPONENTS_V2';
      errors.add([...path, field], 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2', message);
    }
  }
}

function checkEmbeds(
  embeds: readonly APIEmbed[],
  names: readonly string[],
  path: FieldPath,
  errors: FormErrors,
): void {
  if (embeds.reduce((sum, embed) => sum + embedLength(embed), 0) > LONGEST_EMBEDS) {
    const message = `Embed size exceeds maximum size of ${LONGEST_EMBEDS}`;
    errors.add([...path, 'embeds'], 'MAX_EMBED_SIZE_EXCEEDED', message);
  }
  for (const { name, path: place } of embeddedNames(embeds)) {
    if (names.includes(name)) continue;
    const message = `The message has no file named ${name}.`;
    errors.add([...path, ...place], 'ATTACHMENT_NOT_FOUND', message);
  }
}

/** What Discord counts: title, description, field names and values, footer and author. */
function embedLength({ title, description, fields, footer, author }: APIEmbed): number {
  return [
    title,
    description,
    footer?.text,
    author?.name,
    ...(fields ?? []).flatMap(({ name, value }) => [name, value]),
  ].reduce((sum, text) => sum + (text ?? '').length, 0);
}
