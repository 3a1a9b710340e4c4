import {
  ApplicationCommandOptionType,
  ChannelType,
  type APIApplicationCommandChannelOption,
  type APIApplicationCommandOption,
} from 'discord.js';
import { isChannel, isFile, isPerson, isRole, type OptionValue } from './option-value.ts';

/** What an option does not take about a value, for a sentence; `undefined` where it takes it. */
export function problemWith(
  option: APIApplicationCommandOption,
  value: OptionValue,
): string | undefined {
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
      return isFile(value) ? undefined : 'takes a file';
    case ApplicationCommandOptionType.User:
      return isPerson(value) ? undefined : 'takes a person';
    case ApplicationCommandOptionType.Channel:
      return problemWithChannel(option, value);
    case ApplicationCommandOptionType.Role:
      return isRole(value) ? undefined : 'takes a role';
    case ApplicationCommandOptionType.Subcommand:
    case ApplicationCommandOptionType.SubcommandGroup:
    case ApplicationCommandOptionType.Mentionable:
      return `is of type ${ApplicationCommandOptionType[option.type]}, which this form lacks`;
  }
}

function problemWithChannel(
  { channel_types: types }: APIApplicationCommandChannelOption,
  value: OptionValue,
): string | undefined {
  if (!isChannel(value)) return 'takes a channel';
  if (!types?.length || types.some((type) => type === value.type)) return undefined;
  const taken = types.map((type) => ChannelType[type]).join(', ');
  return `takes a channel of type ${taken}, not ${ChannelType[value.type]}`;
}

function problemWithChoice(
  choices: readonly { readonly value: string | number }[],
  value: string | number,
): string | undefined {
  return choices.some((choice) => choice.value === value)
    ? undefined
    : `takes one of ${choices.map((choice) => choice.value).join(', ')}, not ${value}`;
}
