import type { ButtonHandler } from '../src/discord/intake/handlers.ts';
import { BotError } from '../src/errors/errors.ts';
import { jobOfClick } from './job-of-click.ts';
import { managesMessages } from '../src/discord/interactions/permissions.ts';
import type { Services } from './services.ts';

/** Ends a job for its requester, or for whoever may manage messages in that channel. */
export const cancel: ButtonHandler<Services> = async (interaction, id, services) => {
  const job = await jobOfClick(interaction, id, services);
  const { user } = interaction;
  if (user.id !== job.userId && !managesMessages(interaction)) {
    throw new BotError('not_your_job', { facts: { who: job.userId } });
  }
  const cancelled = await services.log.cancel(job.id, 'cancelled by a click', user.id);
  if (cancelled) return { kind: 'changed', job: cancelled };
  const now = await services.log.jobs.find(job.id);
  // A second click finds what the first one did.
  if (now?.state === 'cancelled') return { kind: 'changed', job: now };
  throw new BotError('already_over', { facts: { state: now?.state ?? 'gone' } });
};
