import { ApplicationCommandType, type APIApplicationCommand } from 'discord-api-types/v10';
import { whyNotOffered } from '../../../discord/rules/offering.ts';
import type { MessageView } from '../../wire.ts';
import { whereaboutsOf } from '../whereabouts.ts';
import { isEphemeral, isLoading } from './seen-by.ts';

/** The names of the commands in the menu of a message, as Discord offers them to somebody. */
export function messageCommands(
  commands: readonly APIApplicationCommand[],
  view: MessageView,
  viewer: Parameters<typeof whereaboutsOf>[0],
  channel: Parameters<typeof whereaboutsOf>[1],
): string[] {
  // Discord passes nobody's ephemeral message on to an application.
  if (isEphemeral(view) || isLoading(view)) return [];
  const whereabouts = whereaboutsOf(viewer, channel);
  return commands
    .filter(({ type }) => type === ApplicationCommandType.Message)
    .filter((command) => !whyNotOffered(command, whereabouts))
    .map(({ name }) => name);
}
