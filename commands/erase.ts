import type { EraseOutcome } from '../src/discord/render/privacy-lines.ts';
import type { Services } from './services.ts';

/** How long the answer waits for messages to be deleted. Some may still be under way then. */
const LONGEST_WAIT_MS = 60_000;

/** Erases everything of a person: rows first, then files and messages. */
export async function eraseAll(
  userId: string,
  { erasure, pictures, erasedMessages }: Services,
): Promise<EraseOutcome> {
  const erased = await erasure.erase(userId);
  await pictures.remove(erased.pictures);
  const removal = await erasedMessages.removeAll(erased.jobs, LONGEST_WAIT_MS);
  return { jobs: erased.jobs.length, waiting: erased.waiting, removal };
}
