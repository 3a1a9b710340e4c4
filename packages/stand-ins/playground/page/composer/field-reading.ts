import {
  ApplicationCommandOptionType,
  type APIApplicationCommandIntegerOption,
  type APIApplicationCommandNumberOption,
  type APIApplicationCommandStringOption,
} from 'discord-api-types/v10';
import { lengthOf, numberFault, rangeOf, textFault } from '../../../discord/rules/option-rules.ts';
import type { OptionInput } from '../../wire.ts';
import type { Field } from './command-form.ts';
import { rangeWords } from './limits.ts';
import { writtenOut } from './list-item.ts';
import { optionItems, type Surroundings } from './option-items.ts';

/** What stands in a field: a value, or a sentence that says what is wrong with it. */
export type FieldReading =
  | { readonly kind: 'value'; readonly value: OptionInput }
  | { readonly kind: 'problem'; readonly problem: string };

/** Reads a field as Discord's own form does before it sends a command. */
export function readField(field: Field, around: Surroundings): FieldReading {
  const { option, text, picked } = field;
  if (picked !== undefined) return value(picked);
  const typed = text.trim();
  if (typed === '') return problem(emptySentence(field));
  const items = optionItems(option, around);
  if (items) {
    const item = writtenOut(items, typed);
    return item ? value(item.value) : problem('Pick one from the list.');
  }
  switch (option.type) {
    case ApplicationCommandOptionType.String:
      return readText(typed, option);
    case ApplicationCommandOptionType.Integer:
    case ApplicationCommandOptionType.Number:
      return readNumber(typed, option);
    case ApplicationCommandOptionType.Attachment:
    case ApplicationCommandOptionType.Boolean:
    case ApplicationCommandOptionType.User:
    case ApplicationCommandOptionType.Channel:
    case ApplicationCommandOptionType.Role:
    case ApplicationCommandOptionType.Mentionable:
      return problem(emptySentence(field));
  }
}

function readText(text: string, option: APIApplicationCommandStringOption): FieldReading {
  if (!textFault(option, text)) return value(text);
  return problem(`Write ${rangeWords(lengthOf(option))} characters; this has ${text.length}.`);
}

function readNumber(
  text: string,
  option: APIApplicationCommandIntegerOption | APIApplicationCommandNumberOption,
): FieldReading {
  const whole = option.type === ApplicationCommandOptionType.Integer;
  // Number() would take blanks, 0x10 and 1e3 too.
  const shape = whole ? /^[+-]?\d+$/ : /^[+-]?(\d+\.?\d*|\.\d+)$/;
  const number = Number(text);
  if (shape.test(text) && !numberFault(option, number)) return value(number);
  const range = rangeWords(rangeOf(option));
  return problem(`Write a ${whole ? 'whole number' : 'number'}${range ? `, ${range}` : ''}.`);
}

function emptySentence({ option: { type, required = false } }: Field): string {
  switch (type) {
    case ApplicationCommandOptionType.Attachment:
      return required
        ? 'Choose a file; this is required.'
        : 'Choose a file, or remove this option.';
    case ApplicationCommandOptionType.Role:
    case ApplicationCommandOptionType.Mentionable:
      return required
        ? 'The playground has no roles, so this command cannot be sent.'
        : 'The playground has no roles. Remove this option.';
    case ApplicationCommandOptionType.String:
    case ApplicationCommandOptionType.Integer:
    case ApplicationCommandOptionType.Boolean:
    case ApplicationCommandOptionType.User:
    case ApplicationCommandOptionType.Channel:
    case ApplicationCommandOptionType.Number:
      return required ? 'Fill this in; it is required.' : 'Fill this in, or remove it.';
  }
}

function value(read: OptionInput): FieldReading {
  return { kind: 'value', value: read };
}

function problem(sentence: string): FieldReading {
  return { kind: 'problem', problem: sentence };
}
