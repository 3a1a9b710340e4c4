import {
  ApplicationCommandType,
  ApplicationIntegrationType,
  ComponentType,
  InteractionContextType,
  InteractionType,
} from 'discord.js';
import { z } from 'zod';
import { own } from '../../engines/record.ts';
import { readEntitlement } from '../rest/entitlements.ts';
import { type SeenMessage, seenMessage, snowflake } from '../rest/seen-message.ts';
import {
  attachedFiles,
  bits,
  modalParts,
  modalValues,
  type ModalValues,
  type OptionValue,
  optionValues,
  pickedChannel,
  usedOptions,
} from './option-values.ts';

export interface CommandInteraction extends InteractionBase {
  readonly kind: 'command';
  readonly name: string;
  /** `group subcommand` if in a group; `undefined` without subcommands. */
  readonly subcommand: string | undefined;
  /** The subcommand's if there is one. Users and roles are given by id. */
  readonly options: Readonly<Record<string, OptionValue>>;
}

/** A message menu command. */
export interface MessageCommandInteraction extends InteractionBase {
  readonly kind: 'message-command';
  readonly name: string;
  readonly message: SeenMessage;
}

export interface AutocompleteInteraction extends InteractionBase {
  readonly kind: 'autocomplete';
  readonly name: string;
  readonly subcommand: string | undefined;
  /** The option being typed, and its text so far. */
  readonly focused: { readonly name: string; readonly value: string };
}

/** A component of a message was used. */
interface MessageInteraction extends InteractionBase {
  readonly customId: string;
  readonly message: SeenMessage;
}

export interface ButtonInteraction extends MessageInteraction {
  readonly kind: 'button';
}

export interface SelectInteraction extends MessageInteraction {
  readonly kind: 'select';
  /** The choices: at most 25; none only if the menu allows it. */
  readonly values: readonly string[];
}

/** A submitted form. */
export interface ModalInteraction extends InteractionBase, ModalValues {
  readonly kind: 'modal';
  readonly customId: string;
  /** The message whose button opened it, if one did. */
  readonly message: SeenMessage | undefined;
}

export type Interaction =
  | CommandInteraction
  | MessageCommandInteraction
  | AutocompleteInteraction
  | ButtonInteraction
  | SelectInteraction
  | ModalInteraction;

/** Components that can update their message: buttons and menus. */
export type Press = ButtonInteraction | SelectInteraction;

/**
 * Reads an INTERACTION_CREATE payload.
 *
 * @throws ZodError for payloads that this bot cannot answer.
 */
export function parseInteraction(payload: unknown): Interaction {
  const raw = interactionSchema.parse(payload);
  const common = baseOf(raw);
  switch (raw.type) {
    case InteractionType.ApplicationCommand: {
      const { data } = raw;
      if (data.type === ApplicationCommandType.Message) {
        const id = data.target_id;
        const message = own(data.resolved.messages, id) ?? seenMessage.parse({ id });
        return { ...common, kind: 'message-command', name: data.name, message };
      }
      const { subcommand, options: used } = usedOptions(data);
      const options = optionValues(used, data.resolved);
      return { ...common, kind: 'command', name: data.name, subcommand, options };
    }
    case InteractionType.ApplicationCommandAutocomplete: {
      const { subcommand, options } = usedOptions(raw.data);
      const focused = options.find((option) => option.focused);
      return {
        ...common,
        kind: 'autocomplete',
        name: raw.data.name,
        subcommand,
        focused: { name: focused?.name ?? '', value: String(focused?.value ?? '') },
      };
    }
    case InteractionType.MessageComponent: {
      const { custom_id: customId, component_type: type, values = [] } = raw.data;
      const pressed = { ...common, customId, message: raw.message };
      if (type === ComponentType.StringSelect) return { ...pressed, kind: 'select', values };
      return { ...pressed, kind: 'button' };
    }
    case InteractionType.ModalSubmit: {
      const { custom_id: customId, components, resolved } = raw.data;
      const values = modalValues(components, resolved?.attachments ?? {});
      return { ...common, kind: 'modal', customId, ...values, message: raw.message };
    }
  }
}

/** For a channel given by id alone: no known type. */
const UNKNOWN_TYPE = -1;

/** Common to all interactions: member, place and token. */
export type InteractionBase = Readonly<ReturnType<typeof baseOf>>;

function baseOf(raw: RawInteraction) {
  const user = raw.member?.user ?? raw.user;
  const channel: RawInteraction['channel'] =
    raw.channel ?? (raw.channel_id ? { id: raw.channel_id, type: UNKNOWN_TYPE } : undefined);
  if (!user || !channel) throw new TypeError('an interaction without a person or a channel');
  return {
    id: raw.id,
    token: raw.token,
    /** `undefined` outside servers. */
    guildId: raw.guild_id ?? undefined,
    place: placeOf(raw),
    /** Whether the user's own install of the bot alone allows it. */
    byUserInstall: isByUserInstall(raw),
    /** A server without the bot, once it is known to be one: see `atPlace`. */
    guestIn: undefined as string | undefined,
    channel: {
      id: channel.id,
      type: channel.type,
      nsfw: channel.nsfw ?? undefined,
      parentId: channel.parent_id ?? undefined,
    },
    user: { id: user.id, name: user.global_name ?? user.username },
    /** The slash command that Discord let the member use. */
    command: slashCommandOf(raw),
    /** The member's permissions in this channel. */
    permissions: raw.member?.permissions ?? 0n,
    /** The ids of their roles in this server. */
    roles: raw.member?.roles ?? [],
    /** The bot's permissions in this channel. */
    appPermissions: raw.app_permissions,
    /** The member's Discord language, such as `en-GB`, if known. */
    locale: raw.locale,
    /** The server's language. */
    guildLocale: raw.guild_locale,
    /** Their entitlements, and those of the server. One that cannot be read is left out. */
    entitlements: raw.entitlements.flatMap((one) => readEntitlement(one) ?? []),
    /** Discord's file size limit for an answer, in bytes, if known. */
    attachmentSizeLimit: raw.attachment_size_limit,
  };
}

