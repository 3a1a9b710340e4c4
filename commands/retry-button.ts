import type { ButtonHandler } from '../src/discord/entry/command.ts';
import { linkTo } from '../src/discord/render/message-link.ts';
import { whyUnreadable } from '../src/record/job/why-unreadable.ts';
import { BotError } from '../src/errors/errors.ts';
import { jobOfClick } from './job-of-click.ts';
import { requestJob } from './request-job.ts';
import { askedAgain } from './result/asked-again.ts';
import { madePictures, sentPictures } from './result/origin-of.ts';
import { requireDestination } from './requirements.ts';
import type { Services } from './services.ts';

/** A new job of the same request, seed included, for the person whose job failed. */
export const retry: ButtonHandler<Services> = async (interaction, id, services) => {
  const { log } = services;
  const failed = await jobOfClick(interaction, id, services);
  if (interaction.user.id !== failed.userId) {
    throw new BotError('not_your_request', { facts: { who: failed.userId } });
  }
  if (failed.state !== 'failed' && failed.state !== 'expired') throw new BotError('not_failed');
  const { wanted } = failed;
  if (!wanted.readable) {
    throw new BotError(whyUnreadable(wanted.recipe, services.recipes));
  }
  requireDestination(services, wanted);
  if (sentPictures(failed).length > 0) throw new BotError('photo_needed_again');
  const reply = await requestJob(
    interaction,
    {
      request: askedAgain(wanted, services),
      pictures: madePictures(failed),
      retryOf: failed.id,
      origin: failed.origin,
    },
    services,
  );
  if (reply.kind !== 'answered') return reply;
  const again = await log.jobs.findRetryOf(failed.id);
  // The same click delivered twice, or a second click.
  if (!again || again.interactionId === interaction.id) return reply;
  const link = linkTo(again);
  throw new BotError('already_tried_again', {
    facts: { job: again.id, ...(link !== undefined && { link }) },
  });
};
