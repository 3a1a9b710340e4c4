import { ApplicationCommandOptionType, InteractionType } from 'discord.js';
import { z } from 'zod';

const snowflake = z.string().regex(/^\d{1,20}$/);
const bits = z.string().regex(/^\d+$/).transform(BigInt);

const person = z.object({
  id: snowflake,
  username: z.string(),
  global_name: z.string().nullish(),
});

const attachment = z.object({
  id: snowflake,
  url: z.string(),
  size: z.number(),
});

const base = z.object({
  id: snowflake,
  token: z.string().min(1),
  guild_id: snowflake.optional(),
  channel: z
    .object({
      id: snowflake,
      type: z.number(),
      nsfw: z.boolean().optional(),
      parent_id: snowflake.nullish(),
    })
    .optional(),
  member: z.object({ user: person, permissions: bits }).optional(),
  user: person.optional(),
  app_permissions: bits,
});

const ATTACHMENT: number = ApplicationCommandOptionType.Attachment;

const optionValue = z.object({
  name: z.string(),
  type: z.number(),
  value: z.union([z.string(), z.number(), z.boolean()]).optional(),
  focused: z.boolean().optional(),
});

const commandData = z.object({
  name: z.string(),
  options: z.array(optionValue).default([]),
  resolved: z.object({ attachments: z.record(z.string(), attachment).default({}) }).optional(),
});

/** What the bot reads of an interaction, as the gateway sends it. Everything else is let pass. */
const interactionSchema = z.discriminatedUnion('type', [
  base.extend({ type: z.literal(InteractionType.ApplicationCommand), data: commandData }),
  base.extend({
    type: z.literal(InteractionType.ApplicationCommandAutocomplete),
    data: commandData,
  }),
  base.extend({
    type: z.literal(InteractionType.MessageComponent),
    data: z.object({ custom_id: z.string() }),
    message: z.object({
      id: snowflake,
      interaction_metadata: z.object({ id: snowflake }).nullish(),
    }),
  }),
  base.extend({
    type: z.literal(InteractionType.ModalSubmit),
    data: z.object({ custom_id: z.string(), components: z.array(z.unknown()) }),
  }),
]);

type RawInteraction = z.infer<typeof interactionSchema>;

/** A file that came with a command. */
export interface AttachedFile {
  readonly id: string;
  readonly url: string;
  /** In bytes, as Discord says. */
  readonly size: number;
}

export type OptionValue = string | number | boolean | AttachedFile;

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
  /** The bot's permissions in this channel. */
  readonly appPermissions: bigint;
}

export interface CommandInteraction extends InteractionBase {
  readonly kind: 'command';
  readonly name: string;
  readonly options: Readonly<Record<string, OptionValue>>;
}

export interface AutocompleteInteraction extends InteractionBase {
  readonly kind: 'autocomplete';
  readonly name: string;
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
  CommandInteraction | AutocompleteInteraction | ButtonInteraction | ModalInteraction;

/**
 * Reads an INTERACTION_CREATE payload.
 *
 * @throws ZodError when it is not one that this bot can answer.
 */
export function parseInteraction(payload: unknown): Interaction {
  const raw = interactionSchema.parse(payload);
  const common = baseOf(raw);
  switch (raw.type) {
    case InteractionType.ApplicationCommand:
      return { ...common, kind: 'command', name: raw.data.name, options: optionsOf(raw.data) };
    case InteractionType.ApplicationCommandAutocomplete: {
      const focused = raw.data.options.find((option) => option.focused);
      return {
        ...common,
        kind: 'autocomplete',
        name: raw.data.name,
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

function baseOf(raw: RawInteraction): InteractionBase {
  const user = raw.member?.user ?? raw.user;
  if (!user || !raw.channel) throw new TypeError('an interaction without a person or a channel');
  return {
    id: raw.id,
    token: raw.token,
    guildId: raw.guild_id,
    channel: {
      id: raw.channel.id,
      type: raw.channel.type,
      nsfw: raw.channel.nsfw,
      parentId: raw.channel.parent_id ?? undefined,
    },
    user: { id: user.id, name: user.global_name ?? user.username },
    permissions: raw.member?.permissions ?? 0n,
    appPermissions: raw.app_permissions,
  };
}

function optionsOf(data: z.infer<typeof commandData>): Record<string, OptionValue> {
  const files = data.resolved?.attachments ?? {};
  return Object.fromEntries(
    data.options.flatMap(({ name, type, value }): [string, OptionValue][] => {
      if (value === undefined) return [];
      // It holds the id of one of the resolved files.
      const id = String(value);
      const file = type === ATTACHMENT && Object.hasOwn(files, id) ? files[id] : undefined;
      return [[name, file ?? value]];
    }),
  );
}
