import { parseCustomId } from '../src/discord/interactions/custom-id.ts';
import type { Interaction } from '../src/discord/interactions/interaction.ts';
import type { Job } from '../src/jobs/job.ts';
import type { Services } from './services.ts';

/**
 * The job that a button, a menu or a form names. It may be forged: this says nothing of whether it is theirs, or stands
 * there. `undefined` where none is named, or there is none that can be read.
 */
export async function jobNamed(
  interaction: Interaction,
  { log }: Pick<Services, 'log'>,
): Promise<Job | undefined> {
  const id = 'customId' in interaction ? parseCustomId(interaction.customId) : undefined;
  return id && 'job' in id ? log.jobs.findReadable(id.job) : undefined;
}
