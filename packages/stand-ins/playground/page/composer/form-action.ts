import type { Action, ChannelView, OptionInput } from '../../wire.ts';
import type { CommandForm } from './command-form.ts';
import { readField } from './field-reading.ts';
import type { Surroundings } from './option-items.ts';

/** What sending a form does, or the option that stands in its way. */
export type FormReading =
  | { readonly kind: 'action'; readonly action: Action }
  | { readonly kind: 'problem'; readonly option: string };

/** Reads a whole form. The first option that has a problem stands in the way. */
export function formAction(
  { command, fields }: CommandForm,
  channel: ChannelView,
  around: Surroundings,
): FormReading {
  const options: Record<string, OptionInput> = {};
  for (const field of fields) {
    const reading = readField(field, around);
    if (reading.kind === 'problem') return { kind: 'problem', option: field.option.name };
    options[field.option.name] = reading.value;
  }
  const { name, subcommand } = command;
  return {
    kind: 'action',
    action: {
      kind: 'command',
      channel: channel.id,
      name,
      ...(subcommand !== undefined && { subcommand }),
      options,
    },
  };
}

/** Asks the bot to complete an option. What has no text, such as a file, is left out. */
export function completionAction(
  { command, fields }: CommandForm,
  channel: ChannelView,
  focused: string,
): Action {
  const texts = fields.flatMap(({ option, text, picked }): [string, string][] => {
    if (option.name === focused) return [[focused, text]];
    const words = typeof picked === 'object' ? idIn(picked) : String(picked ?? text).trim();
    return words === undefined || words === '' ? [] : [[option.name, words]];
  });
  const { name, subcommand } = command;
  return {
    kind: 'autocomplete',
    channel: channel.id,
    name,
    ...(subcommand !== undefined && { subcommand }),
    focused,
    options: Object.fromEntries(texts),
  };
}

function idIn(input: OptionInput & object): string | undefined {
  if ('user' in input) return input.user;
  return 'channel' in input ? input.channel : undefined;
}
