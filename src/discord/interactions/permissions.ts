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

/** Whether the member may do anything in the server. */
export function administrates({ permissions }: Rights): boolean {
  return (permissions & PermissionFlagsBits.Administrator) !== 0n;
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

/** Who operates the bot. */
export interface Operators {
  /** Ids of users: the application's owner, or its team without read-only members. */
  readonly operators: ReadonlySet<string>;
}

/** Whether the member operates the bot. */
export function isOperator({ user }: Pick<InteractionBase, 'user'>, { operators }: Operators) {
  return operators.has(user.id);
}

/** @throws BotError for a member who does not operate the bot. */
export function requireOperator(
  interaction: Pick<InteractionBase, 'user'>,
  services: Operators,
): void {
  if (!isOperator(interaction, services)) throw new BotError('operators_only');
}

/** A permission by Discord's name, which the catalogue words as Discord's settings do. */
export type PermissionName = keyof Catalogue['permissionNames'];

/** To post pictures, and to find a message again if its id was lost. */
export const PICTURE_PERMISSIONS: readonly PermissionName[] = [
  'ViewChannel',
  'ReadMessageHistory',
  'AttachFiles',
  'EmbedLinks',
];

/** To post reports for moderators. */
export const TO_POST_REPORTS: readonly PermissionName[] = [
  'ViewChannel',
  'SendMessages',
  'EmbedLinks',
];

/**
 * The permissions an invitation asks for: to show pictures, and to post after an interaction's
 * token has expired.
 */
export const TO_BE_INVITED_WITH: readonly PermissionName[] = [
  ...PICTURE_PERMISSIONS,
  'SendMessages',
  'SendMessagesInThreads',
];

/** The missing permissions. Administrators have all. */
export function lackingPermissions(
  granted: bigint,
  needed: readonly PermissionName[],
): readonly PermissionName[] {
  if ((granted & PermissionFlagsBits.Administrator) !== 0n) return [];
  return needed.filter((name) => (granted & PermissionFlagsBits[name]) === 0n);
}
