import {
  ChannelType,
  GuildMemberFlags,
  PermissionFlagsBits,
  UserFlags,
  type APIGuildMember,
  type APIInteractionDataResolvedGuildMember,
  type APIUser,
} from 'discord.js';
import type { Snowflakes } from './snowflake.ts';

/** Somebody who uses Discord. */
export interface Person {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  /** Discord's permission bits, the same in every channel. */
  readonly permissions: bigint;
  readonly roles: readonly Role[];
}

/** A role of the server. It gives no permissions of its own. */
export interface Role {
  readonly id: string;
  readonly name: string;
  readonly mentionable: boolean;
}

export interface TextChannel {
  readonly type: ChannelType.GuildText;
  readonly id: string;
  readonly name: string;
  /** Age-restricted. */
  readonly nsfw: boolean;
}

/** A public thread of a text channel. It has no age mark of its own. */
export interface Thread {
  readonly type: ChannelType.PublicThread;
  readonly id: string;
  readonly name: string;
  readonly parentId: string;
  readonly nsfw?: never;
}

export type Channel = TextChannel | Thread;

/** What the bot may do by its token: nothing, look only, all that it needs, or Manage Messages too. */
export type BotAccess = 'none' | 'read-only' | 'full' | 'manage';

const MEMBER_PERMISSIONS =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.SendMessagesInThreads |
  PermissionFlagsBits.EmbedLinks |
  PermissionFlagsBits.AttachFiles |
  PermissionFlagsBits.ReadMessageHistory |
  PermissionFlagsBits.UseApplicationCommands;

const MODERATOR_PERMISSIONS = PermissionFlagsBits.ManageMessages | PermissionFlagsBits.ManageGuild;

/** What the bot has in every channel unless an interaction says otherwise. */
export const BOT_PERMISSIONS = MEMBER_PERMISSIONS | PermissionFlagsBits.UseExternalEmojis;

/** Largest file in bytes that a server without boosts takes. */
export const ATTACHMENT_SIZE_LIMIT = 10 * 1024 * 1024;

/** One server with its channels and people. More of both can be added at any time. */
export class World {
  readonly guild: { readonly id: string; readonly name: string };
  readonly channels: Readonly<Record<'general' | 'restricted' | 'thread' | 'plainThread', Channel>>;
  readonly people: Readonly<Record<'ada' | 'ben' | 'cleo', Person>>;
  /** What the application's install link asks for. */
  installLink = { scopes: ['bot', 'applications.commands'], permissions: BOT_PERMISSIONS };
  /** Who owns the application, as Discord says: a user, a team, or neither. */
  ownership: Readonly<Record<string, unknown>> = {};
  /** What the bot's role has in the server. */
  botRole = BOT_PERMISSIONS;
  /** Other servers that the bot is in, with nothing in them. */
  readonly otherGuilds: { readonly id: string; readonly name: string }[] = [];
  /** Largest file in bytes that the server takes: boosts raise it, to 50 MiB at level 2 and 100 MiB at level 3. */
  attachmentSizeLimit = ATTACHMENT_SIZE_LIMIT;
  readonly #snowflakes: Snowflakes;
  readonly #channels = new Map<string, Channel>();
  readonly #people = new Map<string, Person>();
  readonly #access = new Map<string, BotAccess>();

  constructor(snowflakes: Snowflakes) {
    this.#snowflakes = snowflakes;
    this.guild = { id: snowflakes.next(), name: 'The Studio' };
    const general = this.addChannel({ name: 'general' });
    const restricted = this.addChannel({ name: 'restricted', nsfw: true });
    this.channels = {
      general,
      restricted,
      thread: this.addChannel({ name: 'sketches', parent: restricted }),
      plainThread: this.addChannel({ name: 'holiday', parent: general }),
    };
    this.people = {
      ada: this.addPerson('Ada'),
      ben: this.addPerson('Ben', { moderator: true }),
      cleo: this.addPerson('Cleo'),
    };
  }

  /**
   * A member of the server. A moderator has Manage Messages everywhere and Manage Server;
   * `permissions` come on top.
   */
  addPerson(
    displayName: string,
    {
      moderator = false,
      permissions = 0n,
      roles = [],
    }: { moderator?: boolean; permissions?: bigint; roles?: readonly Role[] } = {},
  ): Person {
    const person: Person = {
      id: this.#snowflakes.next(),
      username: displayName.toLowerCase(),
      displayName,
      permissions: MEMBER_PERMISSIONS | (moderator ? MODERATOR_PERMISSIONS : 0n) | permissions,
      roles,
    };
    this.#people.set(person.id, person);
    return person;
  }

  addRole(name: string): Role {
    return { id: this.#snowflakes.next(), name, mentionable: false };
  }

  /** A text channel, or a public thread where a parent is named. */
  addChannel(options: { name: string; nsfw?: boolean; parent?: Channel }): Channel {
    const { name, nsfw = false, parent } = options;
    const id = this.#snowflakes.next();
    const channel: Channel = parent
      ? { id, name, type: ChannelType.PublicThread, parentId: parent.id }
      : { id, name, type: ChannelType.GuildText, nsfw };
    this.#channels.set(id, channel);
    return channel;
  }

  /** Deletes a channel, and with it its messages. */
  removeChannel(channel: Channel): void {
    this.#channels.delete(channel.id);
  }

  /** Says what the bot's own token may do in a channel from now on. Tokens of interactions stay. */
  setBotAccess(channel: Channel, access: BotAccess): void {
    this.#access.set(channel.id, access);
  }

  botAccess(channel: Channel): BotAccess {
    return this.#access.get(channel.id) ?? 'full';
  }

  channel(id: string): Channel | undefined {
    return this.#channels.get(id);
  }

  /** A thread counts as its parent. */
  isAgeRestricted(channel: Channel): boolean {
    if (channel.type === ChannelType.GuildText) return channel.nsfw;
    return this.channel(channel.parentId)?.nsfw === true;
  }

  person(id: string): Person | undefined {
    return this.#people.get(id);
  }
}

/** The badge and the server tag that every user here has. */
export const PROFILE = {
  public_flags: UserFlags.HypeSquadOnlineHouse1,
  flags: UserFlags.HypeSquadOnlineHouse1,
  primary_guild: null,
} as const;

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

/** A channel as the REST API and interactions show it. */
export function channelObject(channel: Channel, guildId: string) {
  const common = {
    id: channel.id,
    name: channel.name,
    guild_id: guildId,
    rate_limit_per_user: 0,
    last_message_id: null,
  };
  return channel.type === ChannelType.GuildText
    ? {
        ...common,
        type: channel.type,
        nsfw: channel.nsfw,
        parent_id: null,
        position: 0,
        topic: null,
        permission_overwrites: [],
      }
    : {
        ...common,
        type: channel.type,
        parent_id: channel.parentId,
        thread_metadata: {
          archived: false,
          auto_archive_duration: 1440 as const,
          archive_timestamp: '2024-05-01T12:00:00.000000+00:00',
          locked: false,
        },
      };
}
