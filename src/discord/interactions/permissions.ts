import { PermissionFlagsBits } from 'discord.js';
import { BotError } from '../../errors/errors.ts';
import type { ModerationRoles } from '../../moderation/sql/server-settings.ts';
import type { Catalogue } from '../../say/say.ts';
import type { InteractionBase } from './interaction.ts';

type Rights = Pick<InteractionBase, 'permissions'>;

/** Stores the moderator role of each server. */
interface Roles {
  readonly moderationRoles: ModerationRoles;
}

/** Whether the member may manage messages in the interaction's channel. */
export function managesMessages({ permissions }: Rights): boolean {
  const { ManageMessages, Administrator } = PermissionFlagsBits;
  return (permissions & (ManageMessages | Administrator)) !== 0n;
}

/**
 * Whether the member may manage the server. Unlike managing messages, no channel can grant that.
 */
function managesServer({ permissions }: Rights): boolean {
  const { ManageGuild, Administrator } = PermissionFlagsBits;
  return (permissions & (ManageGuild | Administrator)) !== 0n;
}

/** Whether the member may moderate: manages the server, or has its moderator role. */
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

/** @throws BotError for a member who may not moderate. */
export async function requireModerator(
  interaction: InteractionBase,
  services: Roles,
): Promise<void> {
  if (!(await moderates(interaction, services))) throw new BotError('moderators_only');
}

/** @throws BotError for a member who does not manage the server. */
export function requireServerManager(interaction: InteractionBase): void {
  if (!managesServer(interaction)) throw new BotError('server_managers_only');
}

/** A permission: Discord's bit, and its key in the catalogue, which words it as Discord's settings do. */
export interface Permission {
  readonly bit: bigint;
  readonly name: PermissionName;
}

export type PermissionName = keyof Catalogue['permissionNames'];

/** To post pictures, and to find a message again if its id was lost. */
export const PICTURE_PERMISSIONS: readonly Permission[] = [
  { bit: PermissionFlagsBits.ViewChannel, name: 'ViewChannel' },
  { bit: PermissionFlagsBits.ReadMessageHistory, name: 'ReadMessageHistory' },
  { bit: PermissionFlagsBits.AttachFiles, name: 'AttachFiles' },
  { bit: PermissionFlagsBits.EmbedLinks, name: 'EmbedLinks' },
];

/** To post reports for moderators. */
export const TO_POST_REPORTS: readonly Permission[] = [
  { bit: PermissionFlagsBits.ViewChannel, name: 'ViewChannel' },
  { bit: PermissionFlagsBits.SendMessages, name: 'SendMessages' },
  { bit: PermissionFlagsBits.EmbedLinks, name: 'EmbedLinks' },
];

/**
 * The permissions an invitation asks for: to show pictures, and to post after an interaction's
 * token has expired.
 */
export const TO_BE_INVITED_WITH: readonly Permission[] = [
  ...PICTURE_PERMISSIONS,
  { bit: PermissionFlagsBits.SendMessages, name: 'SendMessages' },
  { bit: PermissionFlagsBits.SendMessagesInThreads, name: 'SendMessagesInThreads' },
];

/** The names of the missing permissions. Administrators have all. */
export function lackingPermissions(
  granted: bigint,
  needed: readonly Permission[],
): readonly PermissionName[] {
  if ((granted & PermissionFlagsBits.Administrator) !== 0n) return [];
  return needed.filter(({ bit }) => (granted & bit) === 0n).map(({ name }) => name);
}
