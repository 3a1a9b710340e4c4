import type { InteractionBase } from '../src/discord/interactions/interaction.ts';
import { isAgeRestricted, isThread } from '../src/safety/age-restriction.ts';
import type { Services } from './services.ts';

/** Whether somebody acts in an age-restricted channel. A thread's parent is asked for, which takes a second at most. */
export async function ageRestrictedHere(
  { channel }: Pick<InteractionBase, 'channel'>,
  { lookUpChannel }: Pick<Services, 'lookUpChannel'>,
): Promise<boolean> {
  const { parentId } = channel;
  const parent =
    isThread(channel) && parentId !== undefined ? await lookUpChannel(parentId) : undefined;
  return isAgeRestricted(channel, parent);
}
