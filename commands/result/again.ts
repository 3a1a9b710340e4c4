import type { ButtonHandler, Reply } from '../../src/discord/intake/handlers.ts';
import type { InteractionBase } from '../../src/discord/interactions/interaction.ts';
import type { Job } from '../../src/jobs/job.ts';
import { requestJob } from '../request-job.ts';
import type { Services } from '../services.ts';
import { askedAnew } from './asked-again.ts';
import { picturesForm } from './edit-form.ts';
import { madePictures, originOf, sentPictures } from './origin-of.ts';
import { pictureJob, requireUsable } from './picture-job.ts';

/** *Again*: the same with another seed. */
export const again: ButtonHandler<Services> = async (interaction, id, services) =>
  makeAgain(interaction, await pictureJob(interaction, id, services), services);

/**
 * Makes a job once more with another seed, or asks for the pictures first that somebody sent with it.
 *
 * @throws BotError for what cannot be made again, or not by this person.
 */
export async function makeAgain(
  interaction: InteractionBase,
  job: Job,
  services: Services,
): Promise<Reply> {
  requireUsable(job, interaction, services);
  if (sentPictures(job).length > 0) {
    return picturesForm(interaction, { job, action: 'again' }, services);
  }
  return requestJob(
    interaction,
    {
      request: askedAnew(job, interaction.user.id, services),
      pictures: madePictures(job),
      origin: originOf(job, 'again'),
    },
    services,
  );
}
