import { ApplicationCommandType, InteractionType } from 'discord.js';
import { optionValues, usedOptions, type OptionValue } from './command-options.ts';
import { interactionSchema, type RawInteraction } from './interaction-schema.ts';

/** What every interaction carries: who, where, and how it is answered. */
export interface InteractionBase {
  readonly id: string;
  readonly token: string;
  /** `undefined` outside servers. */
  readonly guildId: string | undefined;
  readonly channel: {
    readonly id: string;
    readonly type: number;
    readonly nsfw: boolean | undefined;
    readonly parentId: string | undefined;
  };
  readonly user: { readonly id: string; readonly name: string };
  /** The person's permissions in this channel. */
  readonly permissions: bigint;
  /** The ids of their roles in this server. */
  readonly roles: readonly string[];
  /** The bot's permissions in this channel. */
  readonly appPermissions: bigint;
  /** The language that this person chose in Discord, such as `en-GB`, where Discord says. */
  readonly locale: string | undefined;
  /** The one that their server chose. */
  readonly guildLocale: string | undefined;
  /** The largest file that Discord takes in an answer, in bytes, where it says. */
  readonly attachmentSizeLimit: number | undefined;
}

export interface CommandInteraction extends InteractionBase {
  readonly kind: 'command';
  readonly name: string;
  /** `group subcommand` where it stands in a group; `undefined` for a command without any. */
  readonly subcommand: string | undefined;
  /** The subcommand's where there is one. A person or a role is given as its id. */
  readonly options: Readonly<Record<string, OptionValue>>;
}

/** A command that was picked in the menu of a message. */
export interface MessageCommandInteraction extends InteractionBase {
  readonly kind: 'message-command';
  readonly name: string;
  readonly message: { readonly id: string };
}

export interface AutocompleteInteraction extends InteractionBase {
  readonly kind: 'autocomplete';
  readonly name: string;
  readonly subcommand: string | undefined;
  /** The option that is being typed, and what stands in it so far. */
  readonly focused: { readonly name: string; readonly value: string };
}

export interface ButtonInteraction extends InteractionBase {
  readonly kind: 'button';
  readonly customId: string;
  readonly messageId: string;
  /** The interaction that the clicked message answers, where it answers one. */
  readonly answeredInteractionId: string | undefined;
}

export interface ModalInteraction extends InteractionBase {
  readonly kind: 'modal';
  readonly customId: string;
  readonly components: readonly unknown[];
}

export type Interaction =
  | CommandInteraction
  | MessageCommandInteraction
  | AutocompleteInteraction
  | ButtonInteraction
  | ModalInteraction;

/**
 * Reads an INTERACTION_CREATE payload.
 *
 * @throws ZodError when it is not one that this bot can answer.
 */
export function parseInteraction(payload: unknown): Interaction {
  const raw = interactionSchema.parse(payload);
  const common = baseOf(raw);
  switch (raw.type) {
    case InteractionType.ApplicationCommand: {
      const { data } = raw;
      if (data.type === ApplicationCommandType.Message) {
        const message = { id: data.target_id };
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
    case InteractionType.MessageComponent:
      return {
        ...common,
        kind: 'button',
        customId: raw.data.custom_id,
        messageId: raw.message.id,
        answeredInteractionId: raw.message.interaction_metadata?.id,
      };
    case InteractionType.ModalSubmit:
      return {
        ...common,
        kind: 'modal',
        customId: raw.data.custom_id,
        components: raw.data.components,
      };
  }
}

/** For a channel that is named but not described: none of the known types. */
const UNKNOWN_TYPE = -1;

function baseOf(raw: RawInteraction): InteractionBase {
  const user = raw.member?.user ?? raw.user;
  const channel: RawInteraction['channel'] =
    raw.channel ?? (raw.channel_id ? { id: raw.channel_id, type: UNKNOWN_TYPE } : undefined);
  if (!user || !channel) throw new TypeError('an interaction without a person or a channel');
  return {
    id: raw.id,
    token: raw.token,
    guildId: raw.guild_id ?? undefined,
    channel: {
      id: channel.id,
      type: channel.type,
      nsfw: channel.nsfw ?? undefined,
      parentId: channel.parent_id ?? undefined,
    },
    user: { id: user.id, name: user.global_name ?? user.username },
    permissions: raw.member?.permissions ?? 0n,
    roles: raw.member?.roles ?? [],
    appPermissions: raw.app_permissions,
    locale: raw.locale,
    guildLocale: raw.guild_locale,
    attachmentSizeLimit: raw.attachment_size_limit,
  };
}
