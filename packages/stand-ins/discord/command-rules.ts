import {
  ApplicationCommandType,
  type APIApplicationCommandOption,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import { isBranch } from './command-form.ts';
import { refuse, type FieldPath, type FormErrors } from './discord-error.ts';

/** Characters in all names, descriptions and choice values of one command. */
const LARGEST_COMMAND = 8000;

/** How many commands of each kind an application may have in one place. */
const MOST_COMMANDS = [
  [ApplicationCommandType.ChatInput, 100],
  [ApplicationCommandType.User, 5],
  [ApplicationCommandType.Message, 5],
] as const;

/** Discord's pattern for names of slash commands and options, from its API reference. */
const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

/** Discord's rules about a command that its published schemas do not hold. */
export function checkCommandRules(
  command: RESTPostAPIApplicationCommandsJSONBody,
  path: FieldPath,
  errors: FormErrors,
): void {
  const { type = ApplicationCommandType.ChatInput } = command;
  if (type === ApplicationCommandType.User || type === ApplicationCommandType.Message) {
    checkMenuCommand(command, path, errors);
  }
  if (type !== ApplicationCommandType.ChatInput) return;
  checkName(command.name, path, errors);
  const description = 'description' in command ? command.description : undefined;
  if (!description) {
    errors.add([...path, 'description'], 'BASE_TYPE_REQUIRED', 'This field is required');
  }
  const options = 'options' in command ? (command.options ?? []) : [];
  checkOptions(options, path, errors);
  const length = sizeOf(command) + options.reduce(sumOfOptions, 0);
  if (length > LARGEST_COMMAND) {
    const message = `Command exceeds maximum size (${LARGEST_COMMAND})`;
    errors.add(path, 'APPLICATION_COMMAND_TOO_LARGE', message);
  }
}

/** A command in a menu has a name of any letters and spaces, and nothing else that people see. */
function checkMenuCommand(
  command: RESTPostAPIApplicationCommandsJSONBody,
  path: FieldPath,
  errors: FormErrors,
): void {
  if (command.name.trim() === '') {
    errors.add([...path, 'name'], 'BASE_TYPE_REQUIRED', 'This field is required');
  }
  for (const field of ['description', 'options'] as const) {
    const value: unknown = Reflect.get(command, field);
    if ((typeof value !== 'string' && !Array.isArray(value)) || value.length === 0) continue;
    const message = `Context menu commands cannot have ${field}`;
    errors.add([...path, field], 'APPLICATION_COMMAND_CONTEXT_MENU_FIELD', message);
  }
}

/** Throws a DiscordError (30032) for more commands of a kind than an application may have. */
export function checkCommandCounts(
  commands: readonly RESTPostAPIApplicationCommandsJSONBody[],
): void {
  for (const [kind, most] of MOST_COMMANDS) {
    const ofKind = commands.filter(({ type = ApplicationCommandType.ChatInput }) => type === kind);
    if (ofKind.length > most) throw refuse.tooManyCommands(most);
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
  const branches = options.some(isBranch);
  checkLocalizedNames(options, path, errors);
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
    if (branches && !isBranch(option)) {
      const message =
        'Sub-command and sub-command group option types are mutually exclusive to all other types';
      errors.add(place, 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', message);
    }
    if ('options' in option) checkOptions(option.options ?? [], place, errors);
  });
}

const INVALID_NAME = ['APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid'] as const;

function checkName(name: string, path: FieldPath, errors: FormErrors): void {
  if (!isName(name)) errors.add([...path, 'name'], ...INVALID_NAME);
}

function isName(name: string): boolean {
  return NAME.test(name) && name === name.toLowerCase();
}

function sumOfOptions(sum: number, option: APIApplicationCommandOption): number {
  const choices: readonly (Localized & { value: string | number })[] =
    'choices' in option ? (option.choices ?? []) : [];
  const nested = 'options' in option ? (option.options ?? []).reduce(sumOfOptions, 0) : 0;
  return choices.reduce(
    (total, choice) => total + sizeOf(choice) + String(choice.value).length,
    sum + sizeOf(option) + nested,
  );
}

/** Words in every language. */
interface Localized {
  readonly name: string;
  readonly name_localizations?: Localizations;
  readonly description?: string | undefined;
  readonly description_localizations?: Localizations;
}
type Localizations = Readonly<Record<string, string | null | undefined>> | null | undefined;

/** The longest language of each field counts (Discord's reference, Slash commands). */
function sizeOf(node: Localized): number {
  const longest = (text = '', others: Localizations) =>
    Math.max(...[text, ...Object.values(others ?? {})].map((one) => one?.length ?? 0));
  return (
    longest(node.name, node.name_localizations) +
    longest(node.description, node.description_localizations)
  );
}

/** What names are checked by in other languages. */
function checkLocalizedNames(
  options: readonly APIApplicationCommandOption[],
  path: FieldPath,
  errors: FormErrors,
): void {
  const locales = new Set(options.flatMap((one) => Object.keys(one.name_localizations ?? {})));
  for (const locale of locales) {
    const seen = new Set<string>();
    options.forEach((option, index) => {
      const place = [...path, 'options', index];
      const others: Localizations = option.name_localizations;
      const name = others?.[locale] ?? option.name;
      if (!isName(name)) {
        errors.add([...place, 'name_localizations', locale], ...INVALID_NAME);
      }
      if (seen.has(name)) {
        const message = 'Option names must be unique';
        errors.add([...place, 'name'], 'APPLICATION_COMMAND_OPTIONS_NAME_INVALID', message);
      }
      seen.add(name);
    });
  }
}
