import { formatCustomId, type MessageCustomId } from '../../src/discord/interactions/custom-id.ts';
import type { ShownMessage } from '../../src/discord/interactions/shown-message.ts';
import { BotError } from '../../src/errors/errors.ts';

/**
 * The card that was pressed, or whose form was submitted. A custom id can be forged; the message that Discord sends along
 * cannot, so that has to have a button or menu with the same action for the same message. A form's id also names the
 * picture.
 *
 * @throws BotError `unknown_action` for any other message, and for none.
 */
export function cardAsking(
  { message }: { readonly message: ShownMessage | undefined },
  { action, message: about, name }: MessageCustomId,
): ShownMessage {
  const asked = { action, message: about, ...(name !== undefined && { name }) };
  if (message?.customIds.includes(formatCustomId(asked))) return message;
  throw new BotError('unknown_action');
}
