import type { ButtonHandler, ModalHandler, Reply } from '../src/discord/intake/handlers.ts';
import { linkTo } from '../src/discord/cards/text.ts';
import { whyUnreadable } from '../src/jobs/sql/job-rows.ts';
import { BotError } from '../src/errors/errors.ts';
import type { InteractionBase } from '../src/discord/interactions/interaction.ts';
import { type Job, lacksConsent } from '../src/jobs/job.ts';
import { jobAskedHere, jobOfClick } from './job-of-click.ts';
import { requestJob, type RequestedPicture } from './request-job.ts';
import { askedAgain } from './result/asked-again.ts';
import { picturesForm, picturesFor } from './result/edit-form.ts';
import { madePictures, sentPictures } from './result/origin-of.ts';
import { requireDestination } from './requirements.ts';
import type { Services } from './services.ts';

/** A new job of the same request, seed included, for the person whose job failed. A form asks for what they sent. */
export const retry: ButtonHandler<Services> = async (interaction, id, services) => {
  const failed = await jobOfClick(interaction, id, services);
  requireFailed(interaction, failed, services);
  if (sentPictures(failed).length > 0) {
    return picturesForm(interaction, { job: failed, action: 'retry' }, services);
  }
  return tryAgain(interaction, { failed, pictures: madePictures(failed) }, services);
};

/** The form came in, with the pictures that people sent. */
export const retrySubmit: ModalHandler<Services> = async (interaction, id, services) => {
  const failed = await jobAskedHere(interaction, id, services);
  requireFailed(interaction, failed, services);
  return tryAgain(interaction, { failed, pictures: picturesFor(failed, interaction) }, services);
};

/**
 * @throws BotError for a job of somebody else, one that did not fail, one that nothing makes any more, and one that was not
 * allowed.
 */
function requireFailed({ user }: InteractionBase, failed: Job, services: Services): void {
  const { userId, state, wanted } = failed;
  if (user.id !== userId) throw new BotError('not_your_request', { facts: { who: userId } });
  if (state !== 'failed' && state !== 'expired') throw new BotError('not_failed');
  const notAllowed = lacksConsent(failed);
  if (notAllowed) throw new BotError(notAllowed);
  if (!wanted.readable) throw new BotError(whyUnreadable(wanted.recipe, services.recipes));
  requireDestination(services, wanted);
}

async function tryAgain(
  interaction: InteractionBase,
  { failed, pictures }: { readonly failed: Job; readonly pictures: readonly RequestedPicture[] },
  services: Services,
): Promise<Reply> {
  const reply = await requestJob(
    interaction,
    {
      request: askedAgain(failed.wanted, services),
      pictures,
      retryOf: failed.id,
      origin: failed.origin,
    },
    services,
  );
  if (reply.kind !== 'answered') return reply;
  const again = await services.log.jobs.findRetryOf(failed.id);
  // The same click delivered twice, or a second click.
  if (!again || again.interactionId === interaction.id) return reply;
  const link = linkTo(again);
  throw new BotError('already_tried_again', {
    facts: { job: again.id, ...(link !== undefined && { link }) },
  });
}
