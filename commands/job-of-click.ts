import type { JobCustomId } from '../src/discord/interactions/custom-id.ts';
import type {
  ButtonInteraction,
  InteractionBase,
} from '../src/discord/interactions/interaction.ts';
import { isOwnMessage } from '../src/discord/interactions/own-message.ts';
import { BotError } from '../src/errors/errors.ts';
import type { Job } from '../src/record/job/job.ts';
import type { Services } from './services.ts';

/**
 * The job that a button belongs to. A custom id can be forged, so the click has to come from the
 * very message that the row names.
 *
 * @throws BotError `unknown_job` for any other.
 */
export async function jobOfClick(
  interaction: ButtonInteraction,
  id: JobCustomId,
  services: Pick<Services, 'log'>,
): Promise<Job> {
  const job = await jobAskedHere(interaction, id, services);
  if (!isOwnMessage(job, interaction.message)) throw new BotError('unknown_job');
  return job;
}

/**
 * The same where the message may be another by now: once a question is answered, the row names
 * the answer's message.
 */
export async function jobAskedHere(
  { guildId, channel }: InteractionBase,
  { job: jobId }: JobCustomId,
  { log }: Pick<Services, 'log'>,
): Promise<Job> {
  const job = await log.jobs.find(jobId);
  if (job?.guildId !== guildId || job?.channelId !== channel.id || job.erasedAt !== undefined) {
    throw new BotError('unknown_job');
  }
  return job;
}