/**
 * Where an interaction comes from: a server that has the bot, direct messages with it, or a place of the
 * user's, where only interaction tokens reach messages.
 */
export type Place = 'server' | 'direct' | 'user';

function placeOf(raw: RawInteraction): Place {
  if (raw.guild_id) return isByUserInstall(raw) ? 'user' : 'server';
  return raw.context === InteractionContextType.PrivateChannel ? 'user' : 'direct';
}

function isByUserInstall({ authorizing_integration_owners: owners }: RawInteraction): boolean {
  return owners != null && owners[ApplicationIntegrationType.GuildInstall] === undefined;
}

function slashCommandOf(raw: RawInteraction): string | undefined {
  if (raw.type !== InteractionType.ApplicationCommand) return undefined;
  return raw.data.type === ApplicationCommandType.ChatInput ? raw.data.name : undefined;
}

/** A language, such as `en-GB`. Anything else is read as none. */
const locale = z
  .string()
  .regex(/^[a-z]{2,3}(?:-[A-Za-z\d]{2,8}){0,2}$/)
  .optional()
  .catch(undefined);

/** Bytes. Anything else is read as none. */
const byteLimit = z.number().int().positive().optional().catch(undefined);

const person = z.object({
  id: snowflake,
  username: z.string(),
  global_name: z.string().nullish(),
});

/** More would not be those of one member. */
const MOST_ENTITLEMENTS = 1_000;

const base = z.object({
  id: snowflake,
  token: z.string().min(1),
  guild_id: snowflake.nullish(),
  channel_id: snowflake.nullish(),
  channel: z
    .object({
      id: snowflake,
      type: z.number(),
      nsfw: z.boolean().nullish(),
      parent_id: snowflake.nullish(),
    })
    .nullish(),
  member: z
    .object({
      user: person.nullish(),
      permissions: bits.nullish(),
      roles: z.array(snowflake).nullish(),
    })
    .nullish(),
  user: person.nullish(),
  app_permissions: bits,
  locale,
  guild_locale: locale,
  attachment_size_limit: byteLimit,
  entitlements: z.array(z.unknown()).max(MOST_ENTITLEMENTS).catch([]),
  context: z.number().nullish().catch(undefined),
  /** By kind of install, who installed the bot. Anything else is read as the server's. */
  authorizing_integration_owners: z.record(z.string(), z.unknown()).nullish().catch(undefined),
});

const optionValue = z.object({
  name: z.string(),
  type: z.number(),
  value: z.union([z.string(), z.number(), z.boolean()]).optional(),
  focused: z.boolean().optional(),
});

// Groups hold subcommands, which hold values: the nesting ends there.
const subcommand = optionValue.extend({ options: z.array(optionValue).default([]) });
const option = optionValue.extend({ options: z.array(subcommand).default([]) });

const slashCommand = z.object({
  type: z.literal(ApplicationCommandType.ChatInput),
  name: z.string(),
  options: z.array(option).default([]),
  resolved: z
    .object({
      attachments: attachedFiles,
      channels: z.record(z.string(), pickedChannel).default({}),
    })
    .optional(),
});

const messageCommand = z.object({
  type: z.literal(ApplicationCommandType.Message),
  name: z.string(),
  target_id: snowflake,
  resolved: z
    .object({ messages: z.record(z.string(), seenMessage).default({}) })
    .default({ messages: {} }),
});

/** The fields of a gateway interaction that the bot reads. The rest is ignored. */
const interactionSchema = z.discriminatedUnion('type', [
  base.extend({
    type: z.literal(InteractionType.ApplicationCommand),
    data: z.discriminatedUnion('type', [slashCommand, messageCommand]),
  }),
  base.extend({
    type: z.literal(InteractionType.ApplicationCommandAutocomplete),
    data: slashCommand,
  }),
  base.extend({
    type: z.literal(InteractionType.MessageComponent),
    data: z.object({
      custom_id: z.string(),
      component_type: z.number().optional(),
      values: z.array(z.string()).max(25).optional(),
    }),
    message: seenMessage,
  }),
  base.extend({
    type: z.literal(InteractionType.ModalSubmit),
    data: z.object({
      custom_id: z.string(),
      components: modalParts,
      resolved: z.object({ attachments: attachedFiles }).optional(),
    }),
    // Missing if a command opened the form.
    message: seenMessage.optional(),
  }),
]);

type RawInteraction = z.infer<typeof interactionSchema>;
export type RawCommand = z.infer<typeof slashCommand>;
export type RawOption = z.infer<typeof optionValue>;

/** An interaction that can update its message: a click, or a form that a click opened. */
export type FromMessage = Press | ModalInteraction;

export function isFromMessage(interaction: Interaction): interaction is FromMessage {
  const isPicked = interaction.kind === 'message-command';
  return 'message' in interaction && !isPicked && interaction.message !== undefined;
}

/** @throws TypeError for an interaction without such a message. */
export function requireFromMessage(interaction: Interaction): asserts interaction is FromMessage {
  if (isFromMessage(interaction)) return;
  throw new TypeError('only what comes from a message changes it');
}
