import { randomBytes } from 'node:crypto';
import {
  ApplicationCommandType,
  ApplicationIntegrationType,
  ChannelType,
  ComponentType,
  InteractionType,
  type Locale,
  PermissionFlagsBits,
  type APIApplicationCommandAutocompleteInteraction,
  type APIApplicationCommandInteractionDataOption,
  type APIAuthorizingIntegrationOwnersMap,
  type APIChatInputApplicationCommandInteraction,
  type APIEntitlement,
  type APIMessageApplicationCommandInteraction,
  type APIMessageComponentButtonInteraction,
  type APIMessageComponentSelectMenuInteraction,
  type APIMessageStringSelectInteractionData,
  type APIModalSubmission,
  type APIModalSubmitInteraction,
} from 'discord.js';
import type { MessagePayload } from './message.ts';
import type { FilledForm } from './option-data.ts';
import { channelObject, guildChannelObject } from './channel-object.ts';
import { contextOf } from './installs.ts';
import { memberOf, userOf } from './person-object.ts';
import { BOT_PERMISSIONS, isInGuild, type Channel, type Person } from './world.ts';

/** A slash command sent. */
export type CommandPayload = APIChatInputApplicationCommandInteraction;

/** A command picked in the menu of a message. */
export type MessageCommandPayload = Omit<
  APIMessageApplicationCommandInteraction,
  'data' | 'message'
> & {
  data: Omit<APIMessageApplicationCommandInteraction['data'], 'resolved'> & {
    resolved: { messages: Record<string, MessagePayload> };
  };
  message?: never;
};

/** A press on a button. */
export type ButtonPayload = Omit<APIMessageComponentButtonInteraction, 'message'> & {
  message: MessagePayload;
};

/** A choice from a select. */
export type SelectPayload = Omit<APIMessageComponentSelectMenuInteraction, 'message' | 'data'> & {
  message: MessagePayload;
  data: APIMessageStringSelectInteractionData;
};

/** What somebody does with a component of a message. */
export type ComponentPayload = ButtonPayload | SelectPayload;

/** A modal sent, with the message whose button or select opened it. */
export type ModalPayload = Omit<APIModalSubmitInteraction, 'message'> & {
  message?: MessagePayload;
};

/** The payloads that the sandbox's people cause. */
export type InteractionPayload =
  | CommandPayload
  | MessageCommandPayload
  | APIApplicationCommandAutocompleteInteraction
  | ComponentPayload
  | ModalPayload;

/** Who does something, and where. */
export interface Situation {
  readonly id: string;
  readonly applicationId: string;
  /** The server of the channel. */
  readonly guildId: string | undefined;
  readonly by: Person;
  readonly channel: Channel;
  /** By which installs of the application: see `ownersOf`. */
  readonly owners: APIAuthorizingIntegrationOwnersMap;
  /** The bot's permissions in the channel. Default: all that it needs, or those of a guest. */
  readonly appPermissions?: bigint | undefined;
  /** The largest file that the server takes. */
  readonly attachmentSizeLimit: number;
  /** The languages of the person's client and of the server. */
  readonly locale: Locale;
  readonly guildLocale: Locale;
  /** Those of `by` and of the server. */
  readonly entitlements: readonly APIEntitlement[];
}

/** The fields that every interaction has, as a real client causes them. */
function common(situation: Situation) {
  const { id, applicationId, appPermissions, attachmentSizeLimit, entitlements } = situation;
  return {
    id,
    application_id: applicationId,
    token: Buffer.from(`interaction:${id}:${randomBytes(60).toString('hex')}`).toString(
      'base64url',
    ),
    version: 1 as const,
    locale: situation.locale,
    app_permissions: (appPermissions ?? permissionsIn(situation)).toString(),
    attachment_size_limit: attachmentSizeLimit,
    entitlements: [...entitlements],
    ...whereabouts(situation),
  };
}

const { AttachFiles, EmbedLinks, MentionEveryone, UseExternalEmojis } = PermissionFlagsBits;
/** Where the application has no role (Discord's reference, note on `app_permissions`). */
const GUEST_PERMISSIONS = AttachFiles | EmbedLinks | MentionEveryone;

