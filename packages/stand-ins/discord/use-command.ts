import { ApplicationCommandType } from 'discord.js';
import { ClientRefusal } from './client-refusal.ts';
import { checkCommandForm, checkOffered, optionsAt } from './command-form.ts';
import {
  autocompletePayload,
  commandPayload,
  messageCommandPayload,
} from './interaction-payload.ts';
import type { SandboxInteraction } from './interaction.ts';
import { payloadOf, type Message } from './message.ts';
import { fillForm, nested } from './option-data.ts';
import type { OptionValues, PersonsFile } from './option-value.ts';
import { sendInteraction, situationOf, type Surroundings } from './send-interaction.ts';
import { uploadFile } from './upload-file.ts';
import type { Channel, Person } from './world.ts';

/** A slash command that somebody sends. */
export interface CommandUse {
  readonly by: Person;
  readonly in: Channel;
  readonly name: string;
  /** Its name, after that of its group and a space where it is in one. */
  readonly subcommand?: string;
  readonly options?: OptionValues;
  /** The bot's permission bits in that channel. Default: all that it needs. */
  readonly appPermissions?: bigint;
  /** Sends it whether or not Discord would offer it and its form would let it through. */
  readonly raw?: boolean;
}

/** A command that somebody picks in the menu of a message. */
export interface MessageCommandUse {
  readonly by: Person;
  readonly message: Message;
  readonly name: string;
  readonly appPermissions?: bigint;
  /** Sends it whether or not Discord would offer it to `by`, and whether they see the message. */
  readonly raw?: boolean;
}

/** A slash command that somebody is typing. */
export interface CommandTyping {
  readonly by: Person;
  readonly in: Channel;
  readonly name: string;
  readonly subcommand?: string;
  /** The option that is being typed. */
  readonly focused: string;
  readonly options: Readonly<Record<string, string>>;
}

export function useCommand(parts: Surroundings, use: CommandUse): SandboxInteraction {
  const { by, in: channel, name, options: values = {}, appPermissions, raw = false } = use;
  const command = parts.commands.find(name, parts.world.guildIdOf(channel));
  const path = pathOf(use);
  const definition = optionsAt(command?.options ?? [], path);
  if (!raw) {
    checkOffered(command, use, parts.world);
    if (!definition) throw new ClientRefusal(`/${name} has no subcommand ${path.join(' ')}`.trim());
    checkCommandForm(definition, values);
  }
  const upload = (file: PersonsFile) => uploadFile(parts, file);
  const { options, resolved } = fillForm(definition ?? [], values, {
    by,
    world: parts.world,
    upload,
  });
  const { id } = command ?? { id: parts.snowflakes.next() };
  const types = command?.integration_types;
  const situation = situationOf(parts, by, channel, { types, appPermissions });
  const payload = commandPayload(situation, { id, name }, nested(path, options), resolved);
  return sendInteraction(parts, by, payload);
}

export function useMessageCommand(
  parts: Surroundings,
  { by, message, name, appPermissions, raw = false }: MessageCommandUse,
): SandboxInteraction {
  const { commands, messages, world } = parts;
  const channel = world.channel(message.channel_id);
  if (!channel) throw new ClientRefusal('the channel of that message is gone');
  const command = commands.find(name, world.guildIdOf(channel), ApplicationCommandType.Message);
  if (!raw) {
    checkOffered(command, { by, in: channel, name }, world);
    const seen = messages.list(channel.id, by).some(({ id }) => id === message.id);
    if (!seen) throw new ClientRefusal(`${by.displayName} does not see that message`);
  }
  const { id } = command ?? { id: parts.snowflakes.next() };
  const types = command?.integration_types;
  const situation = situationOf(parts, by, channel, { types, appPermissions });
  const target = payloadOf(messages.get(message.id) ?? message);
  return sendInteraction(parts, by, messageCommandPayload(situation, { id, name }, target));
}

/** Types into an option with autocomplete. The answer holds the choices. */
export function completeOption(parts: Surroundings, use: CommandTyping): SandboxInteraction {
  const { by, in: channel, name, focused } = use;
  const command = parts.commands.find(name, parts.world.guildIdOf(channel));
  checkOffered(command, use, parts.world);
  const path = pathOf(use);
  const definition = optionsAt(command.options ?? [], path) ?? [];
  const option = definition.find((candidate) => candidate.name === focused);
  if (!option || !('autocomplete' in option) || !option.autocomplete) {
    throw new ClientRefusal(`/${name} does not complete ${focused}`);
  }
  const upload = (file: PersonsFile) => uploadFile(parts, file);
  const { options } = fillForm(definition, use.options, { by, world: parts.world, upload });
  const typed = options.map((each) => (each.name === focused ? { ...each, focused: true } : each));
  const situation = situationOf(parts, by, channel, { types: command.integration_types });
  return sendInteraction(parts, by, autocompletePayload(situation, command, nested(path, typed)));
}

function pathOf({ subcommand }: { readonly subcommand?: string }): string[] {
  return subcommand === undefined ? [] : subcommand.split(' ');
}
