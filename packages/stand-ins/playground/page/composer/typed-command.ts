import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { addField, openForm, typeInto, type CommandForm } from './command-form.ts';
import type { OfferedCommand } from './offered-command.ts';

/** What is typed after the slash while a command is looked for; `undefined` where none is. */
export function commandQuery(text: string): string | undefined {
  return text.startsWith('/') ? text.slice(1) : undefined;
}

/** An option's name and a colon, at the beginning of a word. */
const NAMED = /(?<=^|\s)([\p{L}\p{N}_-]{1,32}):/gu;

/**
 * The form of a command whose name is written out with a space after it. What follows goes into the options that it names,
 * as in a line that is pasted. Where it names none, it goes into the first option where that takes text; where it does
 * not, the text stays as it is.
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
  const named = namedValues(rest, command);
  if (named.length > 0) {
    return named.reduce((now, [name, value]) => typeInto(addField(now, name), name, value), form);
  }
  const option = form.fields[0]?.option;
  if (option?.type !== ApplicationCommandOptionType.String || option.choices?.length) {
    return undefined;
  }
  return typeInto(form, option.name, rest);
}

/** What stands after the name of each option, where the text begins with one. A name counts the first time. */
function namedValues(
  text: string,
  { options }: OfferedCommand,
): readonly (readonly [name: string, value: string])[] {
  const seen = new Set<string>();
  const marks = [...text.matchAll(NAMED)].filter(([, name = '']) => {
    const isNew = options.some((option) => option.name === name) && !seen.has(name);
    seen.add(name);
    return isNew;
  });
  if (marks[0]?.index !== 0) return [];
  return marks.map(([mark, name = ''], place) => {
    const begin = (marks[place]?.index ?? 0) + mark.length;
    return [name, text.slice(begin, marks[place + 1]?.index).trim()] as const;
  });
}
