import type { ButtonHandler } from '../src/discord/entry/command.ts';
import { settingsProblem } from '../src/comfy/settings-problem.ts';
import { isAnyGone, notingLeftAlone } from '../src/comfy/left-alone.ts';
import { notesOf, noting } from '../src/comfy/request-notes.ts';
import { requestOf, type StoredRequest, type Wanted } from '../src/comfy/wanted.ts';
import { linkTo } from '../src/discord/render/message-link.ts';
import { whyUnreadable } from '../src/record/job/why-unreadable.ts';
import { BotError } from '../src/errors/errors.ts';
import { jobOfClick } from './job-of-click.ts';
import { requestJob } from './request-job.ts';
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
  if (wanted.picture) throw new BotError('photo_needed_again');
  const reply = await requestJob(
    interaction,
    { request: askedAgain(wanted, services), retryOf: failed.id },
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

/**
 * The same request within today's ranges, which may have changed since it was asked for.
 *
 * @throws BotError for one that is no longer taken.
 */
function askedAgain({ recipe: name, params }: Wanted, { recipes }: Services): StoredRequest {
  const recipe = recipes.get(name);
  if (!recipe) throw new BotError(whyUnreadable(name, recipes));
  if (isAnyGone(recipe, params)) throw new BotError('workflow_changed');
  const asked = recipe.known.safeParse(params);
  if (asked.success) {
    const still = notingLeftAlone(recipe, asked.data, params);
    return requestOf(recipe, noting(still, notesOf(params)));
  }
  throw new BotError('bad_option', { facts: settingsProblem(recipe.options, asked.error) });
}
