import { PermissionFlagsBits } from 'discord.js';

/** A permission by Discord's bit and its name in Discord's settings. */
export interface Permission {
  readonly bit: bigint;
  readonly name: string;
}

/** To post pictures, and to find a message again whose id was lost on the way. */
export const TO_SHOW_PICTURES: readonly Permission[] = [
  { bit: PermissionFlagsBits.ViewChannel, name: 'View Channel' },
  { bit: PermissionFlagsBits.ReadMessageHistory, name: 'Read Message History' },
  { bit: PermissionFlagsBits.AttachFiles, name: 'Attach Files' },
  { bit: PermissionFlagsBits.EmbedLinks, name: 'Embed Links' },
];

/** To tell moderators of reports. */
export const TO_POST_REPORTS: readonly Permission[] = [
  { bit: PermissionFlagsBits.ViewChannel, name: 'View Channel' },
  { bit: PermissionFlagsBits.SendMessages, name: 'Send Messages' },
  { bit: PermissionFlagsBits.EmbedLinks, name: 'Embed Links' },
];

/** What an invitation asks for: to show pictures, and to post where an interaction's token is dead. */
export const TO_BE_INVITED_WITH: readonly Permission[] = [
  ...TO_SHOW_PICTURES,
  { bit: PermissionFlagsBits.SendMessages, name: 'Send Messages' },
  { bit: PermissionFlagsBits.SendMessagesInThreads, name: 'Send Messages in Threads' },
];

/** The names of those that are not among the granted ones. An administrator has them all. */
export function lackingPermissions(
  granted: bigint,
  needed: readonly Permission[],
): readonly string[] {
  if ((granted & PermissionFlagsBits.Administrator) !== 0n) return [];
  return needed.filter(({ bit }) => (granted & bit) === 0n).map(({ name }) => name);
}
