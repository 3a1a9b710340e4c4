import { formatCustomId, type MessageCustomId } from '../../src/discord/interactions/custom-id.ts';
import type { ShownMessage } from '../../src/discord/interactions/shown-message.ts';
import { BotError } from '../../src/errors/errors.ts';

/**
 * The card that something was pressed on, or whose form was sent in. A custom id can be forged, and the message that Discord
 * sends along cannot: it has a button or menu that asks for the same, of the same message. A form says besides which
 * picture is meant.
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
