import { PermissionFlagsBits } from 'discord-api-types/v10';

/**
 * Whether Discord offers a command to somebody with these permission bits. `needed`: the command's
 * `default_member_permissions`; null is for everybody, none at all for administrators only.
 */
export function mayUse(permissions: bigint, needed: string | null): boolean {
  if (needed === null || (permissions & PermissionFlagsBits.Administrator) !== 0n) return true;
  const bits = BigInt(needed);
  return bits !== 0n && (permissions & bits) === bits;
}
