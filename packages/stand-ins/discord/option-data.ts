import {
  ApplicationCommandOptionType,
  type APIApplicationCommandInteractionDataBasicOption,
  type APIApplicationCommandInteractionDataOption,
  type APIApplicationCommandOption,
  type APIAttachment,
  type APIInteractionDataResolved,
  type InteractionType,
} from 'discord.js';
import {
  isFile,
  isPerson,
  isRole,
  type OptionValue,
  type OptionValues,
  type PersonsFile,
} from './option-value.ts';
import { ClientRefusal } from './client-refusal.ts';
import { botPermissions } from './bot-permissions.ts';
import { roleObject } from './role-object.ts';
import { guildChannelObject } from './channel-object.ts';
import { namedMemberOf, userOf } from './person-object.ts';
import { isInGuild, type Channel, type Person, type Role, type World } from './world.ts';

/** What a form's values become in an interaction. */
export interface FilledForm {
  readonly options: APIApplicationCommandInteractionDataBasicOption[];
  /** The things that options name by their id. */
  readonly resolved: Required<
    Pick<APIInteractionDataResolved, 'attachments' | 'users' | 'members' | 'channels' | 'roles'>
  >;
}

/** The values as they stand in an interaction; `upload` stores a file. */
export function fillForm(
  definition: readonly APIApplicationCommandOption[],
  values: OptionValues,
  around: {
    readonly by: Person;
    readonly world: World;
    readonly upload: (file: PersonsFile) => APIAttachment;
  },
): FilledForm {
  const resolved: FilledForm['resolved'] = {
    attachments: {},
    users: {},
    members: {},
    channels: {},
    roles: {},
  };
  const add = (
    thing: PersonsFile | Person | Channel | Role,
  ): { type: ThingType; value: string } => {
    if (isFile(thing)) {
      const file = around.upload(thing);
      resolved.attachments[file.id] = file;
      return { type: ApplicationCommandOptionType.Attachment, value: file.id };
    }
    const { id } = thing;
    if (isPerson(thing)) {
      resolved.users[id] = userOf(thing);
      resolved.members[id] = namedMemberOf(thing);
      return { type: ApplicationCommandOptionType.User, value: id };
    }
    if (isRole(thing)) {
      resolved.roles[id] = roleObject(thing);
      return { type: ApplicationCommandOptionType.Role, value: id };
    }
    if (!isInGuild(thing)) throw new ClientRefusal('no option takes direct messages');
    const { by, world } = around;
    resolved.channels[id] = {
      ...guildChannelObject(thing, world.guild.id),
      permissions: by.permissions.toString(),
      app_permissions: botPermissions(world.botAccess(thing)).toString(),
    };
    return { type: ApplicationCommandOptionType.Channel, value: id };
  };
  const options = Object.entries(values).map(([name, value]) => {
    const type = definition.find((option) => option.name === name)?.type;
    return typeof value === 'object' ? { name, ...add(value) } : plainOption(name, type, value);
  });
  return { options, resolved };
}

/** The options of a subcommand, inside it and its group. The path is empty where there is none. */
export function nested<T extends InteractionType>(
  [first, second]: readonly string[],
  options: APIApplicationCommandInteractionDataBasicOption<T>[],
): APIApplicationCommandInteractionDataOption<T>[] {
  if (first === undefined) return options;
  const name = second ?? first;
  const subcommand = { name, type: ApplicationCommandOptionType.Subcommand as const, options };
  if (second === undefined) return [subcommand];
  return [
    { name: first, type: ApplicationCommandOptionType.SubcommandGroup, options: [subcommand] },
  ];
}

type ThingType =
  | ApplicationCommandOptionType.Attachment
  | ApplicationCommandOptionType.User
  | ApplicationCommandOptionType.Channel
  | ApplicationCommandOptionType.Role;

function plainOption(
  name: string,
  type: ApplicationCommandOptionType | undefined,
  value: Exclude<OptionValue, object>,
): APIApplicationCommandInteractionDataBasicOption {
  if (typeof value === 'boolean') {
    return { name, type: ApplicationCommandOptionType.Boolean, value };
  }
  if (typeof value === 'string') {
    // The id of one that nobody has seen, which only a raw use sends.
    const isId =
      type === ApplicationCommandOptionType.User ||
      type === ApplicationCommandOptionType.Channel ||
      type === ApplicationCommandOptionType.Role;
    return { name, type: isId ? type : ApplicationCommandOptionType.String, value };
  }
  return type === ApplicationCommandOptionType.Number || !Number.isInteger(value)
    ? { name, type: ApplicationCommandOptionType.Number, value }
    : { name, type: ApplicationCommandOptionType.Integer, value };
}
