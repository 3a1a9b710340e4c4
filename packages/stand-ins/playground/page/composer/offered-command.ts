import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type APIApplicationCommand,
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
  type LocalizationMap,
} from 'discord-api-types/v10';
import { whyNotOffered } from '../../../discord/rules/offering.ts';
import type { ChannelView, PersonView } from '../../wire.ts';
import { whereaboutsOf } from '../whereabouts.ts';

/** A command, or a subcommand, that a person can pick. */
export interface OfferedCommand {
  readonly name: string;
  /** Its name, after that of its group and a space where it is in one. */
  readonly subcommand?: string;
  /** As it is typed after the slash. */
  readonly label: string;
  readonly description: string;
  readonly options: readonly OfferedOption[];
}

/** An option. */
export type OfferedOption = APIApplicationCommandBasicOption & {
  /** Its name in the viewer's language, if it is another one. */
  readonly label?: string;
};

/** What Discord offers this person in this channel after a slash, by name. */
export function offeredCommands(
  commands: readonly APIApplicationCommand[],
  viewer: PersonView,
  channel: ChannelView,
): OfferedCommand[] {
  const whereabouts = whereaboutsOf(viewer, channel);
  return commands
    .filter(({ type }) => type === ApplicationCommandType.ChatInput)
    .filter((command) => !whyNotOffered(command, whereabouts))
    .flatMap((command) => branches(command, [], viewer.language))
    .toSorted((a, b) => a.label.localeCompare(b.label, 'en'));
}

/** A text in a language, if there is one in it. */
function textIn(
  language: string,
  texts: Readonly<Partial<Record<string, string | null>>> | null | undefined,
): string | undefined {
  return texts?.[language] ?? undefined;
}

function optionIn(language: string, option: APIApplicationCommandBasicOption): OfferedOption {
  const label = textIn(language, option.name_localizations);
  const description = textIn(language, option.description_localizations) ?? option.description;
  return { ...option, description, ...(label !== undefined && { label }) };
}

interface Branch {
  readonly name: string;
  readonly description: string;
  readonly description_localizations?: LocalizationMap | null | undefined;
  readonly options?: readonly APIApplicationCommandOption[] | undefined;
}

/** The branch itself, or the subcommands in it. `above` names those that it is in. */
function branches(branch: Branch, above: readonly string[], language: string): OfferedCommand[] {
  const { name, options = [] } = branch;
  const description = textIn(language, branch.description_localizations) ?? branch.description;
  const path = [...above, name];
  const basic: OfferedOption[] = [];
  const found: OfferedCommand[] = [];
  for (const option of options) {
    switch (option.type) {
      case ApplicationCommandOptionType.Subcommand:
      case ApplicationCommandOptionType.SubcommandGroup:
        found.push(...branches(option, path, language));
        break;
      case ApplicationCommandOptionType.String:
      case ApplicationCommandOptionType.Integer:
      case ApplicationCommandOptionType.Boolean:
      case ApplicationCommandOptionType.User:
      case ApplicationCommandOptionType.Channel:
      case ApplicationCommandOptionType.Role:
      case ApplicationCommandOptionType.Mentionable:
      case ApplicationCommandOptionType.Number:
      case ApplicationCommandOptionType.Attachment:
        basic.push(optionIn(language, option));
        break;
    }
  }
  return found.length > 0 ? found : [offered(path, description, basic)];
}

function offered(
  path: readonly string[],
  description: string,
  options: readonly OfferedOption[],
): OfferedCommand {
  const [name = '', ...rest] = path;
  const subcommand = rest.join(' ');
  const label = path.join(' ');
  return { name, label, description, options, ...(subcommand !== '' && { subcommand }) };
}
