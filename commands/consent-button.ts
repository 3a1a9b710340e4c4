import type { ButtonHandler } from '../src/discord/command.ts';
import { tokenExpiry } from '../src/discord/interaction-token.ts';
import { BotError } from '../src/errors.ts';
import { CONSENT_WINDOW_MS } from '../src/safety/consent.ts';
import { jobOfClick } from './job-of-click.ts';
import { consentBy } from './request-job.ts';
import type { Services } from './services.ts';

/** The person who sent a photo confirms that they may; the answer to the click is the job's message. */
export const consent: ButtonHandler<Services> = async (interaction, id, services) => {
  const { log, clock } = services;
  const question = await jobOfClick(interaction, id, services);
  if (interaction.user.id !== question.userId) {
    throw new BotError('not_your_request', { facts: { who: `<@${question.userId}>` } });
  }
  if (clock.now() >= question.createdAt + CONSENT_WINDOW_MS) throw new BotError('consent_lapsed');
  const job = await log.confirm(question.id, consentBy('button'), {
    interactionToken: interaction.token,
    tokenExpiresAt: tokenExpiry(interaction.id),
  });
  if (job) return { kind: 'job', job, question };
  const now = await log.find(question.id);
  if (now?.state === 'expired') throw new BotError('consent_lapsed');
  if (now?.state === 'cancelled') {
    throw new BotError('already_over', { facts: { state: 'cancelled' } });
  }
  throw new BotError('already_confirmed');
};
