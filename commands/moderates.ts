import { PermissionFlagsBits } from 'discord.js';
import type { InteractionBase } from '../src/discord/interaction.ts';
import { BotError } from '../src/errors.ts';

/** Whether somebody may manage messages in the channel where they act. */
export function moderates({ permissions }: Pick<InteractionBase, 'permissions'>): boolean {
  const { ManageMessages, Administrator } = PermissionFlagsBits;
  return (permissions & (ManageMessages | Administrator)) !== 0n;
}

/** @throws BotError for anybody else. */
export function requireModerator(interaction: InteractionBase): void {
  if (!moderates(interaction)) throw new BotError('moderators_only');
}
