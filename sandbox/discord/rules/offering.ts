import {
  InteractionContextType,
  PermissionFlagsBits,
  type APIApplicationCommand,
} from 'discord-api-types/v10';

/** Who is about to use a command, and where: always in a channel of a server. */
export interface Whereabouts {
  /** The person's permission bits. */
  readonly permissions: bigint;
  /** Whether the channel is age-restricted; a thread counts as its parent. */
  readonly ageRestricted: boolean;
}

/** What Discord looks at in a command. */
export type Offering = Pick<
  APIApplicationCommand,
  'nsfw' | 'contexts' | 'default_member_permissions'
>;

/** Why Discord does not offer a command: it is not for that channel, or not for that person. */
export function whyNotOffered(
  { nsfw = false, contexts, default_member_permissions: needed }: Offering,
  { permissions, ageRestricted }: Whereabouts,
): 'channel' | 'person' | undefined {
  if (nsfw && !ageRestricted) return 'channel';
  if (contexts && !contexts.includes(InteractionContextType.Guild)) return 'channel';
  return mayUse(permissions, needed) ? undefined : 'person';
}

/** `needed`: null is for everybody, none at all for administrators only. */
function mayUse(permissions: bigint, needed: string | null): boolean {
  if (needed === null || (permissions & PermissionFlagsBits.Administrator) !== 0n) return true;
  const bits = BigInt(needed);
  return bits !== 0n && (permissions & bits) === bits;
}
