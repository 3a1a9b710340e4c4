import { InteractionContextType, type APIApplicationCommand } from 'discord-api-types/v10';
import { mayUse } from '../../discord/may-use.ts';
import type { ChannelView, PersonView } from '../wire.ts';

/** Whether Discord offers a command to somebody in a channel of a server. */
export function isOffered(
  command: APIApplicationCommand,
  { permissions }: Pick<PersonView, 'permissions'>,
  { ageRestricted }: Pick<ChannelView, 'ageRestricted'>,
): boolean {
  const { nsfw = false, contexts, default_member_permissions: needed } = command;
  return (
    (!nsfw || ageRestricted) &&
    (contexts?.includes(InteractionContextType.Guild) ?? true) &&
    mayUse(BigInt(permissions), needed)
  );
}
