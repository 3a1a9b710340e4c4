import { promptLines, wordsFor } from '../src/discord/cards/job-lines.ts';
import { type ButtonHandler, type Feature, on } from '../src/discord/intake/handlers.ts';
import type { JobCustomId } from '../src/discord/interactions/custom-id.ts';
import { tokenExpiry } from '../src/discord/interactions/interaction-token.ts';
import type { ButtonInteraction } from '../src/discord/interactions/interaction.ts';
import type { Clock } from '../src/engines/clock.ts';
import { BotError } from '../src/errors/errors.ts';
import { CONSENT_WINDOW_MS, type Job, POSTER_WINDOW_MS } from '../src/jobs/job.ts';
import type { Pauses } from '../src/jobs/sql/pauses.ts';
import type { Blocks } from '../src/moderation/sql/server-settings.ts';
import { jobAskedHere, jobOfClick, type LogNeeds } from './clicked-job.ts';
import { consentBy, consentIn } from './request/request-job.ts';
import {
  requireNotBlocked,
  requirePermissions,
  requireService,
  type ServiceNeeds,
} from './requirements.ts';

interface Needs extends ServiceNeeds, LogNeeds {
  readonly clock: Clock;
  readonly blocks: Blocks;
  readonly pauses: Pauses;
}

/** The questions whether pictures of people may be used. */
export const consenting: Feature<Needs> = {
  buttons: [
    on('job', 'consent', confirm('button')),
    on('job', 'nobody', confirm('nobody-button')),
    on('job', 'agree', agree('button')),
    on('job', 'agree-nobody', agree('nobody-button')),
    /**
     * The poster declines, which cancels the job in their name. Declining counts even if the question
     * was withdrawn.
     */
    on('job', 'decline', async (interaction, id, services) => {
      const { user } = interaction;
      const { asks } = await jobOfClick(interaction, id, services);
      if (asks?.userId === undefined) await services.log.note.declined(id.job, user.id);
      const question = await questionTo(interaction, id, services);
      const job = await services.log.cancel(question.id, 'declined by its poster', user.id);
      return { kind: 'changed', job: job ?? (await jobOfClick(interaction, id, services)) };
    }),
    /** Shows the prompt of the request to the poster alone. */
    on('job', 'show-prompt', async (interaction, id, services) => {
      const question = await questionTo(interaction, id, services);
      return { kind: 'quiet', message: { lines: promptLines(question) } };
    }),
  ],
};

type GivenBy = 'button' | 'nobody-button';

/**
 * The member who sent pictures confirms that they may use them, or says that nobody is in them. The
 * answer to the click is the job's message.
 */
function confirm(givenBy: GivenBy): ButtonHandler<Needs> {
  return async (interaction, id, services) => {
    const { log, clock } = services;
    const question = await jobAskedHere(interaction, id, services);
    // The question is for another member, and only they can agree.
    if (interaction.user.id !== question.userId || question.asks) {
      throw new BotError('not_your_request', { facts: { who: question.userId } });
    }
    requireOffered(givenBy, question);
    requirePermissions(interaction);
    await requireNotBlocked(question.guildId, interaction, services);
    if (question.state === 'awaiting_consent') await requireService(services, question);
    const open = clock.now() < question.createdAt + CONSENT_WINDOW_MS;
    const job = open
      ? await log.confirm(question.id, consentBy(givenBy, question.wanted, wordsFor(question)), {
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
}

/**
 * The poster of a picture agrees to its use, or also says that nobody is in it. The job continues in
 * the message that asked. If the requester was blocked or paused since then, the job ends instead.
 */
function agree(givenBy: GivenBy): ButtonHandler<Needs> {
  return async (interaction, id, services) => {
    const { log, clock, blocks, pauses } = services;
    const question = await questionTo(interaction, id, services);
    requireOffered(givenBy, question);
    requirePermissions(interaction);
    await requireNotBlocked(question.guildId, interaction, services);
    await requireService(services, question);
    if (clock.now() >= question.createdAt + POSTER_WINDOW_MS) throw new BotError('poster_silent');
    const { posterConsent } = wordsFor(question);
    const { nobody } = posterConsent;
    const { wording } = givenBy === 'nobody-button' ? nobody : posterConsent;
    const consent = consentIn(wording, givenBy);
    const isBarred =
      (await blocks.isBlocked(question.guildId, question.userId)) ||
      (await pauses.of(question.userId)) !== undefined;
    const job = isBarred
      ? await log.withdraw(question.id, 'its requester may make no pictures')
      : await log.agree(question.id, consent, interaction.user.id);
    return { kind: 'changed', job: job ?? (await jobOfClick(interaction, id, services)) };
  };
}

/** @throws BotError `unknown_action` for an answer that the question does not offer. */
function requireOffered(givenBy: GivenBy, { wanted }: Job): void {
  if (givenBy === 'nobody-button' && wanted.fromFace) throw new BotError('unknown_action');
}

/** @throws BotError if the question is closed, or addressed to another member. */
async function questionTo(
  interaction: ButtonInteraction,
  id: JobCustomId,
  services: LogNeeds,
): Promise<Job> {
  const job = await jobOfClick(interaction, id, services);
  const { asks, state } = job;
  if (asks?.userId === undefined) throw new BotError('already_over', { facts: { state } });
  if (asks.userId !== interaction.user.id) {
    throw new BotError('not_your_request', { facts: { who: asks.userId } });
  }
  return job;
}