function permissionsIn({ channel, owners }: Situation): bigint {
  if (channel.type === ChannelType.DM) return GUEST_PERMISSIONS | UseExternalEmojis;
  const isGuest = owners[ApplicationIntegrationType.GuildInstall] === undefined;
  return isGuest ? GUEST_PERMISSIONS : BOT_PERMISSIONS;
}

/**
 * Where it happens: in a server with its member, or in direct messages, which have a user (Discord's
 * reference, Receiving and Responding, Interaction Object).
 */
function whereabouts({ guildId, by, channel, guildLocale, owners }: Situation) {
  const authorised = { authorizing_integration_owners: owners, context: contextOf(channel) };
  if (!isInGuild(channel) || guildId === undefined) {
    return {
      ...authorised,
      channel_id: channel.id,
      channel: channelObject(channel, ''),
      user: userOf(by),
    };
  }
  return {
    guild_id: guildId,
    guild: { id: guildId, locale: guildLocale, features: [] },
    guild_locale: guildLocale,
    channel_id: channel.id,
    channel: {
      ...guildChannelObject(channel, guildId),
      permissions: by.permissions.toString(),
    },
    member: memberOf(by),
    ...authorised,
  };
}

export function commandPayload(
  situation: Situation,
  command: { id: string; name: string },
  options: APIApplicationCommandInteractionDataOption<InteractionType.ApplicationCommand>[],
  resolved: FilledForm['resolved'],
): CommandPayload {
  const named = Object.entries(resolved).filter(([, things]) => Object.keys(things).length > 0);
  return {
    ...common(situation),
    type: InteractionType.ApplicationCommand,
    data: {
      id: command.id,
      name: command.name,
      type: ApplicationCommandType.ChatInput,
      ...(options.length > 0 && { options }),
      ...(named.length > 0 && { resolved: Object.fromEntries(named) }),
    },
  };
}

export function messageCommandPayload(
  situation: Situation,
  command: { id: string; name: string },
  message: MessagePayload,
): MessageCommandPayload {
  return {
    ...common(situation),
    type: InteractionType.ApplicationCommand,
    data: {
      id: command.id,
      name: command.name,
      type: ApplicationCommandType.Message,
      target_id: message.id,
      resolved: { messages: { [message.id]: message } },
    },
  };
}

export function autocompletePayload(
  situation: Situation,
  command: { id: string; name: string },
  options: APIApplicationCommandAutocompleteInteraction['data']['options'],
): APIApplicationCommandAutocompleteInteraction {
  return {
    ...common(situation),
    type: InteractionType.ApplicationCommandAutocomplete,
    data: { id: command.id, name: command.name, type: ApplicationCommandType.ChatInput, options },
  };
}

/** A component of a message that somebody uses. It has a number unless there is no such component. */
export interface UsedComponent {
  readonly id: number | undefined;
  readonly customId: string;
}

export function buttonPayload(
  situation: Situation,
  message: MessagePayload,
  button: UsedComponent,
): ButtonPayload {
  return {
    ...common(situation),
    type: InteractionType.MessageComponent,
    message,
    data: { component_type: ComponentType.Button, ...named(button) },
  };
}

export function selectPayload(
  situation: Situation,
  message: MessagePayload,
  select: UsedComponent & { readonly values: readonly string[] },
): SelectPayload {
  const values = [...select.values];
  return {
    ...common(situation),
    type: InteractionType.MessageComponent,
    message,
    data: { component_type: ComponentType.StringSelect, ...named(select), values },
  };
}

function named({ id, customId }: UsedComponent) {
  return { ...(id !== undefined && { id }), custom_id: customId };
}

export function modalPayload(
  situation: Situation,
  message: MessagePayload | undefined,
  data: APIModalSubmission,
): ModalPayload {
  return {
    ...common(situation),
    type: InteractionType.ModalSubmit,
    data,
    ...(message && { message }),
  };
}
