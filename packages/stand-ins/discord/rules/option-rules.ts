import {
  ApplicationCommandOptionType,
  type APIApplicationCommandChannelOption,
  type APIApplicationCommandIntegerOption,
  type APIApplicationCommandNumberOption,
  type APIApplicationCommandStringOption,
  type ChannelType,
} from 'discord-api-types/v10';
import { isWithin, type Range } from './range.ts';

/** What Discord lets a text option hold where its definition says nothing. */
const LONGEST_TEXT = 6_000;

type NumberOption = APIApplicationCommandIntegerOption | APIApplicationCommandNumberOption;
type Choices = readonly { readonly value: string | number }[];

/** What an option objects to in a value. */
export type OptionFault =
  | { readonly kind: 'no-choice'; readonly choices: Choices }
  | { readonly kind: 'length' | 'range'; readonly range: Range }
  | { readonly kind: 'not-a-number' | 'not-whole' };

/** How long the text of an option may be. */
export function lengthOf({
  min_length: least = 0,
  max_length: most = LONGEST_TEXT,
}: APIApplicationCommandStringOption): Range {
  return { least, most };
}

/** What the number of an option may be. */
export function rangeOf({ min_value: least, max_value: most }: NumberOption): Range {
  return { least, most };
}

/** What is wrong with a text, if anything is. */
export function textFault(
  option: APIApplicationCommandStringOption,
  text: string,
): OptionFault | undefined {
  if (option.choices?.length) return choiceFault(option.choices, text);
  const range = lengthOf(option);
  return isWithin(text.length, range) ? undefined : { kind: 'length', range };
}

/** What is wrong with a number, if anything is. */
export function numberFault(option: NumberOption, number: number): OptionFault | undefined {
  if (!Number.isFinite(number)) return { kind: 'not-a-number' };
  const whole = option.type === ApplicationCommandOptionType.Integer;
  if (whole && !Number.isSafeInteger(number)) return { kind: 'not-whole' };
  if (option.choices?.length) return choiceFault(option.choices, number);
  const range = rangeOf(option);
  return isWithin(number, range) ? undefined : { kind: 'range', range };
}

/** Whether an option takes channels of this type. */
export function takesChannel(
  { channel_types: types }: APIApplicationCommandChannelOption,
  type: ChannelType,
): boolean {
  return !types?.length || types.some((taken) => taken === type);
}

function choiceFault(choices: Choices, value: string | number): OptionFault | undefined {
  return choices.some((choice) => choice.value === value)
    ? undefined
    : { kind: 'no-choice', choices };
}
