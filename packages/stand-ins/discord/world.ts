import {
  type APIApplicationCommandPermission,
  ApplicationWebhookEventStatus,
  ChannelType,
  Locale,
  PermissionFlagsBits,
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
  /** Members who are no moderators do not see it on the page. */
  readonly moderatorsOnly?: boolean;
  /** A server that the bot is not in. Default: the world's own. */
  readonly elsewhere?: string;
}

/** A public thread of a text channel. It has no age mark of its own. */
export interface Thread {
  readonly type: ChannelType.PublicThread;
  readonly id: string;
  readonly name: string;
  readonly parentId: string;
  readonly nsfw?: never;
}

/** Where one person and the bot write to each other, and nobody else reads. */
export interface DirectChannel {
  readonly type: ChannelType.DM;
  readonly id: string;
  readonly recipient: Person;
  readonly nsfw?: never;
}

/** Where several people write to each other, without the bot. */
export interface GroupChannel {
  readonly type: ChannelType.GroupDM;
  readonly id: string;
  readonly recipients: readonly Person[];
  readonly nsfw?: never;
}

/** A channel of a server. */
export type GuildChannel = TextChannel | Thread;

export type Channel = GuildChannel | DirectChannel | GroupChannel;

/** Whether a channel is in a server. */
export function isInGuild(channel: Channel): channel is GuildChannel {
  return channel.type === ChannelType.GuildText || channel.type === ChannelType.PublicThread;
}

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
  readonly channels: Readonly<
    Record<'general' | 'restricted' | 'thread' | 'plainThread', GuildChannel>
  >;
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
  /**
   * Who may use commands in the server, as its managers set it under Integrations: of a command by name, or of
   * all by ''.
   */
  commandPermissions: Readonly<Record<string, readonly APIApplicationCommandPermission[]>> = {};
  /** The server's language. Discord gives this one to servers that are no communities. */
  guildLocale = Locale.EnglishUS;
  /** The languages of people's clients, by their id. Default: American English. */
  readonly locales = new Map<string, Locale>();
  readonly #snowflakes: Snowflakes;
  readonly #channels = new Map<string, Channel>();
  readonly #people = new Map<string, Person>();
  readonly #roles: Role[] = [];
  readonly #access = new Map<string, BotAccess>();
  /** By their person. */
  readonly #directChannels = new Map<string, DirectChannel>();
  /** Who takes no direct messages. */
  readonly #closed = new Set<string>();
  /** Who has installed the application for themselves. */
  readonly #installers = new Set<string>();
  /** Whether the server has authorised the application's commands, and not the bot alone. */
  hasCommands = true;
  /** Whether the application may be installed by people for themselves. */
  isUserInstallable = true;
  /** Where the application has events posted, whether they are, and which. */
  events: {
    readonly url?: string;
    readonly status: ApplicationWebhookEventStatus;
    readonly types: readonly string[];
  } = { status: ApplicationWebhookEventStatus.Disabled, types: [] };

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
    const role = { id: this.#snowflakes.next(), name, mentionable: false };
    this.#roles.push(role);
    return role;
  }

  /** The server's roles, that of everyone included, whose id is the server's. */
  get roles(): readonly Role[] {
    return [{ id: this.guild.id, name: '@everyone', mentionable: false }, ...this.#roles];
  }

  /** A text channel, or a public thread where a parent is named. */
  addChannel(options: {
    name: string;
    nsfw?: boolean;
    moderatorsOnly?: boolean;
    parent?: GuildChannel;
  }): GuildChannel {
    const { name, nsfw = false, moderatorsOnly = false, parent } = options;
    const id = this.#snowflakes.next();
    const channel: GuildChannel = parent
      ? { id, name, type: ChannelType.PublicThread, parentId: parent.id }
      : { id, name, type: ChannelType.GuildText, nsfw, moderatorsOnly };
    this.#channels.set(id, channel);
    return channel;
  }

  /** Where the bot and a person write to each other: always the same channel. */
  directChannel(recipient: Person): DirectChannel {
    const known = this.#directChannels.get(recipient.id);
    if (known) return known;
    const channel = { id: this.#snowflakes.next(), type: ChannelType.DM, recipient } as const;
    this.#directChannels.set(recipient.id, channel);
    this.#channels.set(channel.id, channel);
    return channel;
  }

  /** A group of people who write to each other. The bot is never in one. */
  addGroup(recipients: readonly Person[]): GroupChannel {
    const channel = { id: this.#snowflakes.next(), type: ChannelType.GroupDM, recipients } as const;
    this.#channels.set(channel.id, channel);
    return channel;
  }

  /** A channel of a server that the bot is not in. The same people are in it. */
  addChannelElsewhere({ nsfw = false } = {}): TextChannel {
    const [id, elsewhere] = [this.#snowflakes.next(), this.#snowflakes.next()];
    const channel = { id, name: 'away', type: ChannelType.GuildText, nsfw, elsewhere } as const;
    this.#channels.set(id, channel);
    return channel;
  }

  /** The server of a channel. */
  guildIdOf(channel: Channel): string | undefined {
    switch (channel.type) {
      case ChannelType.GuildText:
        return channel.elsewhere ?? this.guild.id;
      case ChannelType.PublicThread:
        return this.guild.id;
      case ChannelType.DM:
      case ChannelType.GroupDM:
        return undefined;
    }
  }

  /** Says whether a person has the application installed for themselves from now on. */
  setInstalled(person: Person, on: boolean): void {
    if (on) this.#installers.add(person.id);
    else this.#installers.delete(person.id);
  }

  hasInstalled(person: Person): boolean {
    return this.#installers.has(person.id);
  }

  /** Says whether a person takes direct messages from now on, which everybody does at first. */
  setDirectMessages(person: Person, on: boolean): void {
    if (on) this.#closed.delete(person.id);
    else this.#closed.add(person.id);
  }

  takesDirectMessages(person: Person): boolean {
    return !this.#closed.has(person.id);
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
    const isGuest = channel.type === ChannelType.GroupDM || this.isElsewhere(channel);
    return this.#access.get(channel.id) ?? (isGuest ? 'none' : 'full');
  }

  /** Whether a channel is in a server that the bot is not in. */
  isElsewhere(channel: Channel): boolean {
    return channel.type === ChannelType.GuildText && channel.elsewhere !== undefined;
  }

  channel(id: string): Channel | undefined {
    return this.#channels.get(id);
  }

  /** A thread counts as its parent; direct messages never are. */
  isAgeRestricted(channel: Channel): boolean {
    switch (channel.type) {
      case ChannelType.GuildText:
        return channel.nsfw;
      case ChannelType.PublicThread:
        return this.channel(channel.parentId)?.nsfw === true;
      case ChannelType.DM:
      case ChannelType.GroupDM:
        return false;
    }
  }

  /** Everybody who sees a channel. */
  readersOf(channel: Channel): readonly Person[] {
    switch (channel.type) {
      case ChannelType.DM:
        return [channel.recipient];
      case ChannelType.GroupDM:
        return channel.recipients;
      case ChannelType.GuildText:
      case ChannelType.PublicThread:
        return [...this.#people.values()];
    }
  }

  person(id: string): Person | undefined {
    return this.#people.get(id);
  }
}
