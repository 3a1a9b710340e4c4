import { isSpoiler, type Job } from '../src/jobs/job.ts';
import type { Services } from './services.ts';

/** For whom pictures are to be made, and what they come from. */
interface Asked {
  readonly guildId: string;
  readonly userId: string;
  /** What they said with the request, where they did. */
  readonly spoiler?: boolean | undefined;
  readonly private?: boolean | undefined;
  /** The jobs that the new one comes from. */
  readonly from: readonly Job[];
}

/** How a job's message is shown. */
export interface HowShown {
  /** Whether its pictures are covered until somebody uncovers them. */
  readonly covered: boolean;
  /** Whether it is its requester's alone. */
  readonly isPrivate: boolean;
}

/**
 * Pictures are covered by their server's rule, since what they come from is, or since whoever asks wants it, with this
 * request or for all of theirs. The same makes a job private, but for the rule.
 */
export async function howShown(
  { guildId, userId, spoiler, private: said, from }: Asked,
  { personSettings, spoilerRules }: Pick<Services, 'personSettings' | 'spoilerRules'>,
): Promise<HowShown> {
  const own = await personSettings.of(userId);
  const isRule = from.some(isSpoiler) || (await spoilerRules.holdsIn(guildId));
  return {
    covered: isRule || (spoiler ?? own.spoiler),
    isPrivate: from.some((job) => job.private) || (said ?? own.private),
  };
}
