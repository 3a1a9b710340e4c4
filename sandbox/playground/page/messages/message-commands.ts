import { ApplicationCommandType, type APIApplicationCommand } from 'discord-api-types/v10';
import type { ChannelView, MessageView, PersonView } from '../../wire.ts';
import { isOffered } from '../is-offered.ts';
import { isEphemeral, isLoading } from './seen-by.ts';

/** The names of the commands in the menu of a message, as Discord offers them to somebody. */
export function messageCommands(
  commands: readonly APIApplicationCommand[],
  view: MessageView,
  viewer: Pick<PersonView, 'permissions'>,
  channel: Pick<ChannelView, 'ageRestricted'>,
): string[] {
  // Discord does not send anybody's ephemeral message on to an application.
  if (isEphemeral(view) || isLoading(view)) return [];
  return commands
    .filter(({ type }) => type === ApplicationCommandType.Message)
    .filter((command) => isOffered(command, viewer, channel))
    .map(({ name }) => name);
}
