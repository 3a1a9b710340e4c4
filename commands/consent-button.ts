import type { ButtonHandler } from '../src/discord/intake/handlers.ts';
import { tokenExpiry } from '../src/discord/interactions/interaction-token.ts';
import { BotError } from '../src/errors/errors.ts';
import { CONSENT_WINDOW_MS } from '../src/safety/consent.ts';
import { jobAskedHere } from './job-of-click.ts';
import { consentBy } from './request-job.ts';
import { requireNotBlocked, requirePermissions, requireService } from './requirements.ts';
import { wordsFor } from '../src/discord/cards/job-lines.ts';
import type { Services } from './services.ts';

/** The person who sent pictures confirms that they may; the answer to the click is the job's message. */
export const consent: ButtonHandler<Services> = async (interaction, id, services) => {
  const { log, clock } = services;
  const question = await jobAskedHere(interaction, id, services);
  // Somebody else is asked, and nobody can say yes for them.
  if (interaction.user.id !== question.userId || question.asks) {
    throw new BotError('not_your_request', { facts: { who: question.userId } });
  }
  requirePermissions(interaction);
  await requireNotBlocked(question.guildId, interaction, services);
  if (question.state === 'awaiting_consent') await requireService(services, question);
  const open = clock.now() < question.createdAt + CONSENT_WINDOW_MS;
  const job = open
    ? await log.confirm(question.id, consentBy('button', question.wanted, wordsFor(question)), {
        interactionId: interaction.id,
        interactionToken: interaction.token,
        tokenExpiresAt: tokenExpiry(interaction.id),
        attachmentSizeLimit: interaction.attachmentSizeLimit,
      })
    : undefined;
  if (job) return { kind: 'job', job, question };
  const now = await log.jobs.find(question.id);
  // The same click, delivered twice.
  if (now?.answeredInteractionId === interaction.id) return { kind: 'answered' };
  if (now?.ephemeral === false) throw new BotError('already_confirmed');
  if (now?.state !== 'cancelled') throw new BotError('consent_lapsed');
  throw new BotError('already_over', { facts: { state: now.state } });
};
