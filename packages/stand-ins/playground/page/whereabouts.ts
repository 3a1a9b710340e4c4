import { ApplicationIntegrationType, InteractionContextType } from 'discord-api-types/v10';
import type { Whereabouts } from '../../discord/rules/offering.ts';
import type { ChannelView, PersonView } from '../wire.ts';

const { GuildInstall, UserInstall } = ApplicationIntegrationType;

/** Who is about to use a command, and where, as Discord's rules ask. */
export function whereaboutsOf(
  { permissions, installed }: Pick<PersonView, 'permissions' | 'installed'>,
  channel: Pick<ChannelView, 'ageRestricted' | 'recipientId' | 'isGroup' | 'isGuest'>,
): Whereabouts {
  const { ageRestricted, recipientId, isGroup = false, isGuest = false } = channel;
  return {
    context:
      recipientId !== undefined
        ? InteractionContextType.BotDM
        : isGroup
          ? InteractionContextType.PrivateChannel
          : InteractionContextType.Guild,
    installs: [...(isGuest ? [] : [GuildInstall]), ...(installed ? [UserInstall] : [])],
    permissions: BigInt(permissions),
    ageRestricted,
  };
}
