import { BotError } from '../../errors/errors.ts';
import type { Catalogue } from '../../say/say.ts';
import { discordFailure } from '../wire/discord-failure.ts';
import { payloadOf } from '../render/payload.ts';
import type { Messages } from '../wire/messages.ts';
import { CallsSpent } from '../wire/refused-calls.ts';

/**
 * Says in a channel that reports of pictures will come there. False where the bot may not.
 *
 * @throws BotError `discord_refuses` while no calls to Discord are made, and what discord.js throws
 * where it may pass.
 */
export async function greetModerators(
  channelId: string,
  { moderation }: Pick<Catalogue, 'moderation'>,
  messages: Messages,
): Promise<boolean> {
  const card = { lines: [moderation.greeting] };
  try {
    await messages.create(channelId, { body: payloadOf(card).body });
    return true;
  } catch (error) {
    if (error instanceof CallsSpent) throw new BotError('discord_refuses');
    if (discordFailure(error) !== 'no_access') throw error;
    return false;
  }
}
