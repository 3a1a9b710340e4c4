import {
  ApplicationCommandType,
  type APIApplicationCommandOption,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import type { FieldPath, FormErrors } from './discord-error.ts';

/** Characters in all names, descriptions and choice values of one command. */
const LARGEST_COMMAND = 8000;

/** Discord's pattern for names of slash commands and options, from its API reference. */
const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

/** Discord's rules about a command that its published schemas do not hold. */
export function checkCommandRules(
  command: RESTPostAPIApplicationCommandsJSONBody,
  path: FieldPath,
  errors: FormErrors,
): void {
  if ((command.type ?? ApplicationCommandType.ChatInput) !== ApplicationCommandType.ChatInput) {
    return;
  }
  checkName(command.name, path, errors);
  const description = 'description' in command ? command.description : undefined;
  if (!description) {
    errors.add([...path, 'description'], 'BASE_TYPE_REQUIRED', 'This field is required');
  }
  const options = 'options' in command ? (command.options ?? []) : [];
  checkOptions(options, path, errors);
  const length = command.name.length + (description?.length ?? 0) + options.reduce(sumOfOptions, 0);
  if (length > LARGEST_COMMAND) {
    const message = `Command exceeds maximum size (${LARGEST_COMMAND})`;
    errors.add(path, 'APPLICATION_COMMAND_TOO_LARGE', message);
  }
}

/** Refuses two commands of one kind with the same name. */
export function checkCommandNames(
  commands: readonly RESTPostAPIApplicationCommandsJSONBody[],
  errors: FormErrors,
): void {
  const seen = new Set<string>();
  commands.forEach(({ type, name }, index) => {
    const key = `${type ?? ApplicationCommandType.ChatInput} ${name}`;
    if (seen.has(key)) {
      const message = 'Application command names must be unique';
      errors.add([index, 'name'], 'APPLICATION_COMMANDS_DUPLICATE_NAME', message);
    }
    seen.add(key);
  });
}

function checkOptions(
  options: readonly APIApplicationCommandOption[],
  path: FieldPath,
  errors: FormErrors,
): void {
  const seen = new Set<string>();
  let optionalSeen = false;
  options.forEach((option, index) => {
    const place = [...path, 'options', index];
    checkName(option.name, place, errors);
    if (seen.has(option.name)) {
      const message = 'Option names must be unique';
      errors.add([...place, 'name'], 'APPLICATION_COMMAND_OPTIONS_NAME_INVALID', message);
    }
    seen.add(option.name);
    if (option.required && optionalSeen) {
      const message = 'Required options must be placed before non-required options';
      errors.add(place, 'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID', message);
    }
    optionalSeen ||= !option.required;
    if ('options' in option) checkOptions(option.options ?? [], place, errors);
  });
}

function checkName(name: string, path: FieldPath, errors: FormErrors): void {
  if (NAME.test(name) && name === name.toLowerCase()) return;
  errors.add([...path, 'name'], 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
}

function sumOfOptions(sum: number, option: APIApplicationCommandOption): number {
  const choices: readonly { name: string; value: string | number }[] =
    'choices' in option ? (option.choices ?? []) : [];
  const nested = 'options' in option ? (option.options ?? []).reduce(sumOfOptions, 0) : 0;
  return choices.reduce(
    (total, { name, value }) => total + name.length + String(value).length,
    sum + option.name.length + option.description.length + nested,
  );
}
