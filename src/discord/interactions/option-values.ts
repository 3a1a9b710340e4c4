import { ApplicationCommandOptionType, ComponentType } from 'discord.js';
import { z } from 'zod';
import { own } from '../../engines/own.ts';
import { BotError } from '../../errors/errors.ts';
import { type OptionTable, type ValueOption, valueOptions } from '../../recipes/option.ts';
import type { Params } from '../../recipes/recipe.ts';
import { type KeptValues, problemWith, settableOptions } from '../../recipes/settings.ts';
import type { RawCommand, RawOption } from './interaction.ts';

/** A file that came with a command. */
interface AttachedFile {
  readonly id: string;
  readonly url: string;
  /** In bytes, as Discord says. */
  readonly size: number;
}

/** A channel of the server where the command was used, as Discord vouches for it. */
export interface PickedChannel {
  readonly id: string;
  readonly type: number;
  /** Of its server, where Discord says. */
  readonly guildId: string | undefined;
  /** What the bot may do there, where Discord says. */
  readonly appPermissions: bigint | undefined;
}

/** A person or a role is given as its id, and so is a channel that Discord does not describe. */
export type OptionValue = string | number | boolean | AttachedFile | PickedChannel;

/** The options of a command, or of the subcommand by which it was used. */
export interface UsedOptions {
  /** `group subcommand` where it stands in a group. */
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

/** What was filled in, by the options' names. */
export function optionValues(
  options: readonly RawOption[],
  resolved: RawCommand['resolved'],
): Record<string, OptionValue> {
  return Object.fromEntries(
    options.flatMap(({ name, type, value }): [string, OptionValue][] => {
      if (value === undefined) return [];
      // It may hold the id of one of the resolved things.
      const id = String(value);
      if (type === ATTACHMENT) return [[name, own(resolved?.attachments, id) ?? value]];
      if (type === CHANNEL) return [[name, pickedChannel(own(resolved?.channels, id)) ?? value]];
      return [[name, value]];
    }),
  );
}

type RawChannel = NonNullable<RawCommand['resolved']>['channels'][string];

function pickedChannel(channel: RawChannel | undefined): PickedChannel | undefined {
  if (!channel) return undefined;
  const { id, type, guild_id: guildId, app_permissions: appPermissions } = channel;
  return { id, type, guildId, appPermissions };
}

/** What was filled in: a text, what was picked, or whether something was ticked. */
export type FieldValue = string | readonly string[] | boolean;

/** A form as it was sent in, by the custom ids of its fields. */
export interface ModalValues {
  /** All that it had, whether or not they were filled in. */
  readonly ids: readonly string[];
  readonly fields: Readonly<Record<string, FieldValue>>;
  readonly files: Readonly<Record<string, readonly AttachedFile[]>>;
}

/** A field that takes files, whose values are their ids. */
const FILE_UPLOAD: number = ComponentType.FileUpload;

const field = z.object({
  type: z.number(),
  custom_id: z.string(),
  value: z.union([z.string(), z.boolean()]).nullish(),
  values: z.array(z.string()).max(25).nullish(),
});
/** Discord has had two ways to lay a form out. */
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

/** The values of a form. A field that was left empty is not among them. */
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
 * What the options of a form hold once it is sent in, by their names inside: those that it asked for, as it may be from before
 * a restart that brought others. A text that was emptied is empty, and what is no number is left as it is, so that the
 * options' own schema refuses it.
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
 * The options of a form, whose fields have their names inside; `undefined` for one that was left empty. Numbers may have
 * a comma for a point.
 *
 * @throws BotError `bad_option` for the first that its recipe does not take.
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
 * A number in a text, which may have a comma for a point; the text itself where it is none, which no option takes. Small ones
 * may be written with an exponent, as a field is filled with them.
 */
function numberIn(text: string): number | string {
  const plain = text.trim().replace(',', '.');
  return /^[+-]?\d{1,16}(\.\d{1,24})?(e-\d{1,3})?$/.test(plain) ? Number(plain) : text;
}
