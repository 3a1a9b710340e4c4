import type { Job } from '../src/record/job/job.ts';
import type { Services } from './services.ts';

/** For whom pictures are to be made, and what they come from. */
interface Asked {
  readonly guildId: string;
  readonly userId: string;
  /** What they said with the request, where they did. */
  readonly spoiler: boolean | undefined;
  /** The jobs that the new one comes from. */
  readonly from: readonly Job[];
}

/**
 * Whether pictures are covered until somebody uncovers them: by their server's rule, since what they come from is, or
 * since whoever asks wants it, with this request or for all of theirs.
 */
export async function isCovered(
  { guildId, userId, spoiler, from }: Asked,
  { personSettings, spoilerRules }: Pick<Services, 'personSettings' | 'spoilerRules'>,
): Promise<boolean> {
  if (from.some(({ covered }) => covered) || (await spoilerRules.holdsIn(guildId))) return true;
  return spoiler ?? (await personSettings.of(userId)).spoiler;
}
