import type { ButtonHandler, PersonButton } from '../src/discord/intake/handlers.ts';
import { managesMessages } from '../src/discord/interactions/permissions.ts';
import { BotError } from '../src/errors/errors.ts';
import type { Job } from '../src/jobs/job.ts';
import { say } from '../src/say/say.ts';
import { jobOfClick } from './clicked-job.ts';
import { requireGuild, requireSelf } from './requirements.ts';
import type { Services } from './services.ts';

/** Cancels a job for its requester, or for a member who may manage messages in that channel. */
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

const isIn = (guildId: string) => (job: Job) => job.guildId === guildId;

/** Asks for confirmation, beside the list. */
export const cancelAll: PersonButton<Services> = async (interaction, id, { log }) => {
  requireSelf(interaction, id);
  const { jobs: words } = say(interaction.locale);
  const person = interaction.user.id;
  const guildId = requireGuild(interaction);
  const count = await log.jobs.countUnderWayOf({ userId: person, guildId });
  if (count === 0) return { kind: 'quiet', message: { text: [words.nothingToCancel] } };
  const { cancelNow, keep } = words.buttons;
  return {
    kind: 'quiet',
    message: {
      text: [words.cancelQuestion(count)],
      buttons: [
        [
          { id: { action: 'jobs-cancel-now', person }, label: cancelNow, kind: 'danger' },
          { id: { action: 'jobs-keep', person }, label: keep, kind: 'secondary' },
        ],
      ],
    },
  };
};

/** Cancels all the member's unfinished jobs in this server and reports how many. */
export const cancelAllNow: PersonButton<Services> = async (interaction, id, services) => {
  requireSelf(interaction, id);
  const { log, underWay, clock } = services;
  const { jobs: words } = say(interaction.locale);
  const guildId = requireGuild(interaction);
  const asked = { userId: interaction.user.id, askedAt: clock.now() };
  const count = await log.jobs.countUnderWayOf({ userId: asked.userId, guildId });
  return {
    kind: 'replaced-later',
    meanwhile: { text: [words.cancelling(count)] },
    message: async () => {
      const cancelled = await underWay.cancel(asked, 'cancelled with all of theirs', isIn(guildId));
      return { text: [words.cancelled(cancelled)] };
    },
  };
};

export const cancelNone: PersonButton<Services> = (interaction, id) => {
  requireSelf(interaction, id);
  return Promise.resolve({
    kind: 'replaced',
    message: { text: [say(interaction.locale).jobs.kept] },
  });
};
