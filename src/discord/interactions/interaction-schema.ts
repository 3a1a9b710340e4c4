import { ApplicationCommandType, InteractionType } from 'discord.js';
import { z } from 'zod';
import { modalParts } from './modal-values.ts';
import { shownMessage } from './shown-message.ts';

const snowflake = z.string().regex(/^\d{1,20}$/);
const bits = z.string().regex(/^\d+$/).transform(BigInt);

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

const attachment = z.object({
  id: snowflake,
  url: z.string(),
  size: z.number(),
});

const channel = z.object({
  id: snowflake,
  type: z.number(),
  guild_id: snowflake.optional(),
  app_permissions: bits.optional(),
});

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
});

const optionValue = z.object({
  name: z.string(),
  type: z.number(),
  value: z.union([z.string(), z.number(), z.boolean()]).optional(),
  focused: z.boolean().optional(),
});

// A group holds subcommands, and these hold values: there is nothing deeper.
const subcommand = optionValue.extend({ options: z.array(optionValue).default([]) });
const option = optionValue.extend({ options: z.array(subcommand).default([]) });

const attachments = z.record(z.string(), attachment).default({});

const slashCommand = z.object({
  type: z.literal(ApplicationCommandType.ChatInput),
  name: z.string(),
  options: z.array(option).default([]),
  resolved: z
    .object({
      attachments,
      channels: z.record(z.string(), channel).default({}),
    })
    .optional(),
});

const messageCommand = z.object({
  type: z.literal(ApplicationCommandType.Message),
  name: z.string(),
  target_id: snowflake,
  resolved: z
    .object({ messages: z.record(z.string(), shownMessage).default({}) })
    .default({ messages: {} }),
});

/** What the bot reads of an interaction, as the gateway sends it. Everything else is ignored. */
export const interactionSchema = z.discriminatedUnion('type', [
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
    message: shownMessage,
  }),
  base.extend({
    type: z.literal(InteractionType.ModalSubmit),
    data: z.object({
      custom_id: z.string(),
      components: modalParts,
      resolved: z.object({ attachments }).optional(),
    }),
    // Missing where the form was opened by a command.
    message: shownMessage.optional(),
  }),
]);

export type RawInteraction = z.infer<typeof interactionSchema>;
export type RawCommand = z.infer<typeof slashCommand>;
export type RawOption = z.infer<typeof optionValue>;
