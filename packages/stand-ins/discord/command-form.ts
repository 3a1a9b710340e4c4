import {
  ApplicationCommandOptionType,
  ApplicationIntegrationType,
  ChannelType,
  type APIApplicationCommand,
  type APIApplicationCommandOption,
} from 'discord.js';
import { ClientRefusal } from './client-refusal.ts';
import { contextOf, ownersOf } from './installs.ts';
import { problemWith } from './option-problem.ts';
import type { OptionValues } from './option-value.ts';
import { whyNotOffered } from './rules/offering.ts';
import type { Channel, Person, World } from './world.ts';

const EVERY_INSTALL = [
  ApplicationIntegrationType.GuildInstall,
  ApplicationIntegrationType.UserInstall,
] as const;

/**
 * Refuses, as Discord's own form does, what a command's definition does not allow. Throws a ClientRefusal
 * that names the option.
 */
export function checkCommandForm(
  definition: readonly APIApplicationCommandOption[],
  values: OptionValues,
): void {
  for (const name of Object.keys(values)) {
    if (!definition.some((option) => option.name === name)) {
      throw new ClientRefusal(`the form has no option ${name}`);
    }
  }
  for (const option of definition) {
    const value = values[option.name];
    const problem =
      value === undefined ? option.required && 'is required' : problemWith(option, value);
    if (problem) throw new ClientRefusal(`the form refuses ${option.name}: it ${problem}`);
  }
}

/** Throws a ClientRefusal where Discord does not offer the command to this person in this channel. */
export function checkOffered(
  command: APIApplicationCommand | undefined,
  { by, in: channel, name }: { readonly by: Person; readonly in: Channel; readonly name: string },
  world: World,
): asserts command is APIApplicationCommand {
  if (!command) throw new ClientRefusal(`there is no command ${name}`);
  if (channel.type === ChannelType.DM && channel.recipient.id !== by.id) {
    throw new ClientRefusal(`those are ${channel.recipient.displayName}'s direct messages`);
  }
  const { permissions } = by;
  const ageRestricted = world.isAgeRestricted(channel);
  const owners = ownersOf(channel, by, { world, types: EVERY_INSTALL });
  const installs = EVERY_INSTALL.filter((type) => owners[type] !== undefined);
  const whereabouts = { context: contextOf(channel), installs, permissions, ageRestricted };
  switch (whyNotOffered(command, whereabouts)) {
    case undefined:
      return;
    case 'channel':
      throw new ClientRefusal(`${name} is not offered in that channel`);
    case 'person':
      throw new ClientRefusal(`${name} is not offered to ${by.displayName}`);
  }
}

/**
 * The options of a command, or of the subcommand at this path: its name, after its group's where
 * it is in one. `undefined` where there is no such subcommand, or where one has to be named.
 */
export function optionsAt(
  options: readonly APIApplicationCommandOption[],
  [name, ...rest]: readonly string[],
): readonly APIApplicationCommandOption[] | undefined {
  if (name === undefined) return options.some(isBranch) ? undefined : options;
  const branch = options.filter(isBranch).find((option) => option.name === name);
  return branch && optionsAt(branch.options ?? [], rest);
}

type Branch = Extract<
  APIApplicationCommandOption,
  { type: ApplicationCommandOptionType.Subcommand | ApplicationCommandOptionType.SubcommandGroup }
>;

/** Whether it is a subcommand or a group of them. */
export function isBranch(option: APIApplicationCommandOption): option is Branch {
  return (
    option.type === ApplicationCommandOptionType.Subcommand ||
    option.type === ApplicationCommandOptionType.SubcommandGroup
  );
}
