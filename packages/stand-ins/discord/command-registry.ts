import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  type APIApplicationCommand,
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
  type APIApplicationCommandSubcommandOption,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import { ApplicationCommandUpdateRequestSchema } from 'discord-api-spec/zod';
import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../../../src/engines/clock.ts';
import { Listeners } from '../listeners.ts';
import { checkCommandCounts, checkCommandNames, checkCommandRules } from './command-rules.ts';
import { FormErrors } from './discord-error.ts';
import { checkForm, isRecord } from './form.ts';
import type { Snowflakes } from './snowflake.ts';

/** Sent along for old clients, whatever `contexts` says. */
const LEGACY_FIELDS = { dm_permission: true } as const;

/** Where commands are registered: everywhere, or in the server with this id. */
export type CommandScope = string;

/** One bulk overwrite that was taken. */
export interface Registration {
  readonly scope: CommandScope;
  readonly commands: readonly APIApplicationCommand[];
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** The commands that Discord holds for the bot. */
export class CommandRegistry {
  readonly registrations: Registration[] = [];
  readonly #clock: Clock;
  readonly #snowflakes: Snowflakes;
  readonly #applicationId: string;
  readonly #scopes = new Map<CommandScope, readonly APIApplicationCommand[]>();
  readonly #listeners = new Listeners<Registration>();

  constructor(parts: { clock: Clock; snowflakes: Snowflakes; applicationId: string }) {
    this.#clock = parts.clock;
    this.#snowflakes = parts.snowflakes;
    this.#applicationId = parts.applicationId;
  }

  get(scope: CommandScope): readonly APIApplicationCommand[] {
    return this.#scopes.get(scope) ?? [];
  }

  /**
   * The command that a person in the server gets by this name: the server's own goes first. In direct
   * messages, which are in no server, there are only the global ones.
   */
  find(
    name: string,
    guildId: string | undefined,
    type = ApplicationCommandType.ChatInput,
  ): APIApplicationCommand | undefined {
    const own = guildId === undefined ? [] : this.get(guildId);
    return [...own, ...this.get('global')].find(
      (command) => command.name === name && command.type === type,
    );
  }

  /** Bulk overwrite. Throws a DiscordError (50035) that names every wrong field. */
  replace(scope: CommandScope, body: unknown): readonly APIApplicationCommand[] {
    const definitions = readDefinitions(body);
    const commands = definitions.map((definition) => this.#store(scope, definition));
    this.#scopes.set(scope, commands);
    const registration = { scope, commands, at: this.#clock.now() };
    this.registrations.push(registration);
    this.#listeners.tell(registration);
    return commands;
  }

  /** Calls the listener after every bulk overwrite. Returns what stops that. */
  onRegistration(listener: (registration: Registration) => void): () => void {
    return this.#listeners.add(listener);
  }

  /** A command keeps its id while its name and kind are there, and its version while it is unchanged. */
  #store(
    scope: CommandScope,
    definition: RESTPostAPIApplicationCommandsJSONBody,
  ): APIApplicationCommand {
    const type = definition.type ?? ApplicationCommandType.ChatInput;
    const before = this.get(scope).find(
      (command) => command.name === definition.name && command.type === type,
    );
    const options = 'options' in definition ? (definition.options ?? []) : [];
    const global = scope === 'global';
    const id = before?.id ?? this.#snowflakes.next();
    const command: APIApplicationCommand = {
      id,
      application_id: this.#applicationId,
      version: before?.version ?? this.#snowflakes.next(),
      ...(!global && { guild_id: scope }),
      type,
      name: definition.name,
      name_localizations: localizations(definition.name_localizations),
      description: 'description' in definition ? (definition.description ?? '') : '',
      description_localizations: localizations(definition.description_localizations),
      default_member_permissions: definition.default_member_permissions ?? null,
      ...LEGACY_FIELDS,
      nsfw: definition.nsfw ?? false,
      ...(global && {
        contexts: definition.contexts ?? null,
        integration_types: definition.integration_types ?? [
          ApplicationIntegrationType.GuildInstall,
        ],
      }),
      ...(options.length > 0 && { options: options.map(asReturned) }),
    };
    return before && !isDeepStrictEqual(before, command)
      ? { ...command, version: this.#snowflakes.next() }
      : command;
  }
}

function localizations(map: Readonly<Record<string, string | null | undefined>> | null = {}) {
  const entries = Object.entries(map ?? {}).filter(([, text]) => text !== undefined);
  return entries.length > 0
    ? Object.fromEntries(entries.map(([locale, text]) => [locale, text ?? null]))
    : null;
}

function readDefinitions(body: unknown): RESTPostAPIApplicationCommandsJSONBody[] {
  const errors = new FormErrors();
  if (!Array.isArray(body)) {
    errors.add([], 'BASE_TYPE_INVALID', 'Only iterables may be used in a ListType');
    errors.throwIfAny();
    return [];
  }
  const definitions: RESTPostAPIApplicationCommandsJSONBody[] = [];
  body.map(withNumericPermissions).forEach(([checked, sent], index) => {
    if (!checkForm(ApplicationCommandUpdateRequestSchema, checked, [index], errors)) return;
    checkCommandRules(checked, [index], errors);
    definitions.push({ ...checked, default_member_permissions: sent });
  });
  checkCommandNames(definitions, errors);
  errors.throwIfAny();
  checkCommandCounts(definitions);
  return definitions;
}

/** Permissions go over the wire as text; Discord's schema has them only as a number. */
function withNumericPermissions(command: unknown): [checked: unknown, sent: string | null] {
  if (!isRecord(command)) return [command, null];
  const { default_member_permissions: sent } = command;
  if (typeof sent !== 'string') return [command, typeof sent === 'number' ? String(sent) : null];
  return [{ ...command, default_member_permissions: Number(sent) }, sent];
}

function isEmpty(list: readonly unknown[] | null | undefined): boolean {
  return !list || list.length === 0;
}

/** Discord returns an option without what is false or empty. */
function asReturned(option: APIApplicationCommandOption): APIApplicationCommandOption {
  if (option.type === ApplicationCommandOptionType.SubcommandGroup) {
    return { ...option, options: (option.options ?? []).map(subcommandAsReturned) };
  }
  return option.type === ApplicationCommandOptionType.Subcommand
    ? subcommandAsReturned(option)
    : valueAsReturned(option);
}

function subcommandAsReturned(
  option: APIApplicationCommandSubcommandOption,
): APIApplicationCommandSubcommandOption {
  return { ...option, options: (option.options ?? []).map(valueAsReturned) };
}

function valueAsReturned(
  option: APIApplicationCommandBasicOption,
): APIApplicationCommandBasicOption {
  const copy: APIApplicationCommandBasicOption = { ...option };
  if (!copy.required) delete copy.required;
  if ('autocomplete' in copy && !copy.autocomplete) delete copy.autocomplete;
  if ('choices' in copy && isEmpty(copy.choices)) delete copy.choices;
  return copy;
}
