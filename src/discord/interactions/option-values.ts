import { ApplicationCommandOptionType, ComponentType } from 'discord.js';
import { z } from 'zod';
import { own } from '../../engines/record.ts';
import { BotError } from '../../errors/errors.ts';
import { type OptionTable, type ValueOption, valueOptions } from '../../recipes/option.ts';
import type { Params } from '../../recipes/recipe.ts';
import { type KeptValues, problemWith, settableOptions } from '../../recipes/settings.ts';
import { snowflake } from '../rest/seen-message.ts';
import type { RawCommand, RawOption } from './interaction.ts';

/** A permission bit set. */
export const bits = z.string().regex(/^\d+$/).transform(BigInt);

const attachedFile = z.object({
  id: snowflake,
  url: z.string(),
  /** In bytes, according to Discord. */
  size: z.number(),
});
/** A file uploaded with a command. */
type AttachedFile = z.infer<typeof attachedFile>;
export const attachedFiles = z.record(z.string(), attachedFile).default({});

export const pickedChannel = z
  .object({
    id: snowflake,
    type: z.number(),
    guild_id: snowflake.optional(),
    app_permissions: bits.optional(),
  })
  .transform(({ id, type, guild_id: guildId, app_permissions: appPermissions }) => ({
    id,
    type,
    /** Its server, if Discord gives it. */
    guildId,
    /** The bot's permissions there, if Discord gives them. */
    appPermissions,
  }));
/** A channel of the command's server, confirmed by Discord. */
export type PickedChannel = z.infer<typeof pickedChannel>;

/** Users and roles are given by id, and so are channels without details. */
export type OptionValue = string | number | boolean | AttachedFile | PickedChannel;

/** The options of a command or its subcommand. */
export interface UsedOptions {
  /** `group subcommand` if in a group. */
  readonly subcommand: string | undefined;
  readonly options: readonly RawOption[];
}

const ATTACHMENT: number = ApplicationCommandOptionType.Attachment;
const CHANNEL: number = ApplicationCommandOptionType.Channel;
const SUBCOMMAND: number = ApplicationCommandOptionType.Subcommand;
const GROUP: number = ApplicationCommandOptionType.SubcommandGroup;

/** @throws TypeError for a group without a subcommand. */
export function usedOptions({ options }: RawCommand): UsedOptions {
  const group = options.find(({ type }) => type === GROUP);
  const used = (group?.options ?? options).find(({ type }) => type === SUBCOMMAND);
  if (used) {
    const subcommand = group ? `${group.name} ${used.name}` : used.name;
    return { subcommand, options: used.options };
  }
  if (group) throw new TypeError('a group of subcommands without one that is used');
  return { subcommand: undefined, options };
}

/** The values by option name. */
export function optionValues(
  options: readonly RawOption[],
  resolved: RawCommand['resolved'],
): Record<string, OptionValue> {
  return Object.fromEntries(
    options.flatMap(({ name, type, value }): [string, OptionValue][] => {
      if (value === undefined) return [];
      // It may be the id of a resolved object.
      const id = String(value);
      if (type === ATTACHMENT) return [[name, own(resolved?.attachments, id) ?? value]];
      if (type === CHANNEL) return [[name, own(resolved?.channels, id) ?? value]];
      return [[name, value]];
    }),
  );
}

/** A field's value: a text, choices or a checkbox. */
export type FieldValue = string | readonly string[] | boolean;

/** A submitted form, by the custom ids of its fields. */
export interface ModalValues {
  /** All its fields, filled in or not. */
  readonly ids: readonly string[];
  readonly fields: Readonly<Record<string, FieldValue>>;
  readonly files: Readonly<Record<string, readonly AttachedFile[]>>;
}

/** A file upload field, whose values are file ids. */
const FILE_UPLOAD: number = ComponentType.FileUpload;

