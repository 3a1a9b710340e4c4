import { BotError } from '../../errors/errors.ts';
import type { Interaction } from './interaction.ts';

/** Whether the bot is a member of a server; `undefined` if Discord does not say in time. */
export type IsMemberOf = (guildId: string) => Promise<boolean | undefined>;

/**
 * An interaction, seen by the bot's own servers: one in a server without the bot is outside servers, with
 * none of the rights that its member has there. In a server that has the bot, everything of the server
 * holds, even if the server did not install its commands.
 *
 * @throws BotError `discord_busy` if Discord does not say whether the server has the bot.
 */
export async function atPlace<I extends Interaction>(
  interaction: I,
  isMemberOf: IsMemberOf,
): Promise<I> {
  const { guildId, place, channel } = interaction;
  if (place !== 'user' || guildId === undefined) return interaction;
  const isMember = await isMemberOf(guildId);
  if (isMember === undefined) throw new BotError('discord_busy');
  // Its messages are private, so its channel counts as any other.
  if (isMember) return { ...interaction, channel: { ...channel, nsfw: false } };
  return {
    ...interaction,
    guildId: undefined,
    guestIn: guildId,
    channel: { ...channel, nsfw: undefined, parentId: undefined },
    permissions: 0n,
    roles: [],
    guildLocale: undefined,
  };
}
