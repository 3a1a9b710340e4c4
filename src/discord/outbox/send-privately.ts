import { discordFailure } from '../rest/discord-failure.ts';
import type { Messages, OutgoingMessage } from '../rest/messages.ts';

/**
 * Sends somebody a direct message. Gives where it is, or `undefined` where they take none from the bot.
 *
 * @throws what discord.js throws where it could not be sent for another reason.
 */
export async function sendPrivately(
  userId: string,
  message: OutgoingMessage,
  messages: Pick<Messages, 'openDirect' | 'create'>,
): Promise<string | undefined> {
  try {
    const channelId = await messages.openDirect(userId);
    const messageId = await messages.create(channelId, message);
    return `https://discord.com/channels/@me/${channelId}/${messageId}`;
  } catch (error) {
    // As 50007: cannot send messages to this user.
    if (discordFailure(error) === 'no_access') return undefined;
    throw error;
  }
}