const field = z.object({
  type: z.number(),
  custom_id: z.string(),
  value: z.union([z.string(), z.boolean()]).nullish(),
  values: z.array(z.string()).max(25).nullish(),
});
/** Discord has two form layouts. */
const part = z.union([
  z.object({ component: field }).transform(({ component }) => [component]),
  z.object({ components: z.array(field).max(5) }).transform(({ components }) => components),
  z.unknown().transform(() => []),
]);

export const modalParts = z
  .array(part)
  .max(10)
  .default([])
  .transform((parts) => parts.flat());

/** The values of a form, without empty fields. */
export function modalValues(
  parts: z.infer<typeof modalParts>,
  attachments: Readonly<Record<string, AttachedFile>>,
): ModalValues {
  const fields: [string, FieldValue][] = [];
  const files: [string, readonly AttachedFile[]][] = [];
  for (const { type, custom_id: id, value, values } of parts) {
    if (type === FILE_UPLOAD) {
      files.push([id, (values ?? []).flatMap((file) => own(attachments, file) ?? [])]);
    } else {
      const filled = value ?? values;
      if (filled !== null && filled !== undefined && filled !== '') fields.push([id, filled]);
    }
  }
  const ids = parts.map((one) => one.custom_id);
  return { ids, fields: Object.fromEntries(fields), files: Object.fromEntries(files) };
}

/**
 * The options of a submitted form by internal name. Only those it asked for: it may be from before
 * a restart with other options. A cleared text is empty, and an invalid number is kept as text for
 * the option's schema to refuse.
 */
export function readForm(
  table: OptionTable,
  { ids, fields }: Pick<ModalValues, 'ids' | 'fields'>,
): Params {
  const asked = new Set(ids);
  return Object.fromEntries(
    valueOptions(table)
      .filter(([name]) => asked.has(name))
      .map(([name, option]) => [name, fieldValue(option, own(fields, name))]),
  );
}

function fieldValue({ kind }: ValueOption, value: FieldValue | undefined): unknown {
  const [filled] = typeof value === 'object' ? value : [value];
  switch (kind) {
    case 'whole':
    case 'number':
      return typeof filled === 'string' ? numberIn(filled) : filled;
    case 'boolean':
      return filled === true;
    case 'text':
      return filled ?? '';
    case 'choice':
      return filled;
  }
}

/** What a form says of yes and no. */
export const YES = 'yes';
export const NO = 'no';

/**
 * The options of a form, with internal names as field ids; `undefined` for a cleared one. Accepts
 * decimal commas.
 *
 * @throws BotError `bad_option` for the first that the recipe rejects.
 */
export function optionsFromForm(
  table: OptionTable,
  { ids, fields }: Pick<ModalValues, 'ids' | 'fields'>,
): KeptValues {
  const asked = new Set(ids);
  return Object.fromEntries(
    settableOptions(table)
      .filter(([name]) => asked.has(name))
      .map(([name, option]) => {
        const value = optionValue(option, Object.hasOwn(fields, name) ? fields[name] : undefined);
        const problem = value === undefined ? undefined : problemWith(table, name, value);
        if (problem) throw new BotError('bad_option', { facts: problem });
        return [name, value];
      }),
  );
}

function optionValue({ kind }: ValueOption, field: FieldValue | undefined): unknown {
  const written = typeof field === 'object' ? field[0] : field;
  if (typeof written !== 'string' || written.trim() === '') return undefined;
  switch (kind) {
    case 'whole':
    case 'number':
      return numberIn(written);
    case 'boolean':
      if (written === YES) return true;
      return written === NO ? false : written;
    case 'text':
    case 'choice':
      return written;
  }
}

/**
 * Parses a number, with a decimal comma or point; returns the text if it is none, which every
 * option rejects. Accepts exponents, since small numbers are prefilled with them.
 */
function numberIn(text: string): number | string {
  const plain = text.trim().replace(',', '.');
  return /^[+-]?\d{1,16}(\.\d{1,24})?(e-\d{1,3})?$/.test(plain) ? Number(plain) : text;
}
