import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type APIApplicationCommand,
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
} from 'discord-api-types/v10';
import { whyNotOffered } from '../../../discord/rules/offering.ts';
import type { ChannelView, PersonView } from '../../wire.ts';

/** A command, or a subcommand, that a person can pick. */
export interface OfferedCommand {
  readonly name: string;
  /** Its name, after that of its group and a space where it is in one. */
  readonly subcommand?: string;
  /** As it is typed after the slash. */
  readonly label: string;
  readonly description: string;
  readonly options: readonly APIApplicationCommandBasicOption[];
}

/** What Discord offers this person in this channel after a slash, by name. */
export function offeredCommands(
  commands: readonly APIApplicationCommand[],
  viewer: PersonView,
  channel: ChannelView,
): OfferedCommand[] {
  const { ageRestricted } = channel;
  const direct = channel.recipientId !== undefined;
  const whereabouts = { direct, permissions: BigInt(viewer.permissions), ageRestricted };
  return commands
    .filter(({ type }) => type === ApplicationCommandType.ChatInput)
    .filter((command) => !whyNotOffered(command, whereabouts))
    .flatMap(({ name, description, options = [] }) => branches({ name, description, options }, []))
    .toSorted((a, b) => a.label.localeCompare(b.label, 'en'));
}

interface Branch {
  readonly name: string;
  readonly description: string;
  readonly options: readonly APIApplicationCommandOption[];
}

/** The branch itself, or the subcommands in it. `above` names those that it is in. */
function branches({ name, description, options }: Branch, above: readonly string[]) {
  const path = [...above, name];
  const basic: APIApplicationCommandBasicOption[] = [];
  const found: OfferedCommand[] = [];
  for (const option of options) {
    switch (option.type) {
      case ApplicationCommandOptionType.Subcommand:
      case ApplicationCommandOptionType.SubcommandGroup:
        found.push(...branches({ ...option, options: option.options ?? [] }, path));
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
        basic.push(option);
        break;
    }
  }
  return found.length > 0 ? found : [offered(path, description, basic)];
}

function offered(
  path: readonly string[],
  description: string,
  options: readonly APIApplicationCommandBasicOption[],
): OfferedCommand {
  const [name = '', ...rest] = path;
  const subcommand = rest.join(' ');
  const label = path.join(' ');
  return { name, label, description, options, ...(subcommand !== '' && { subcommand }) };
}
