import { PermissionFlagsBits } from 'discord.js';
import type { InteractionBase } from './interaction.ts';
import { BotError } from '../../errors/errors.ts';
import type { ModerationRoles } from '../../moderation/sql/server-settings.ts';

type Rights = Pick<InteractionBase, 'permissions'>;

/** Where it is kept which role a server has chosen. */
interface Roles {
  readonly moderationRoles: ModerationRoles;
}

/** Whether somebody may manage messages in the channel where they act. */
export function managesMessages({ permissions }: Rights): boolean {
  const { ManageMessages, Administrator } = PermissionFlagsBits;
  return (permissions & (ManageMessages | Administrator)) !== 0n;
}

/** Whether somebody may manage the server. Unlike managing messages, no channel can grant that. */
function managesServer({ permissions }: Rights): boolean {
  const { ManageGuild, Administrator } = PermissionFlagsBits;
  return (permissions & (ManageGuild | Administrator)) !== 0n;
}

/** Whether somebody may moderate: they manage the server, or have the role that it chose for that. */
export async function moderates(
  interaction: InteractionBase,
  { moderationRoles }: Roles,
): Promise<boolean> {
  if (managesServer(interaction)) return true;
  const { guildId, roles } = interaction;
  if (guildId === undefined || roles.length === 0) return false;
  const chosen = await moderationRoles.of(guildId);
  return chosen !== undefined && roles.includes(chosen);
}

/** @throws BotError for anybody else. */
export async function requireModerator(
  interaction: InteractionBase,
  services: Roles,
): Promise<void> {
  if (!(await moderates(interaction, services))) throw new BotError('moderators_only');
}

/** @throws BotError for anybody who does not manage the server itself. */
export function requireServerManager(interaction: InteractionBase): void {
  if (!managesServer(interaction)) throw new BotError('server_managers_only');
}
