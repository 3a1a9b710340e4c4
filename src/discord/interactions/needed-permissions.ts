import { PermissionFlagsBits } from 'discord.js';
import type { Catalogue } from '../../say/say.ts';

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
