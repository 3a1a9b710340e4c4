import { removePictures } from '../src/images/picture-store.ts';
import type { EraseOutcome } from '../src/discord/cards/privacy-card.ts';
import type { Services } from './services.ts';

/** How long the answer waits for messages to be deleted. Some may still be under way then. */
const LONGEST_WAIT_MS = 60_000;

/** Erases everything of a person, with its files and messages. */
export async function eraseAll(
  userId: string,
  { erasure, pictures, erasedMessages, logger }: Services,
): Promise<EraseOutcome> {
  const messages = erasedMessages.removal();
  const erased = await erasure.erase(userId, async ({ jobs, pictures: gone }) => {
    messages.remove(jobs);
    await removePictures(gone, { pictures, logger });
  });
  return { ...erased, removal: await messages.within(LONGEST_WAIT_MS) };
}
