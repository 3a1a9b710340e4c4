import type { CustomId } from '../src/discord/custom-id.ts';
import type { ButtonInteraction } from '../src/discord/interaction.ts';
import { BotError } from '../src/errors.ts';
import type { Job } from '../src/jobs/job.ts';
import type { Services } from './services.ts';

/**
 * The job that a button belongs to. A custom id can be forged, so the click has to come from the
 * very message that the row names.
 *
 * @throws BotError `unknown_job` for any other.
 */
export async function jobOfClick(
  { guildId, channel, messageId }: ButtonInteraction,
  { jobId }: CustomId,
  { log }: Services,
): Promise<Job> {
  const job = await log.find(jobId);
  const fits =
    job?.guildId === guildId &&
    job?.channelId === channel.id &&
    (job.messageId === undefined || job.messageId === messageId);
  if (!job || !fits) throw new BotError('unknown_job');
  return job;
}
