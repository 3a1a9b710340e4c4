import { RoleFlags, type APIRole } from 'discord.js';
import type { Role } from './world.ts';

/** Discord still sends it beside `colors`. */
const OLD_COLOR = { color: 0 };

/** A role as Discord's role object. */
export function roleObject({ id, name, mentionable }: Role): APIRole {
  return {
    id,
    name,
    ...OLD_COLOR,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    icon: null,
    unicode_emoji: null,
    position: 1,
    permissions: '0',
    managed: false,
    mentionable,
    flags: RoleFlags.InPrompt,
  };
}
