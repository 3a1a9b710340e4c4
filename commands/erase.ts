import type { EraseOutcome } from '../src/discord/render/privacy-lines.ts';
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
    // As with one picture: a file that is left is swept at the next start.
    await pictures.remove(gone).catch((err: unknown) => {
      logger.error({ err }, 'a removed picture is still on the disk');
    });
  });
  return { ...erased, removal: await messages.within(LONGEST_WAIT_MS) };
}
