import {
  ApplicationCommandOptionType,
  ChannelType,
  type APIApplicationCommandChannelOption,
  type APIApplicationCommandOption,
} from 'discord.js';
import { numberFault, takesChannel, textFault, type OptionFault } from './rules/option-rules.ts';
import type { Range } from './rules/range.ts';
import { isChannel, isFile, isPerson, isRole, type OptionValue } from './option-value.ts';
import { isInGuild } from './world.ts';

/** What an option objects to in a value, for a sentence; `undefined` where it takes it. */
export function problemWith(
  option: APIApplicationCommandOption,
  value: OptionValue,
): string | undefined {
  switch (option.type) {
    case ApplicationCommandOptionType.String: {
      if (typeof value !== 'string') return 'takes text';
      const fault = textFault(option, value);
      return fault && sentenceOf(fault, value);
    }
    case ApplicationCommandOptionType.Integer:
    case ApplicationCommandOptionType.Number: {
      if (typeof value !== 'number') return 'takes a number';
      const fault = numberFault(option, value);
      return fault && sentenceOf(fault, value);
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
  option: APIApplicationCommandChannelOption,
  value: OptionValue,
): string | undefined {
  if (!isChannel(value)) return 'takes a channel';
  if (!isInGuild(value)) return 'takes a channel of the server';
  if (takesChannel(option, value.type)) return undefined;
  const taken = option.channel_types?.map((type) => ChannelType[type]).join(', ');
  return `takes a channel of type ${taken}, not ${ChannelType[value.type]}`;
}

function sentenceOf(fault: OptionFault, value: string | number): string {
  switch (fault.kind) {
    case 'not-a-number':
      return 'takes a number';
    case 'not-whole':
      return 'takes a whole number up to 2^53 - 1';
    case 'no-choice':
      return `takes one of ${fault.choices.map((choice) => choice.value).join(', ')}, not ${value}`;
    case 'length':
      return `takes ${between(fault.range)} characters, not ${String(value).length}`;
    case 'range':
      return `takes ${between(fault.range)}, not ${value}`;
  }
}

function between({ least = -Infinity, most = Infinity }: Range): string {
  return `${least} to ${most}`;
}
