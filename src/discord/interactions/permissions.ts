import { PermissionFlagsBits } from 'discord.js';
import { BotError } from '../../errors/errors.ts';
import type { ModerationRoles } from '../../moderation/sql/server-settings.ts';
import type { Catalogue } from '../../say/say.ts';
import type { InteractionBase } from './interaction.ts';

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

/** A permission: Discord's bit, and its key in the catalogue, which words it as Discord's settings do. */
export interface Permission {
  readonly bit: bigint;
  readonly name: PermissionName;
}

export type PermissionName = keyof Catalogue['permissionNames'];

/** To post pictures, and to find a message again when its id was lost on the way. */
export const TO_SHOW_PICTURES: readonly Permission[] = [
  { bit: PermissionFlagsBits.ViewChannel, name: 'ViewChannel' },
  { bit: PermissionFlagsBits.ReadMessageHistory, name: 'ReadMessageHistory' },
  { bit: PermissionFlagsBits.AttachFiles, name: 'AttachFiles' },
  { bit: PermissionFlagsBits.EmbedLinks, name: 'EmbedLinks' },
];

/** To tell moderators of reports. */
export const TO_POST_REPORTS: readonly Permission[] = [
  { bit: PermissionFlagsBits.ViewChannel, name: 'ViewChannel' },
  { bit: PermissionFlagsBits.SendMessages, name: 'SendMessages' },
  { bit: PermissionFlagsBits.EmbedLinks, name: 'EmbedLinks' },
];

/** What an invitation asks for: to show pictures, and to post where an interaction's token is dead. */
export const TO_BE_INVITED_WITH: readonly Permission[] = [
  ...TO_SHOW_PICTURES,
  { bit: PermissionFlagsBits.SendMessages, name: 'SendMessages' },
  { bit: PermissionFlagsBits.SendMessagesInThreads, name: 'SendMessagesInThreads' },
];

/** The names of those that are not among the granted ones. An administrator has them all. */
export function lackingPermissions(
  granted: bigint,
  needed: readonly Permission[],
): readonly PermissionName[] {
  if ((granted & PermissionFlagsBits.Administrator) !== 0n) return [];
  return needed.filter(({ bit }) => (granted & bit) === 0n).map(({ name }) => name);
}
