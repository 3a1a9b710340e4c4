import { PermissionFlagsBits } from 'discord.js';
import { BOT_PERMISSIONS, type BotAccess } from './world.ts';

/** What the bot may do in a channel, as permission bits. */
export function botPermissions(access: BotAccess): bigint {
  const { ViewChannel, ReadMessageHistory, ManageMessages } = PermissionFlagsBits;
  switch (access) {
    case 'none':
      return 0n;
    case 'read-only':
      return ViewChannel | ReadMessageHistory;
    case 'full':
      return BOT_PERMISSIONS;
    case 'manage':
      return BOT_PERMISSIONS | ManageMessages;
  }
}
