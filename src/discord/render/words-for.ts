import type { Job } from '../../jobs/job.ts';
import { say, type Catalogue } from '../../say/say.ts';

/** The words of a job's message: in its server's language, and in its person's where only they see it. */
export function wordsFor({
  ephemeral,
  private: isPrivate,
  locale,
  guildLocale,
}: Pick<Job, 'ephemeral' | 'private' | 'locale' | 'guildLocale'>): Catalogue {
  return say(ephemeral || isPrivate ? locale : guildLocale);
}
