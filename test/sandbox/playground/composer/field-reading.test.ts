import {
  ApplicationCommandOptionType,
  ChannelType,
  type APIApplicationCommandBasicOption,
} from 'discord-api-types/v10';
import { expect, it } from 'vitest';
import { readField } from '../../../../packages/stand-ins/playground/page/composer/field-reading.ts';
import { limits } from '../../../../packages/stand-ins/playground/page/composer/limits.ts';
import { optionItems } from '../../../../packages/stand-ins/playground/page/composer/option-items.ts';
import { AROUND } from './sample-command.ts';

const Type = ApplicationCommandOptionType;
const named = { name: 'it', description: 'It' } as const;
const text = { ...named, type: Type.String, min_length: 2, max_length: 4 } as const;
const whole = { ...named, type: Type.Integer, min_value: 15, max_value: 50 } as const;
const number = { ...named, type: Type.Number, min_value: 0 } as const;
const chosen: APIApplicationCommandBasicOption = {
  ...named,
  type: Type.Integer,
  choices: [
    { name: 'Small', value: 1 },
    { name: 'Large', value: 2 },
  ],
};
const person = { ...named, type: Type.User } as const;
const role = { ...named, type: Type.Role } as const;
const file = { ...named, type: Type.Attachment } as const;

const read = (option: APIApplicationCommandBasicOption, typed: string) => {
  const reading = readField({ option, text: typed, checked: true }, AROUND);
  return reading.kind === 'value' ? reading.value : reading.problem;
};

it.each<[APIApplicationCommandBasicOption, string, unknown]>([
  [text, ' cat ', 'cat'],
  [text, 'c', 'Write 2 to 4 characters; this has 1.'],
  [text, 'a cat', 'Write 2 to 4 characters; this has 5.'],
  [whole, '15', 15],
  [whole, '14', 'Write a whole number, 15 to 50.'],
  [whole, '20.5', 'Write a whole number, 15 to 50.'],
  [whole, 'many', 'Write a whole number, 15 to 50.'],
  [{ ...named, type: Type.Integer }, '-1', -1],
  [{ ...named, type: Type.Integer }, '9007199254740993', 'Write a whole number.'],
  [number, '.5', 0.5],
  [number, '7.', 7],
  [number, '-1', 'Write a number, 0 or more.'],
  [number, '0,5', 'Write a number, 0 or more.'],
  [number, '0x10', 'Write a number, 0 or more.'],
  [number, '.', 'Write a number, 0 or more.'],
  [chosen, 'large', 2],
  [chosen, '3', 'Pick one from the list.'],
  [{ ...named, type: Type.Boolean }, 'true', true],
  [person, 'mo', { user: 'p2' }],
  [person, 'nobody', 'Pick one from the list.'],
  [{ ...named, type: Type.Channel }, '#late', { channel: 'c2' }],
  [{ ...text, required: true }, ' ', 'Fill this in; it is required.'],
  [text, '', 'Fill this in, or remove it.'],
  [file, '', 'Choose a file, or remove this option.'],
  [{ ...file, required: true }, '', 'Choose a file; this is required.'],
  [role, '', 'The playground has no roles. Remove this option.'],
])('reads %j with "%s" typed as %j', (option, typed, expected) => {
  expect(read(option, typed)).toEqual(expected);
});

it('takes what was picked before what is typed', () => {
  const field = { option: person, text: 'Ada', picked: { user: 'p2' }, checked: false };
  expect(readField(field, AROUND)).toEqual({ kind: 'value', value: { user: 'p2' } });
});

it.each<[APIApplicationCommandBasicOption, string | undefined]>([
  [text, '2 to 4 characters'],
  [{ ...text, min_length: 1 }, 'up to 4 characters'],
  [whole, '15 to 50'],
  [number, '0 or more'],
  [{ ...named, type: Type.Number, max_value: 1 }, 'up to 1'],
  [chosen, undefined],
  [person, undefined],
  [{ ...file, file_types: ['image', '.pdf'] }, 'image, .pdf'],
])('says of %j that it takes %j', (option, expected) => {
  expect(limits(option)).toBe(expected);
});

it.each<[(ChannelType.GuildText | ChannelType.PublicThread)[] | undefined, readonly string[]]>([
  [undefined, ['#general', '#late', 'talk']],
  [[ChannelType.GuildText], ['#general', '#late']],
  [[ChannelType.PublicThread], ['talk']],
])('offers channels of the types %j', (types, expected) => {
  const option = { ...named, type: Type.Channel, ...(types && { channel_types: types }) } as const;
  expect(optionItems(option, AROUND)?.map(({ label }) => label)).toEqual(expected);
});
