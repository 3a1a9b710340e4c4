import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { openForm, typeInto, type CommandForm } from './command-form.ts';
import type { OfferedCommand } from './offered-command.ts';

/** What is typed after the slash while a command is looked for; `undefined` where none is. */
export function commandQuery(text: string): string | undefined {
  return text.startsWith('/') ? text.slice(1) : undefined;
}

/**
 * The form of a command whose name is written out with a space after it. What follows goes into
 * its first option where that takes text; where it does not, the text stays as it is.
 */
export function typedCommand(
  text: string,
  offered: readonly OfferedCommand[],
): CommandForm | undefined {
  const query = commandQuery(text);
  const command = offered.find(({ label }) => query?.startsWith(`${label} `));
  if (query === undefined || !command) return undefined;
  const form = openForm(command);
  const rest = query.slice(command.label.length + 1).trimStart();
  if (rest === '') return form;
  const option = form.fields[0]?.option;
  if (option?.type !== ApplicationCommandOptionType.String || option.choices?.length) {
    return undefined;
  }
  return typeInto(form, option.name, rest);
}
