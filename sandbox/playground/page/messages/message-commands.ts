import { ApplicationCommandType, type APIApplicationCommand } from 'discord-api-types/v10';
import { whyNotOffered } from '../../../discord/rules/offering.ts';
import type { ChannelView, MessageView, PersonView } from '../../wire.ts';
import { isEphemeral, isLoading } from './seen-by.ts';

/** The names of the commands in the menu of a message, as Discord offers them to somebody. */
export function messageCommands(
  commands: readonly APIApplicationCommand[],
  view: MessageView,
  { permissions }: Pick<PersonView, 'permissions'>,
  { ageRestricted, recipientId }: Pick<ChannelView, 'ageRestricted' | 'recipientId'>,
): string[] {
  // Discord passes nobody's ephemeral message on to an application.
  if (isEphemeral(view) || isLoading(view)) return [];
  const direct = recipientId !== undefined;
  const whereabouts = { direct, permissions: BigInt(permissions), ageRestricted };
  return commands
    .filter(({ type }) => type === ApplicationCommandType.Message)
    .filter((command) => !whyNotOffered(command, whereabouts))
    .map(({ name }) => name);
}
