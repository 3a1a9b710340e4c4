import { parseCustomId, type JobCustomId } from '../src/discord/interactions/custom-id.ts';
import type {
  ButtonInteraction,
  InteractionBase,
  ModalInteraction,
  Press,
} from '../src/discord/interactions/interaction.ts';
import { isOwnMessage } from '../src/discord/interactions/shown-message.ts';
import { BotError } from '../src/errors/errors.ts';
import type { Job } from '../src/jobs/job.ts';
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
 * The same where the message may be another: a question that was answered since, a panel, or none where a command opened a
 * form. A message with buttons about jobs speaks for those alone. A private job is its requester's alone, in direct
 * messages as well.
 */
export async function jobAskedHere(
  interaction: Press | ModalInteraction,
  { job: jobId }: JobCustomId,
  { log }: Pick<Services, 'log'>,
): Promise<Job> {
  const named = jobsNamedBy(interaction);
  const isAskedThere = named.length === 0 || named.includes(jobId);
  const job = isAskedThere ? await log.jobs.find(jobId) : undefined;
  if (!job || !isHere(job, interaction) || job.erasedAt !== undefined) {
    throw new BotError('unknown_job');
  }
  return job;
}

/** The jobs that a message's buttons and menus are about, by the message that Discord sends. */
function jobsNamedBy({ message }: Press | ModalInteraction): readonly string[] {
  return (message?.customIds ?? []).flatMap((text) => {
    const id = parseCustomId(text);
    return id && 'job' in id ? [id.job] : [];
  });
}

/** Whether an interaction comes from where a job's message is, from somebody who sees that. */
function isHere(job: Job, { guildId, channel, user }: InteractionBase): boolean {
  if (job.private && job.userId !== user.id) return false;
  const isDirect = job.private && guildId === undefined;
  return (isDirect || job.guildId === guildId) && job.channelId === channel.id;
}
