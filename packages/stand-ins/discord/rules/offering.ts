import {
  ApplicationIntegrationType,
  InteractionContextType,
  PermissionFlagsBits,
  type APIApplicationCommand,
} from 'discord-api-types/v10';

/** Who is about to use a command, and where. */
export interface Whereabouts {
  /** Default: in a server. */
  readonly context?: InteractionContextType;
  /** By which installs of the application they may use its commands there. Default: the server's. */
  readonly installs?: readonly ApplicationIntegrationType[];
  /** The person's permission bits. */
  readonly permissions: bigint;
  /** Whether the channel is age-restricted; a thread counts as its parent. */
  readonly ageRestricted: boolean;
}

/** What Discord looks at in a command. */
export type Offering = Pick<
  APIApplicationCommand,
  'nsfw' | 'contexts' | 'default_member_permissions' | 'guild_id' | 'integration_types'
>;

/**
 * Why Discord does not offer a command: it is not for that channel, or not for that person. A server's
 * own commands are not there in direct messages, and permissions count in a server alone (Discord's
 * reference, Application Commands).
 */
export function whyNotOffered(
  {
    nsfw = false,
    contexts,
    default_member_permissions: needed,
    guild_id: guildId,
    integration_types: types = [ApplicationIntegrationType.GuildInstall],
  }: Offering,
  {
    context = InteractionContextType.Guild,
    installs = [ApplicationIntegrationType.GuildInstall],
    permissions,
    ageRestricted,
  }: Whereabouts,
): 'channel' | 'person' | undefined {
  if (nsfw && !ageRestricted) return 'channel';
  if (contexts && !contexts.includes(context)) return 'channel';
  if (!installs.some((install) => types.includes(install))) return 'channel';
  if (context !== InteractionContextType.Guild)
    return guildId === undefined ? undefined : 'channel';
  return mayUse(permissions, needed) ? undefined : 'person';
}

/** `needed`: null is for everybody, none at all for administrators only. */
function mayUse(permissions: bigint, needed: string | null): boolean {
  if (needed === null || (permissions & PermissionFlagsBits.Administrator) !== 0n) return true;
  const bits = BigInt(needed);
  return bits !== 0n && (permissions & bits) === bits;
}
