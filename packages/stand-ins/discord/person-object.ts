import {
  GuildMemberFlags,
  UserFlags,
  type APIGuildMember,
  type APIInteractionDataResolvedGuildMember,
  type APIUser,
} from 'discord.js';
import type { Person } from './world.ts';

/** The badge and the server tag that every user here has. */
const PROFILE = {
  public_flags: UserFlags.HypeSquadOnlineHouse1,
  flags: UserFlags.HypeSquadOnlineHouse1,
  primary_guild: null,
} as const;

/** The bot as Discord's user object. */
export function botUser(id: string, username: string): APIUser {
  return {
    id,
    username,
    discriminator: '0',
    global_name: null,
    avatar: null,
    bot: true,
    ...PROFILE,
  };
}

/** A person as Discord's user object. */
export function userOf(person: Person): APIUser {
  return {
    id: person.id,
    username: person.username,
    discriminator: '0',
    global_name: person.displayName,
    avatar: null,
    ...PROFILE,
  };
}

/** A person as Discord's member object. */
export function memberOf(person: Person): APIGuildMember & { permissions: string; user: APIUser } {
  return { ...namedMemberOf(person), user: userOf(person), deaf: false, mute: false };
}

/** The same, as it comes with an option's value: the user stands beside it. */
export function namedMemberOf(person: Person): APIInteractionDataResolvedGuildMember {
  return {
    nick: null,
    avatar: null,
    banner: null,
    roles: person.roles.map(({ id }) => id),
    joined_at: '2024-05-01T12:00:00.000000+00:00',
    premium_since: null,
    pending: false,
    flags: GuildMemberFlags.CompletedOnboarding,
    communication_disabled_until: null,
    permissions: person.permissions.toString(),
  };
}
