import {
  ApplicationCommandOptionType,
  type APIApplicationCommandBasicOption,
} from 'discord-api-types/v10';
import { rangeOf } from '../../../discord/rules/option-rules.ts';
import type { Range } from '../../../discord/rules/range.ts';

/** What an option takes, in a few words; `undefined` where that goes without saying. */
export function limits(option: APIApplicationCommandBasicOption): string | undefined {
  switch (option.type) {
    case ApplicationCommandOptionType.String: {
      if (option.choices?.length) return undefined;
      const { min_length: least = 0, max_length: most } = option;
      const words = rangeWords({ least: least > 1 ? least : undefined, most });
      return words && `${words} characters`;
    }
    case ApplicationCommandOptionType.Integer:
    case ApplicationCommandOptionType.Number:
      if (option.choices?.length) return undefined;
      return rangeWords(rangeOf(option));
    case ApplicationCommandOptionType.Attachment:
      return option.file_types?.length ? option.file_types.join(', ') : undefined;
    case ApplicationCommandOptionType.Boolean:
    case ApplicationCommandOptionType.User:
    case ApplicationCommandOptionType.Channel:
    case ApplicationCommandOptionType.Role:
    case ApplicationCommandOptionType.Mentionable:
      return undefined;
  }
}

/** A range as people say it: "15 to 50", "15 or more", "up to 50". */
export function rangeWords({ least, most }: Range): string | undefined {
  if (least !== undefined && most !== undefined) return `${least} to ${most}`;
  if (least !== undefined) return `${least} or more`;
  return most === undefined ? undefined : `up to ${most}`;
}
