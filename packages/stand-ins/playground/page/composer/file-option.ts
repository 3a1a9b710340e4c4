import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { addField, pickInto, remainingOptions, type CommandForm } from './command-form.ts';
import type { OfferedCommand } from './offered-command.ts';

/** Where a file goes: the form with the option that takes it, or a hint why none does. */
export type FilePlace =
  | { readonly kind: 'option'; readonly form: CommandForm; readonly name: string }
  | { readonly kind: 'hint'; readonly hint: string };

/** The field of the request that carries an option's file. */
export function fileField(option: string): string {
  return `file-${option}`;
}

/** The form after a file was chosen for an option. */
export function withFile(form: CommandForm, option: string, fileName: string): CommandForm {
  return pickInto(form, option, fileName, { file: fileField(option) });
}

/** The first file option that is empty, opened if it is optional. */
export function placeForFile(
  form: CommandForm | undefined,
  offered: readonly OfferedCommand[],
): FilePlace {
  if (!form) return hint(noCommandHint(offered));
  const { label } = form.command;
  const open = form.fields.filter(({ option }) => isFile(option));
  const name =
    open.find(({ picked }) => picked === undefined)?.option.name ??
    remainingOptions(form).find(isFile)?.name;
  if (name !== undefined) return { kind: 'option', form: addField(form, name), name };
  return hint(
    open.length > 0
      ? `/${label} takes no more files. Remove one first.`
      : `/${label} takes no file.`,
  );
}

function noCommandHint(offered: readonly OfferedCommand[]): string {
  const taker = offered.find(({ options }) => options.some(isFile));
  const such = taker ? ` Pick one that takes a file first, such as /${taker.label}.` : '';
  return `Files go with a command here.${such}`;
}

function isFile({ type }: { readonly type: ApplicationCommandOptionType }): boolean {
  return type === ApplicationCommandOptionType.Attachment;
}

function hint(text: string): FilePlace {
  return { kind: 'hint', hint: text };
}
