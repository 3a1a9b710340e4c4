import {
  ApplicationCommandOptionType,
  type APIApplicationCommandInteractionDataBasicOption,
  type APIApplicationCommandOption,
} from 'discord.js';

/** A file that a person picks from their device. */
export interface PersonsFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What Discord will call it. Default: by the name's ending. */
  readonly contentType?: string;
}

export type OptionValue = string | number | boolean | PersonsFile;

/** What a person fills in, by option name. */
export type OptionValues = Readonly<Record<string, OptionValue>>;

/**
 * Refuses, as Discord's own form does, what a command's definition does not allow. Throws an Error
 * that names the option.
 */
export function checkCommandForm(
  definition: readonly APIApplicationCommandOption[],
  values: OptionValues,
): void {
  for (const name of Object.keys(values)) {
    if (!definition.some((option) => option.name === name)) {
      throw new Error(`the form has no option ${name}`);
    }
  }
  for (const option of definition) {
    const value = values[option.name];
    const problem =
      value === undefined ? option.required && 'is required' : problemWith(option, value);
    if (problem) throw new Error(`the form refuses ${option.name}: it ${problem}`);
  }
}

/** The options as they stand in an interaction; `upload` stores a file and returns its id. */
export function optionData(
  definition: readonly APIApplicationCommandOption[],
  values: OptionValues,
  upload: (file: PersonsFile) => string,
): APIApplicationCommandInteractionDataBasicOption[] {
  return Object.entries(values).map(([name, value]) => {
    const type = definition.find((option) => option.name === name)?.type;
    if (typeof value === 'string') {
      return { name, type: ApplicationCommandOptionType.String, value };
    }
    if (typeof value === 'boolean') {
      return { name, type: ApplicationCommandOptionType.Boolean, value };
    }
    if (typeof value === 'object') {
      return { name, type: ApplicationCommandOptionType.Attachment, value: upload(value) };
    }
    return type === ApplicationCommandOptionType.Number || !Number.isInteger(value)
      ? { name, type: ApplicationCommandOptionType.Number, value }
      : { name, type: ApplicationCommandOptionType.Integer, value };
  });
}

function problemWith(option: APIApplicationCommandOption, value: OptionValue): string | undefined {
  switch (option.type) {
    case ApplicationCommandOptionType.String: {
      if (typeof value !== 'string') return 'takes text';
      if (option.choices?.length) return problemWithChoice(option.choices, value);
      const { min_length: least = 0, max_length: most = 6000 } = option;
      return value.length < least || value.length > most
        ? `takes ${least} to ${most} characters, not ${value.length}`
        : undefined;
    }
    case ApplicationCommandOptionType.Integer:
    case ApplicationCommandOptionType.Number: {
      if (typeof value !== 'number' || !Number.isFinite(value)) return 'takes a number';
      if (option.type === ApplicationCommandOptionType.Integer && !Number.isSafeInteger(value)) {
        return 'takes a whole number up to 2^53 - 1';
      }
      if (option.choices?.length) return problemWithChoice(option.choices, value);
      const { min_value: least = -Infinity, max_value: most = Infinity } = option;
      return value < least || value > most ? `takes ${least} to ${most}, not ${value}` : undefined;
    }
    case ApplicationCommandOptionType.Boolean:
      return typeof value === 'boolean' ? undefined : 'takes yes or no';
    case ApplicationCommandOptionType.Attachment:
      return typeof value === 'object' ? undefined : 'takes a file';
    case ApplicationCommandOptionType.Subcommand:
    case ApplicationCommandOptionType.SubcommandGroup:
    case ApplicationCommandOptionType.User:
    case ApplicationCommandOptionType.Channel:
    case ApplicationCommandOptionType.Role:
    case ApplicationCommandOptionType.Mentionable:
      return `is of type ${ApplicationCommandOptionType[option.type]}, which this form lacks`;
  }
}

function problemWithChoice(
  choices: readonly { readonly value: string | number }[],
  value: string | number,
): string | undefined {
  return choices.some((choice) => choice.value === value)
    ? undefined
    : `takes one of ${choices.map((choice) => choice.value).join(', ')}, not ${value}`;
}
