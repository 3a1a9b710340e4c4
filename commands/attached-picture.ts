import { snakeCase } from '../src/comfy/option-names.ts';
import type { CommandInteraction } from '../src/discord/interactions/interaction.ts';
import { BotError } from '../src/errors/errors.ts';
import { LARGEST_ATTACHMENT_BYTES, type Attachment } from '../src/images/attachment.ts';

type Value = CommandInteraction['options'][string];

/**
 * The file that was attached as an option, which is named as it is inside.
 *
 * @throws BotError where it is none, or too large.
 */
export function attachedPicture(option: string, value: Value): Attachment {
  const file = attachedFile(option, value);
  if (file.size > LARGEST_ATTACHMENT_BYTES) throw new BotError('picture_too_large');
  return file;
}

/**
 * The same of any size, for what fetches no more than its head.
 *
 * @throws BotError where it is none.
 */
export function attachedFile(option: string, value: Value): Attachment {
  if (typeof value !== 'object' || !('url' in value)) {
    throw new BotError('bad_option', { facts: { option: snakeCase(option), problem: 'no_file' } });
  }
  return value;
}
